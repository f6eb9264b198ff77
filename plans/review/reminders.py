"""Reminders of what is due: to those whose turn it is, and once it is overdue to the deputy too.

Somebody who chose so hears 28, 7 and 1 days before a day, and weekly once it has passed; everybody else hears on
Mondays of all that is due within 28 days; whoever chose so never. One mail a person a day at the most: its key is the
day, so that a second run writes none. What was sent on is due no longer.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts import outbox
from accounts.models import Person
from common.batches import one_by_one
from governance.models import Office
from governance.powers.permissions import Permission
from plans.due import DUE, due_day
from plans.models import Edition, EditionState, MailChoice, ParityExemption, Stage
from plans.review.notices import holders

State, Frequency = EditionState, MailChoice.Frequency
P = Permission
MONDAY = 0
BEFORE = (28, 7, 1)
WEEK = 7
# Who sees to it that a stage is reached.
TURNS: dict[Stage, Permission] = {
    Stage.AGREED: P.AGREE_PLANS,
    Stage.PLANNING_GROUP: P.REVIEW_PLANS,
    Stage.BOARD: P.APPROVE_PLANS,
    Stage.PUBLISHED: P.PUBLISH_PLANS,
}


@dataclass(frozen=True)
class Due:
    """One thing that is due of a plan; `stage` is None for the language that a published edition still lacks."""

    edition: Edition
    stage: Stage | None
    permission: Permission
    due_on: datetime.date

    def left(self, on: datetime.date) -> int:
        """How many days are left; below nought once it is overdue."""
        return (self.due_on - on).days

    def is_told_today(self, on: datetime.date) -> bool:
        """Whether today is one of the days on which those hear of it who want to hear each time."""
        left = self.left(on)
        return left in BEFORE or (left < 0 and -left % WEEK == 1)


def remind(*, at: datetime.datetime, on: datetime.date) -> int:
    """Write today's reminders; return to how many people."""
    by_person: dict[Person, list[Due]] = defaultdict(list)
    asked = one_by_one(what_is_due(on=on), lambda due: (due, _people(due, on=on)), what="Finding whom to remind")
    for due, people in asked:
        for person in people:
            by_person[person].append(due)
    chosen = dict(MailChoice.objects.filter(person__in=by_person).values_list("person", "frequency"))
    lines = {one: _lines(dues, chosen.get(one.pk, Frequency.WEEKLY), on=on) for one, dues in by_person.items()}
    told = [person for person, dues in lines.items() if dues]
    return len(one_by_one(told, lambda person: _write(person, lines[person], at=at, on=on), what="Reminding"))


def what_is_due(*, on: datetime.date) -> list[Due]:
    """Return everything that is due within 28 days or overdue, the earliest first."""
    found = [due for state, stage in DUE.items() for due in _next(state, stage)]
    exempted = ParityExemption.objects.filter(edition__state=State.PUBLISHED).select_related("edition__plan__body")
    found += [Due(one.edition, None, P.PUBLISH_PLANS, one.due_on) for one in exempted]
    near = [due for due in found if due.left(on) <= max(BEFORE)]
    return sorted(near, key=lambda due: (due.due_on, due.edition.pk))


def _next(state: str, stage: Stage) -> Iterable[Due]:
    """Return what is due of the plans in a state, where a day is set."""
    editions = Edition.objects.filter(state=state).annotate(due_on=due_day("plan__round", "plan__body__parent", stage))
    found = editions.filter(due_on__isnull=False).select_related("plan__body")
    for edition in found.defer("content", "figures", "search_text"):
        yield Due(edition, stage, TURNS[stage], edition.due_on)


def _people(due: Due, *, on: datetime.date) -> set[Person]:
    """Return whose turn it is; once it is overdue, the deputy of the body too."""
    found = {one.person for one in holders(due.permission, due.edition, on=on)}
    return found | _deputies(due.edition, on=on) if due.left(on) < 0 else found


def _deputies(edition: Edition, *, on: datetime.date) -> set[Person]:
    deputies = [one for one in holders(P.WRITE_PLANS, edition, on=on) if one.seat.office == Office.DEPUTY]
    return {one.person for one in deputies if one.seat.body_id == edition.plan.body_id}


def _lines(dues: list[Due], frequency: str, *, on: datetime.date) -> list[Due]:
    if frequency == Frequency.EACH_TIME:
        return [due for due in dues if due.is_told_today(on)]
    return dues if frequency == Frequency.WEEKLY and on.weekday() == MONDAY else []


def _write(person: Person, lines: list[Due], *, at: datetime.datetime, on: datetime.date) -> None:
    outbox.write(
        kind="plans.due",
        subject=_("Plans that wait for you"),
        person=person,
        key=f"{person.pk}:{on.isoformat()}",
        at=at,
        link=("portal:desk", {}),
        lines=[(due, due.left(on) < 0) for due in lines],
    )
