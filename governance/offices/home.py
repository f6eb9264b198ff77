"""The people and the decisions of a body on its home: seats in numbers, and what may be done with them."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import date_format
from governance.homes import Card, Link, Room, Shown, Visit
from governance.models import Basis, Decision, Seat
from governance.offices import queries
from governance.offices.queries import CONTACTED, Held
from governance.powers.permissions import Permission

MOST_NAMED = 2


def _address(name: str, visit: Visit) -> str:
    return reverse(f"governance:{name}", kwargs={"key": visit.body.pk})


def _people(visit: Visit) -> Shown:
    seats = Seat.objects.current(on=visit.on).filter(body=visit.body).select_related("body", "represents", "follows")
    held = queries.held(seats.order_by("office", "pk"), on=visit.on)
    href = _address("body_seats", visit)
    card = Card(_("People"), href, large=_("Seats: %(count)s") % {"count": len(held)}, lines=_lines(held, visit.on))
    return Shown(href, [card], _deeds(visit))


def _lines(held: list[Held], on: datetime.date) -> list[str]:
    vacant = [one for one in held if not one.holders and one.vacant_since]
    untold = [one for one in held if not one.holders and not one.vacant_since]
    lines = [_("Held: %(count)s") % {"count": len(held) - len(vacant) - len(untold)}]
    lines += [_vacant(one, on) for one in vacant[:MOST_NAMED]]
    if len(vacant) > MOST_NAMED:
        lines.append(_("Vacant in all: %(count)s") % {"count": len(vacant)})
    if untold:
        lines.append(_("Who holds it has not been entered: %(count)s") % {"count": len(untold)})
    interim = [term for one in held for term in one.holders if term.basis == Basis.INTERIM and term.last_day]
    return lines + [
        _("Interim, until %(day)s: %(name)s") % {"day": date_format(one.last_day), "name": one.person.name}
        for one in interim[:MOST_NAMED]
    ]


def _vacant(one: Held, on: datetime.date) -> str:
    days = (on - one.vacant_since).days if one.vacant_since else 0
    return _("Vacant: %(seat)s. Days: %(days)s") % {"seat": one.seat.title, "days": days}


def _deeds(visit: Visit) -> list[Link]:
    deeds = [(Permission.SEE_OFFICES, _("Seats and who holds them"), "body_seats")]
    deeds += [(Permission.NOMINATE, _("Open a seat"), "open_seat")]
    if visit.body.body_kind in CONTACTED:
        deeds += [(Permission.DESCRIBE, _("How it is reached, and its next meeting"), "contact")]
    deeds += [(Permission.SEE_INTERESTS, _("Interests of its members"), "register")]
    return [(words, _address(name, visit)) for permission, words, name in deeds if permission in visit.may]


def _decisions(visit: Visit) -> Shown:
    href = _address("decisions", visit)
    found = Decision.objects.filter(body=visit.body)
    latest, count = found.first(), found.count()
    deeds = [(_("Decisions"), href)]
    if Permission.RECORD_DECISIONS in visit.may:
        deeds.append((_("Record a decision"), _address("record_decision", visit)))
    if latest is None:
        return Shown(href, (), deeds)
    lines = [_("Latest, %(day)s: %(title)s") % {"day": date_format(latest.decided_on), "title": latest.title}]
    return Shown(href, [Card(_("Decisions"), href, _("Recorded: %(count)s") % {"count": count}, lines=lines)], deeds)


ROOMS = [
    Room("people", gettext_lazy("People"), 70, _people),
    Room("decisions", gettext_lazy("Decisions"), 60, _decisions),
]
