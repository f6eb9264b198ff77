"""People within somebody's reach, as something to be found."""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.search.documents import Document, Kind, Shown, register_in_reach
from governance.models import Appointment
from governance.people.queries import terms_seen
from governance.powers.permissions import Permission
from governance.powers.policies import Powers


def people(powers: Powers) -> Iterator[Document]:
    """Those who hold, held or are to hold an office in reach, by name; office and body narrow."""
    if powers.holds(Permission.SEE_OFFICES):
        terms: dict[int, list[Appointment]] = {}
        for term in terms_seen(powers):
            terms.setdefault(term.person_id, []).append(term)
        for held in terms.values():
            bodies = {name for one in held for name in (one.seat.body.name_en, one.seat.body.name_cy)}
            around = (*bodies, *(one.seat.title for one in held))
            yield Document((held[0].person.name,), partial(_show, held), around=around)


def _show(held: list[Appointment]) -> Shown:
    person = held[0].person
    offices = dict.fromkeys(f"{one.seat.title}, {one.seat.body.name}" for one in held)
    return Shown(person.name, reverse("governance:person", kwargs={"key": person.pk}), "; ".join(offices))


def register_kinds() -> None:
    """Say that people in reach can be found."""
    register_in_reach(Kind("people_in_reach", _("People in your reach"), 7, people))
