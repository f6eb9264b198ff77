"""Writes about what bodies decided: who recorded it, how the votes fell, and who stood aside."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.errors import Refused
from governance.models import Body, Decision, Interest, Recusal, holders
from governance.powers.permissions import Permission
from governance.powers.policies import Powers, powers_of
from governance.recording import recorded

Day = datetime.date
Moment = datetime.datetime


@dataclass(frozen=True)
class Votes:
    """How the votes fell, where any were taken."""

    given: int
    against: int
    abstentions: int


@dataclass(frozen=True)
class StoodAside:
    """Somebody took no part in a decision, and why: because of an interest that they declared, or otherwise."""

    person: Person
    reason: str
    interest: Interest | None = None


@dataclass(frozen=True)
class Text:
    """What was decided, in both languages."""

    title_en: str
    title_cy: str
    text_en: str = ""
    text_cy: str = ""


def record_decision(
    *,
    body: Body,
    decided_on: Day,
    text: Text,
    outcome: Decision.Outcome,
    by: Person,
    at: Moment,
    on: Day,
    votes: Votes | None = None,
    minute_reference: str = "",
    is_public: bool = False,
    stood_aside: Collection[StoodAside] = (),
) -> Decision:
    """Record what a body decided on a day; a decision, once recorded, stays."""
    powers = powers_of(by, on=on)
    powers.check(Permission.RECORD_DECISIONS, body)
    _refuse_day(body, decided_on, on=on)
    _refuse_text(text)
    _refuse_votes(outcome, votes)
    _refuse_standing_aside(body, stood_aside, powers, on=decided_on)
    with recorded("record_decision", powers, Permission.RECORD_DECISIONS, body, by=by, at=at) as record:
        decision = Decision.objects.create(
            body=body,
            decided_on=decided_on,
            outcome=outcome,
            minute_reference=minute_reference.strip(),
            is_public=is_public,
            recorded_by=by,
            recorded_at=at,
            **vars(text),
            **_votes(votes),
        )
        for one in stood_aside:
            Recusal.objects.create(decision=decision, person=one.person, reason=one.reason, interest=one.interest)
        audit.about(record, decision, body=body.pk, decided_on=decided_on.isoformat(), outcome=str(outcome))
    return decision


def _votes(votes: Votes | None) -> dict[str, int]:
    if votes is None:
        return {}
    return {"votes_for": votes.given, "votes_against": votes.against, "abstentions": votes.abstentions}


def _refuse_day(body: Body, decided_on: Day, *, on: Day) -> None:
    if decided_on > on:
        raise Refused(_("Nobody can record today what will be decided later."))
    if not body.is_open(on=decided_on):
        raise Refused(_("This body was not open on that day."))


def _refuse_text(text: Text) -> None:
    if not text.title_en.strip() or not text.title_cy.strip():
        raise Refused(_("Give the decision a title in both languages."))
    if bool(text.text_en.strip()) != bool(text.text_cy.strip()):
        raise Refused(_("Write the text in both languages, or leave both empty."))


def _refuse_votes(outcome: Decision.Outcome, votes: Votes | None) -> None:
    if votes is None:
        return
    if min(votes.given, votes.against, votes.abstentions) < 0:
        raise Refused(_("A number of votes is not less than nought."))
    if outcome == Decision.Outcome.AGREED and votes.given <= votes.against:
        raise Refused(_("What has no more votes for it than against it is not agreed."))


def _refuse_standing_aside(body: Body, stood_aside: Collection[StoodAside], powers: Powers, *, on: Day) -> None:
    """Raise `Refused` unless each held a seat on the day, gave a reason, and declared the interest that is named."""
    people = [one.person.pk for one in stood_aside]
    if len(set(people)) < len(people):
        raise Refused(_("Nobody stands aside twice from one decision."))
    if stood_aside and not set(people) <= set(holders(body, on=on).values_list("pk", flat=True)):
        raise Refused(_("Only those who held a seat of the body on that day can have stood aside."))
    for one in stood_aside:
        if not one.reason.strip():
            raise Refused(_("Say why each person stood aside."))
        if one.interest is not None:
            powers.check(Permission.SEE_INTERESTS, body)
            _refuse_interest(one.person, one.interest, on=on)


def _refuse_interest(person: Person, interest: Interest, *, on: Day) -> None:
    if not Interest.objects.current(on=on).filter(pk=interest.pk, person=person).exists():
        raise Refused(_("This interest was not one of this person on that day."))
