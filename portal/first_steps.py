"""What somebody is shown the first time that they come to their work: what each of their offices is for."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.homes import home_address
from governance.models import Appointment
from governance.models import Office as OfficeKind
from governance.powers.permissions import OFFICE_POWERS


@dataclass(frozen=True)
class NewOffice:
    """An office with its body's pages and, in words, what it gives to do."""

    title: str
    body: str
    href: str
    powers: list[str]


def new_offices(terms: Iterable[Appointment]) -> list[NewOffice]:
    """Return the offices of some terms: no query beyond those that the terms came with."""
    return [
        NewOffice(one.seat.title, one.seat.body.name, home_address(one.seat.body), _powers(one.seat.office))
        for one in terms
    ]


def _powers(office: str) -> list[str]:
    return list(dict.fromkeys(str(power.permission.label) for power in OFFICE_POWERS[OfficeKind(office)]))
