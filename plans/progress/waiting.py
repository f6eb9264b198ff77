"""What of following plans waits for somebody, and what passes on with an office."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import Quarter, date_format
from governance.handovers.kinds import Kind as HandoverKind
from governance.models import ActionUpdate, Handover
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from governance.waiting import Kind, Waiting, Worker
from plans.models import EditionState, Plan, PlannedAction
from plans.progress.policies import speaks_for
from plans.progress.standing import OVER

Day = datetime.date
Moment = datetime.datetime


def owned_by(seats: set[int]) -> QuerySet[PlannedAction]:
    """Return the actions of published plans that some offices own and that are not over."""
    own = Q(owner__in=seats) | Q(action__owner__in=seats)
    rows = PlannedAction.objects.filter(own, edition__state=EditionState.PUBLISHED, action__isnull=False)
    found: QuerySet[PlannedAction] = rows.exclude(action__status__in=OVER)
    return found.select_related("edition__plan__body", "action__owner", "owner").order_by("edition", "order", "pk")


def wanted_of(powers: Powers) -> dict[Plan, int]:
    """Return for how many of the actions that somebody answers for an update of this quarter is still to be entered."""
    said = ActionUpdate.objects.filter(action=OuterRef("action"), period_starts_on__gte=Quarter.of(powers.on).starts_on)
    found: dict[Plan, int] = defaultdict(int)
    for row in owned_by({grant.seat for grant in powers.grants}).filter(~Exists(said)):
        owners = [row.owner, row.action.owner if row.action else None]
        begins = row.starts_on or row.edition.plan.starts_on
        if begins <= powers.on and any(speaks_for(powers, seat) for seat in owners if seat):
            found[row.edition.plan] += 1
    return found


def _wanted(worker: Worker) -> Iterator[Waiting]:
    """Return the plans with actions that somebody owns and of which nothing was said in this quarter."""
    if not worker.powers.grants:
        return
    for plan, count in wanted_of(worker.powers).items():
        yield Waiting(
            _("Say how your actions stand. Still to enter: %(count)s") % {"count": count},
            reverse("plans:follow", kwargs={"key": plan.pk}),
            plan.body,
            Permission.WRITE_PLANS,
            due_on=Quarter.of(worker.on).last_day,
            note=plan.title,
        )


KINDS = [Kind("progress", gettext_lazy("Actions"), _wanted)]


# --- what passes on: an action belongs to the office, so nothing is moved ---


def _open(handover: Handover, _on: Day) -> list[str]:
    """Return the actions of the seat, which the next holder finds as they are."""
    return [_line(row) for row in owned_by({handover.seat_id})]


def _line(row: PlannedAction) -> str:
    plan = row.edition.plan
    until = _("until %(day)s") % {"day": date_format(row.ends_on)} if row.ends_on else _("no end known")
    return f"{row}: {plan.body.name}, {plan.title}, {until}"


def _move(handover: Handover, _at: Moment, _on: Day) -> int:
    """Count what passes on by itself: the owner is the office, whoever holds it."""
    return owned_by({handover.seat_id}).count()


ACTIONS = HandoverKind("actions", gettext_lazy("Actions of plans that the office owns"), _open, _move)
