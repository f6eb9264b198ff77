"""What of writing plans waits for somebody: a plan to start in a round that is open, and remarks on their own parts."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import day_of
from governance.models import Body
from governance.powers.permissions import Permission
from governance.waiting import Kind, Waiting, Worker
from plans.editions.kinds import KINDS as ROW_KINDS
from plans.models import Comment, Edition, Plan
from plans.writing.queries import Startable, startable_of

WRITE = Permission.WRITE_PLANS


def _rounds(worker: Worker) -> Iterator[Waiting]:
    """Return the plans that a round asks of the bodies in which somebody holds, or acts in, an office that writes."""
    near = worker.near(WRITE)
    return (
        (_to_start(one) for one in startable_of(Body.objects.filter(pk__in=near), on=worker.on)) if near else iter(())
    )


def _to_start(one: Startable) -> Waiting:
    return Waiting(
        _("Start the plan: %(plan)s") % {"plan": f"{one.round.template.get_kind_display()}, {one.round}"},
        f"{reverse('plans:start')}?plan={one.value}",
        one.body,
        WRITE,
        due_on=one.due_on,
        since=one.round.opens_on,
    )


# --- remarks on what somebody writes themselves ---


def _remarks(worker: Worker) -> Iterator[Waiting]:
    """Return the remarks that nobody settled, by plan: one with the way to it, several with that to the plan."""
    near = worker.near(WRITE)
    by_plan: dict[Plan, list[Any]] = defaultdict(list)
    for remark in open_to(worker, near) if near else ():
        by_plan[remark.plan].append(remark)
    return (_to_answer(plan, remarks) for plan, remarks in by_plan.items())


def open_to(worker: Worker, near: set[int]) -> QuerySet[Comment]:
    """Return the open remarks on what the bodies near somebody write, unless the last word was their own: one query."""
    mine = Q(plan__body__in=near)
    places: dict[str, Any] = {}
    for code, kind in ROW_KINDS.items():
        row = kind.model.objects.filter(edition__plan=OuterRef("plan"), edition__frozen_at=None, key=OuterRef("key"))
        mine |= Q(Exists(row.filter(collaborative__in=near)))
        places[f"at_{code}"] = Subquery(row.values("pk")[:1])
    there = Q()
    for place in places:
        there |= Q(**{f"{place}__isnull": False})
    last = Comment.objects.filter(Q(pk=OuterRef("pk")) | Q(answers=OuterRef("pk"))).order_by("-written_at", "-pk")
    found = Comment.objects.filter(mine, answers=None, resolved_at=None)
    found = found.annotate(last=Subquery(last.values("written_by")[:1]), **places).filter(there)
    edition = Edition.objects.open().filter(plan=OuterRef("plan")).values("pk")[:1]
    found = found.exclude(last=worker.person.pk).annotate(edition=Subquery(edition))
    return found.select_related("plan__body", "written_by").order_by("written_at", "pk")


def _to_answer(plan: Plan, remarks: list[Any]) -> Waiting:
    first = remarks[0]
    words = _("Answer a remark by %(name)s") % {"name": first.written_by.name}
    if len(remarks) > 1:
        words = _("Answer remarks: %(count)s") % {"count": len(remarks)}
    since = day_of(first.written_at)
    places = {(code, getattr(one, f"at_{code}")) for one in remarks for code in ROW_KINDS}
    place, *others = [(code, key) for code, key in places if key is not None]
    href = reverse("plans:remarks", kwargs={"kind": place[0], "key": place[1]})
    if others:
        href = reverse("plans:home", kwargs={"key": first.edition})
    return Waiting(words, href, plan.body, WRITE, since=since, note=plan.title)


KINDS = [Kind("rounds", gettext_lazy("Plan"), _rounds), Kind("remarks", gettext_lazy("Plan"), _remarks)]
