"""What is missing of clusters as areas: Welsh names that nobody confirmed."""

import datetime
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.gaps import Gap, GapKind
from governance.models import Body, NameStatus
from governance.powers.permissions import Permission


def _names(bodies: QuerySet[Body], _on: datetime.date) -> Iterator[Gap]:
    proposed = bodies.filter(body_kind=Body.Kind.CLUSTER, name_cy_status=NameStatus.PROPOSED)
    words = _("Its Welsh name is proposed, not confirmed")
    return (Gap(key, words, _list(None)) for key in proposed.values_list("pk", flat=True))


def _list(_board: Body | None) -> str:
    return reverse("clusters:areas")


KINDS = [
    GapKind(
        "proposed_names",
        gettext_lazy("Clusters whose Welsh name is not confirmed"),
        Permission.MANAGE_AREAS,
        _list,
        _names,
    )
]
