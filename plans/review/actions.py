"""The moves of an edition from state to state, as `plans.editions.states` has them.

Each takes the version of the edition that the person saw (`seen`), holds the edition until its transaction ends,
checks the office through which it is done, leaves one record, and tells those whose turn it is.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import AuditRecord, Person
from common import jobs, public
from common.batches import one_by_one
from common.errors import Meanwhile, Refused
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, Powers, powers_of
from governance.recording import need_reason
from plans.editions.completeness import missing
from plans.editions.content import content_of
from plans.editions.parity import lacking
from plans.editions.search import words_of
from plans.editions.states import MOVES, Move
from plans.models import Edition, EditionState, ParityExemption, Submission, Verdict
from plans.review.freezing import freeze
from plans.review.notices import tell
from plans.review.policies import deciding_office
from plans.routes import STAGES, awaited, route_of

Day = datetime.date
Moment = datetime.datetime
State = EditionState
MAKE_DOCUMENTS = "plans.make_documents"


class Moved(Meanwhile):
    """Somebody else moved the plan on since the page was opened; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has moved this plan on since you opened it. See how it stands now."))


@dataclass(frozen=True)
class Step:
    """What is under way: the edition as it is held, who moves it by which powers, and the record of it."""

    edition: Edition
    powers: Powers
    record: AuditRecord
    on_behalf_of: Person | None


# --- By those who write ---


def agree(*, edition: Edition, seen: int, by: Person, at: Moment, on: Day) -> Edition:
    """Declare that the body agreed its plan; refused where a required section says nothing."""
    with _moving("agree", edition, seen=seen, by=by, at=at, on=on) as step:
        found = missing(step.edition)
        if found:
            raise Refused(" ".join([_("The plan is not complete yet."), *found]))
    return step.edition


def reopen(*, edition: Edition, seen: int, by: Person, at: Moment, on: Day) -> Edition:
    """Go on writing a plan that was declared agreed and not sent yet."""
    with _moving("reopen", edition, seen=seen, by=by, at=at, on=on) as step:
        audit.about(step.record, step.edition)
    return step.edition


def submit(*, edition: Edition, seen: int, by: Person, at: Moment, on: Day) -> Edition:
    """Send an agreed plan to those who decide first, as its board has it: the planning group, or the board."""
    name = "submit_to_board" if route_of(edition.plan, on=on).group is None else "submit_to_group"
    with _moving(name, edition, seen=seen, by=by, at=at, on=on) as step:
        step.edition.return_reason = ""
        Submission.objects.create(
            plan=step.edition.plan,
            edition=step.edition,
            content=content_of(step.edition),
            submitted_by=by,
            submitted_at=at,
        )
    return step.edition


# --- By those who decide ---


def pass_on(*, edition: Edition, seen: int, by: Person, at: Moment, on: Day) -> Edition:
    """Pass a plan on to the board, for the planning group."""
    with _moving("pass_on", edition, seen=seen, by=by, at=at, on=on) as step:
        _decide(step, Permission.REVIEW_PLANS, Verdict.Outcome.PASSED, by=by, at=at)
    return step.edition


def return_for_changes(*, edition: Edition, seen: int, reason: str, by: Person, at: Moment, on: Day) -> Edition:
    """Return a plan for changes, for the planning group or for the board, whichever it is with; say why."""
    need_reason(reason)
    name = "return_from_group" if edition.state == State.WITH_PLANNING_GROUP else "return_from_board"
    with _moving(name, edition, seen=seen, by=by, at=at, on=on) as step:
        permission = MOVES[name].permission or Permission.APPROVE_PLANS
        submission = _decide(step, permission, Verdict.Outcome.RETURNED, by=by, at=at, reason=reason.strip())
        _close(submission, Submission.Outcome.RETURNED, at=at)
        step.edition.return_reason = reason.strip()
        audit.about(step.record, None, reason=reason.strip())
    return step.edition


def approve(*, edition: Edition, seen: int, by: Person, at: Moment, on: Day) -> Edition:
    """Approve a plan by virtue of an office; once every office of its way has approved it, it is frozen for good."""
    with transaction.atomic():
        held = _held(edition, seen, MOVES["approve"])
        left = awaited([held], Permission.APPROVE_PLANS, on=on)[held.pk].left
        deed = "approve" if len(left) <= 1 else "approve_in_part"
        with _moving("approve", held, seen=seen, by=by, at=at, on=on, deed=deed) as step:
            submission = _decide(step, Permission.APPROVE_PLANS, Verdict.Outcome.PASSED, by=by, at=at)
            if deed == "approve":
                _close(submission, Submission.Outcome.APPROVED, at=at)
                freeze(step.edition, at=at)
                jobs.enqueue(MAKE_DOCUMENTS, at=at, edition=step.edition.pk)
                audit.about(step.record, None, digest=step.edition.digest)
    return step.edition


def _decide(
    step: Step, permission: Permission, outcome: Verdict.Outcome, *, by: Person, at: Moment, reason: str = ""
) -> Submission:
    """Write what somebody decided on the open submission, by virtue of which office."""
    submission = Submission.objects.get(edition=step.edition, closed_at__isnull=True)
    capacity = deciding_office(step.powers, permission, step.edition, by=by)
    Verdict.objects.create(
        submission=submission,
        stage=STAGES[permission],
        office=capacity.office,
        outcome=outcome,
        reason=reason,
        decided_by=by,
        on_behalf_of=capacity.on_behalf_of,
        decided_at=at,
    )
    step.record.on_behalf_of = capacity.on_behalf_of
    audit.about(step.record, None, office=capacity.office)
    return submission


def _close(submission: Submission, outcome: Submission.Outcome, *, at: Moment) -> None:
    submission.closed_at, submission.outcome = at, outcome
    submission.save(update_fields=["closed_at", "outcome"])


# --- By those who publish ---


def publish(*, edition: Edition, seen: int, by: Person, at: Moment, on: Day) -> Edition:
    """Publish an approved edition at once, in both languages; the present one gives way to it."""
    with transaction.atomic():
        held = _held(edition, seen, MOVES["publish"])
        powers = powers_of(by, on=on)
        powers.check(Permission.PUBLISH_PLANS, held.plan.body)
        _check_parity(held)
        behalf = powers.on_behalf_of(Permission.PUBLISH_PLANS, held.plan.body)
        _supersede(held, by=by, behalf=behalf, at=at)
        with _moving("publish", held, seen=seen, by=by, at=at, on=on) as step:
            _make_public(step.edition, at=at)
    return step.edition


def publish_due(*, at: Moment, on: Day) -> list[Edition]:
    """Publish the approved editions whose moment has come, one by one; one that somebody published is left as it is."""
    due = Edition.objects.filter(state=State.APPROVED, publish_at__lte=at).order_by("publish_at", "pk")
    keys = list(due.values_list("pk", flat=True))
    published = one_by_one(keys, lambda key: _publish_one(key, at=at, on=on), what="Publishing an edition")
    return [edition for edition in published if edition is not None]


def _publish_one(key: int, *, at: Moment, on: Day) -> Edition | None:
    waiting = Edition.objects.select_for_update(of=("self",)).select_related("plan__body", "plan__round__template")
    edition = waiting.filter(pk=key, state=State.APPROVED, publish_at__lte=at).first()
    if edition is None:
        return None
    _supersede(edition, by=None, behalf=None, at=at)
    with audit.recorded(MOVES["publish"].action, by=None, at=at) as record:
        _make_public(edition, at=at)
        _move_on(edition, MOVES["publish"], record)
    tell(MOVES["publish"], edition, by=None, at=at, on=on)
    return edition


def _make_public(edition: Edition, *, at: Moment) -> None:
    edition.published_at, edition.publish_at = at, None
    edition.search_text = words_of(edition)
    public.raise_version()


def _supersede(edition: Edition, *, by: Person | None, behalf: Person | None, at: Moment) -> None:
    """Let the published edition of a plan, if there is one, give way to another."""
    move = MOVES["supersede"]
    present = Edition.objects.select_for_update(of=("self",)).select_related("plan__body")
    for earlier in present.filter(plan=edition.plan_id, state__in=move.sources):
        with audit.recorded(move.action, by=by, at=at, on_behalf_of=behalf) as record:
            earlier.superseded_at = at
            _move_on(earlier, move, record)


def schedule(*, edition: Edition, seen: int, publish_at: Moment, by: Person, at: Moment, on: Day) -> Edition:
    """Have an approved edition published at a moment to come."""
    if publish_at <= at:
        raise Refused(_("Give a moment that is still to come, or publish it at once."))
    with _staying("schedule", edition, seen=seen, by=by, at=at, on=on) as step:
        _check_parity(step.edition)
        step.edition.publish_at = publish_at
        audit.about(step.record, None, publish_at=publish_at.isoformat())
    return step.edition


def unschedule(*, edition: Edition, seen: int, by: Person, at: Moment, on: Day) -> Edition:
    """Take back the moment at which an approved edition was to be published."""
    with _staying("unschedule", edition, seen=seen, by=by, at=at, on=on) as step:
        if step.edition.publish_at is None:
            raise Refused(_("No moment was set for this edition."))
        step.edition.publish_at = None
    return step.edition


def grant_exemption(
    *, edition: Edition, seen: int, reason: str, due_on: Day, by: Person, at: Moment, on: Day
) -> ParityExemption:
    """Give leave to publish an edition though one language lacks something: why, and by when it will be there."""
    need_reason(reason)
    if due_on <= on:
        raise Refused(_("Give a day that is still to come."))
    with _staying("grant_exemption", edition, seen=seen, by=by, at=at, on=on) as step:
        if not lacking(step.edition):
            raise Refused(_("Both languages are there: no leave is needed."))
        values = {"reason": reason.strip(), "due_on": due_on, "granted_by": by, "granted_at": at}
        found, _is_new = ParityExemption.objects.update_or_create(edition=step.edition, defaults=values)
        audit.about(step.record, None, reason=reason.strip(), due_on=due_on.isoformat())
    return found


def withdraw(
    *, edition: Edition, seen: int, reason_en: str, reason_cy: str, by: Person, at: Moment, on: Day
) -> Edition:
    """Withdraw an edition; its address stays, and says why in both languages."""
    if not reason_en.strip() or not reason_cy.strip():
        raise Refused(_("Give the reason in both languages: the public reads it."))
    with _moving("withdraw", edition, seen=seen, by=by, at=at, on=on) as step:
        held = step.edition
        held.withdrawn_at, held.publish_at = at, None
        held.withdrawal_reason_en, held.withdrawal_reason_cy = reason_en.strip(), reason_cy.strip()
        public.raise_version()
    return step.edition


def _check_parity(edition: Edition) -> None:
    if lacking(edition) and not ParityExemption.objects.filter(edition=edition).exists():
        raise Refused(_("One of the languages lacks something that the public reads. Nothing was published."))


# --- What they share ---


@contextmanager
def _moving(
    name: str, edition: Edition, *, seen: int, by: Person, at: Moment, on: Day, deed: str = ""
) -> Iterator[Step]:
    """Make a move while its own work is done; with another `deed` the state stays, and that is what is recorded."""
    move = MOVES[name]
    with _step(move, deed or name, edition, seen=seen, by=by, at=at, on=on) as step:
        yield step
        if deed in ("", name):
            _move_on(step.edition, move, step.record)
            tell(move, step.edition, by=by, at=at, on=on)
        else:
            _stay(step.edition, step.record)


@contextmanager
def _staying(deed: str, edition: Edition, *, seen: int, by: Person, at: Moment, on: Day) -> Iterator[Step]:
    """Do something to an approved edition that is not published yet, by those who publish."""
    with _step(MOVES["publish"], deed, edition, seen=seen, by=by, at=at, on=on) as step:
        yield step
        _stay(step.edition, step.record)


@contextmanager
def _step(move: Move, deed: str, edition: Edition, *, seen: int, by: Person, at: Moment, on: Day) -> Iterator[Step]:
    powers = powers_of(by, on=on)
    if move.permission is None:
        raise NotAllowed(Permission.PUBLISH_PLANS)
    powers.check(move.permission, edition.plan.body)
    with transaction.atomic():
        held = _held(edition, seen, move)
        behalf = powers.on_behalf_of(move.permission, held.plan.body)
        with audit.recorded(f"plans.{deed}", by=by, at=at, on_behalf_of=behalf) as record:
            yield Step(held, powers, record, behalf)


def _held(edition: Edition, seen: int, move: Move) -> Edition:
    """Return the edition as it is now, held until the transaction ends; raise where it was moved, or cannot be."""
    found = Edition.objects.select_for_update(of=("self",)).select_related("plan__body", "plan__round__template")
    held = found.get(pk=edition.pk)
    if held.version != seen:
        raise Moved
    if held.state not in move.sources:
        raise Refused(_("This cannot be done now. The plan stands so: %(state)s") % {"state": held.get_state_display()})
    return held


def _move_on(edition: Edition, move: Move, record: AuditRecord) -> None:
    before = edition.state
    edition.state = move.target
    _stay(edition, record, before=before, after=str(move.target))


def _stay(edition: Edition, record: AuditRecord, **details: Any) -> None:
    edition.version += 1
    edition.save()
    audit.about(record, edition, **details)
