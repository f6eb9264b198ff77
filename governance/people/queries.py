"""Reads about people as holders of offices: who is in reach, with their terms and the state of their account."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Person
from common.welsh import fold
from governance.models import Appointment, Seat
from governance.powers.permissions import Permission
from governance.powers.policies import Powers

OPEN = Q(accepted_at__isnull=True, revoked_at__isnull=True, replaced_at__isnull=True)


class Account(models.TextChoices):
    """Whether somebody can sign in, and if not, why."""

    SIGNS_IN = "signs_in", _("Can sign in")
    INVITED = "invited", _("Invited")
    NOT_INVITED = "not_invited", _("Not invited")
    ENDED = "ended", _("Access ended")


@dataclass(frozen=True)
class Entry:
    """Somebody in reach, with the terms that are in reach, the newest first."""

    person: Person
    terms: list[Appointment]
    account: Account

    def going_on(self, *, on: datetime.date) -> list[Appointment]:
        """Return the terms that go on or are to come; the last one where there is none."""
        found = [term for term in self.terms if term.last_day is None or term.last_day >= on]
        return found or self.terms[:1]

    def matches(self, *, words: str, office: str, account: str) -> bool:
        """Whether every word stands in the name or in that of a body, and the office and the account are those."""
        text = " ".join([fold(self.person.name), *(term.seat.body.search_text for term in self.terms)])
        has_office = not office or any(term.seat.office == office for term in self.terms)
        return has_office and account in ("", self.account) and all(word in text for word in fold(words).split())


def terms_seen(powers: Powers) -> QuerySet[Appointment]:
    """Return the terms and nominations in reach, of every day, ex officio too; but for those that were declined."""
    bodies = powers.bodies(Permission.SEE_OFFICES)
    seats = Seat.objects.filter(Q(body__in=bodies) | Q(followers__body__in=bodies))
    found = Appointment.objects.filter(seat__in=seats.values("pk"), declined_at__isnull=True)
    return found.select_related("seat__body", "seat__represents", "person").order_by("-during", "-pk")


def people_seen(powers: Powers) -> QuerySet[Person]:
    found: QuerySet[Person] = Person.objects.filter(pk__in=terms_seen(powers).order_by().values("person"))
    return found


def entries(powers: Powers, *, words: str = "", office: str = "", account: str = "") -> list[Entry]:
    """Return the people in reach, narrowed by words, an office and the state of their account."""
    invited = Exists(Invitation.objects.filter(OPEN, person=OuterRef("person")))
    found = _entries(terms_seen(powers).annotate(is_invited=invited))
    return [one for one in found if one.matches(words=words, office=office, account=account)]


def _entries(terms: Iterable[Appointment]) -> list[Entry]:
    by_person: dict[int, list[Appointment]] = defaultdict(list)
    for term in terms:
        by_person[term.person_id].append(term)
    return [Entry(held[0].person, held, account_of(held[0].person, held[0].is_invited)) for held in by_person.values()]


def account_of(person: Person, is_invited: bool) -> Account:
    if not person.is_active:
        return Account.ENDED
    if not person.password.startswith(UNUSABLE_PASSWORD_PREFIX):
        return Account.SIGNS_IN
    return Account.INVITED if is_invited else Account.NOT_INVITED


def is_open(last: Invitation | None) -> bool:
    """Whether an invitation waits for its answer, in time or not."""
    return last is not None and not (last.accepted_at or last.revoked_at or last.replaced_at)


def last_invitation(person: Person) -> Invitation | None:
    found: Invitation | None = person.invitations.select_related("invited_by").order_by("-sent_at", "-pk").first()
    return found


def people_in_reach(powers: Powers) -> QuerySet[Person]:
    """Return the people whom somebody may invite, or end the access of: holders in reach, at any time."""
    terms = Appointment.objects.filter(seat__body__in=powers.bodies(Permission.INVITE), declined_at__isnull=True)
    found: QuerySet[Person] = Person.objects.filter(pk__in=terms.values("person"))
    return found
