"""How offices are shown: who, on what footing, until when, and since when nobody."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Person
from common.dates import date_format
from common.workbooks import Heading, Sheet
from governance.models import Appointment, Basis, Delegation
from governance.offices.changes import Change
from governance.offices.queries import Held, PublicHolder, PublicSeat
from governance.powers.permissions import Permission
from governance.words import until

Row = tuple[str, str, str, str]


def footing(appointment: Appointment) -> str:
    """Return the words of an unusual footing; nothing for a holder like any other."""
    usual = appointment.basis == Basis.SUBSTANTIVE or appointment.seat.is_shared
    return "" if usual else str(appointment.get_basis_display())


def vacancy(one: Held, *, on: datetime.date) -> str:
    """Say since when and for how long a seat without holders has been vacant, or that nobody told the portal."""
    if one.vacant_since is None:
        return _("Who holds it has not been entered")
    facts = {"day": date_format(one.vacant_since), "days": (on - one.vacant_since).days}
    return _("Vacant since %(day)s. Days: %(days)s") % facts


@dataclass(frozen=True)
class Line:
    """A seat as a row of a list."""

    held: Held
    vacancy: str
    holders: list[tuple[str, str]]


def lines(found: Iterable[Held], *, on: datetime.date) -> list[Line]:
    """Return seats as rows: those vacant longest first, then those of which nobody told who holds them."""
    ordered = sorted(found, key=lambda one: (bool(one.holders), one.vacant_since or datetime.date.max))
    return [_line(one, on) for one in ordered]


def _line(one: Held, on: datetime.date) -> Line:
    said = [", ".join(filter(None, (footing(holder), until(holder)))) for holder in one.holders]
    holders = [(holder.person.name, words) for holder, words in zip(one.holders, said, strict=True)]
    return Line(one, "" if holders else vacancy(one, on=on), holders)


def sheet(found: list[Line], *, on: datetime.date) -> Sheet:
    """Return the list as a table for a file."""
    headings = (_("Body"), _("Office"), _("Held by"), _("Note"))
    rows = tuple(row for line in found for row in _rows(line))
    title = _("Offices as at %(day)s") % {"day": date_format(on)}
    return Sheet(_("Offices"), title, tuple(map(Heading, headings)), rows)


def _rows(line: Line) -> list[Row]:
    seat = line.held.seat
    place = (seat.body.name, seat.title)
    if not line.holders:
        return [(*place, _("Vacant") if line.held.vacant_since else _("Not entered"), line.vacancy)]
    return [(*place, name, words) for name, words in line.holders]


def change_rows(change: Change) -> list[Row]:
    """Say each row that an appointment changes: who, what, from when, until when."""
    rows = [
        (
            ending.appointment.person.name,
            _("Term ends"),
            date_format(ending.appointment.starts_on),
            date_format(ending.on - datetime.timedelta(days=1)),
        )
        for ending in change.endings
    ]
    return rows + [
        (
            beginning.person.name,
            _("Term begins: %(footing)s") % {"footing": Basis(beginning.basis).label},
            date_format(beginning.start),
            date_format(beginning.until - datetime.timedelta(days=1)) if beginning.until else _("no end known"),
        )
        for beginning in change.beginnings
    ]


@dataclass(frozen=True)
class DelegationRow:
    """One delegation as one of its two people reads it."""

    delegation: Delegation
    words: str
    days: str
    permissions: list[str]


def delegation_row(one: Delegation, reader: Person) -> DelegationRow:
    names = {"delegate": one.delegate.name, "principal": one.principal.name}
    words = _("You act for %(principal)s") if one.delegate_id == reader.pk else _("%(delegate)s acts for you")
    last_day = date_format(one.during.upper - datetime.timedelta(days=1))
    days = _("%(start)s to %(end)s") % {"start": date_format(one.during.lower), "end": last_day}
    return DelegationRow(one, words % names, days, [str(Permission(key).label) for key in one.permissions])


@dataclass(frozen=True)
class Shown:
    """A seat on a public page: its title, and in words who holds it; no words where nobody told the portal."""

    title: str
    words: list[str]


@dataclass(frozen=True)
class ShownSeats:
    """The seats of a body on a public page: those that something is known of, and the titles of the others."""

    told: list[Shown]
    untold: str


def shown_to_the_public(seats: Iterable[PublicSeat]) -> ShownSeats:
    shown = [shown_seat(seat) for seat in seats]
    untold = "; ".join(seat.title for seat in shown if not seat.words)
    return ShownSeats([seat for seat in shown if seat.words], untold)


def shown_seat(seat: PublicSeat) -> Shown:
    """Return a seat in words; a holder who did not agree to be named is the office and no more."""
    words = [_said(holder, seat) for holder in seat.holders]
    if not words and seat.vacant_since:
        words = [_("Vacant since %(day)s") % {"day": date_format(seat.vacant_since)}]
    return Shown(seat.title, words)


def _said(holder: PublicHolder, seat: PublicSeat) -> str:
    name = holder.name or _("Held; the name is not published")
    usual = holder.basis == Basis.SUBSTANTIVE or seat.is_shared
    footing = "" if usual else str(Basis(holder.basis).label)
    last_day = holder.ends - datetime.timedelta(days=1) if holder.ends else None
    ends = _("until %(day)s") % {"day": date_format(last_day)} if last_day and holder.basis == Basis.INTERIM else ""
    return ", ".join(filter(None, (name, footing, ends)))
