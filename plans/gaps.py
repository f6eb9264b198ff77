"""What of plans is late, missing or next at many bodies."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.gaps import Gap, GapKind
from governance.models import Body
from governance.powers.permissions import Permission
from plans.models import Edition, Plan
from plans.turns import DUE, with_days

READ = Permission.READ_PLANS


def _due(bodies: QuerySet[Body], _on: datetime.date) -> Iterator[Gap]:
    editions = with_days(Edition.objects.filter(plan__body__in=bodies, state__in=list(DUE)))
    found = editions.select_related("plan__body").defer("content", "figures", "search_text").order_by("due_on", "pk")
    for one in found:
        words = f"{one.plan.title}: {one.get_state_display()}"
        yield Gap(one.plan.body_id, words, reverse("plans:review", kwargs={"key": one.pk}), due_on=one.due_on)


def _none(bodies: QuerySet[Body], _on: datetime.date) -> Iterator[Gap]:
    """Return the clusters of which no plan is here, written here or from before."""
    plans = Plan.objects.filter(body=OuterRef("pk"))
    without = bodies.filter(~Exists(plans), body_kind=Body.Kind.CLUSTER)
    return (
        Gap(key, _("No plan is here, not even an earlier one"), _list(None))
        for key in without.values_list("pk", flat=True)
    )


def _list(_board: Body | None) -> str:
    return reverse("plans:plans")


KINDS = [
    GapKind("plans_due", gettext_lazy("Plans under way"), READ, _list, _due, is_missing=False),
    GapKind("no_plan", gettext_lazy("Clusters of which no plan is here, not even an earlier one"), READ, _list, _none),
]
