"""What of deciding on plans waits: one to send, decide on or publish, and one on which nobody can decide."""

from collections.abc import Iterator

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Coverage
from common.dates import date_format
from governance.models import Office, Seat
from governance.powers.permissions import Permission
from governance.waiting import Kind, Waiting, Worker, seats_without_holder
from plans.editions.states import WRITABLE
from plans.models import Edition, EditionState
from plans.policies import editions_within
from plans.turns import Turn, turns_of, with_days

State = EditionState
# What is to be done in each state, and on which page; what is being written stands with those who write.
TO_DO: dict[State, tuple[Promise, str]] = {
    State.AGREED: (gettext_lazy("Send the agreed plan on: %(plan)s"), "plans:send"),
    State.WITH_PLANNING_GROUP: (gettext_lazy("Decide for the planning group: %(plan)s"), "plans:pass_on"),
    State.WITH_BOARD: (gettext_lazy("Decide on the plan: %(plan)s"), "plans:approve"),
    State.APPROVED: (gettext_lazy("Publish the approved plan: %(plan)s"), "plans:publish"),
    State.DRAFT: (gettext_lazy("Write the plan: %(plan)s"), "plans:home"),
    State.RETURNED: (gettext_lazy("Change the plan that was returned: %(plan)s"), "plans:home"),
}


def _turns(worker: Worker) -> Iterator[Waiting]:
    return (_waiting(turn) for turn in turns_of(worker.person, worker.powers))


def _waiting(turn: Turn) -> Waiting:
    edition = turn.edition
    words, page = TO_DO[State(edition.state)]
    return Waiting(
        str(words) % {"plan": edition.plan.title},
        reverse(page, kwargs={"key": edition.pk}),
        edition.plan.body,
        turn.permission,
        due_on=turn.due_on,
        since=turn.since,
        note=_state(edition),
    )


def _state(edition: Edition) -> str:
    """Return how an edition stands; of one that is being written, since which day it is."""
    begun = (date_format(edition.started_at),) if edition.state in WRITABLE else ()
    return " · ".join((edition.get_state_display(), *begun))


# --- a plan with a body whose deciding seat is vacant ---


def _undecidable(worker: Worker) -> Iterator[Waiting]:
    """Return the plans that nobody can decide on, to those who may fill the seat and invite its holder."""
    if not worker.powers.holds(Permission.INVITE):
        return
    for edition in undecidable(worker):
        seat = edition.vacant_seat  # type: ignore[attr-defined]
        yield Waiting(
            _("A plan waits for a seat that nobody holds: %(plan)s") % {"plan": edition.plan.title},
            reverse("governance:appoint", kwargs={"key": seat}),
            edition.plan.body,
            Permission.NOMINATE,
            due_on=edition.due_on,  # type: ignore[attr-defined]
            note=edition.get_state_display(),
        )


def undecidable(worker: Worker) -> QuerySet[Edition]:
    """Return the editions in reach that wait for an office of which no seat is held: one query."""
    covering = Coverage.objects.current(on=worker.on).filter(
        local_authority=OuterRef(OuterRef("plan__body__area__local_authority"))
    )
    seats = {
        State.WITH_PLANNING_GROUP: Q(office=Office.PLANNING_GROUP_CHAIR, body__in=covering.values("planning_group")),
        State.WITH_BOARD: Q(office=Office.APPROVER, body=OuterRef("plan__body__parent")),
    }
    vacant = seats_without_holder(on=worker.on)
    held = Seat.objects.current(on=worker.on).exclude(pk__in=vacant.values("pk"))
    condition, first = Q(pk__in=()), []
    for state, office in seats.items():
        condition |= Q(~Exists(held.filter(office)), state=state)
        first.append(When(state=state, then=Subquery(vacant.filter(office).order_by("pk").values("pk")[:1])))
    found = with_days(editions_within(worker.powers, Permission.INVITE).filter(condition))
    found = found.annotate(vacant_seat=Case(*first)).filter(vacant_seat__isnull=False)
    return found.select_related("plan__body").defer("content", "figures", "search_text").order_by("pk")


KINDS = [Kind("plans", gettext_lazy("Plan"), _turns), Kind("undecidable", gettext_lazy("Plan"), _undecidable)]
