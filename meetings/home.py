"""The meetings of a body on its home: the next one, how its agenda stands, and what may be done."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.homes import Card, Link, Room, Shown, Visit
from governance.powers.permissions import Permission
from meetings import presenters, queries
from meetings.models import MEETING_KINDS


def _meetings(visit: Visit) -> Shown | None:
    if visit.body.body_kind not in MEETING_KINDS or Permission.SEE_OFFICES not in visit.may:
        return None
    href = reverse("meetings:meetings", kwargs={"key": visit.body.pk})
    found = queries.coming(visit.body, on=visit.on).filter(cancelled_at=None).first()
    if found is None:
        return Shown(
            href, [Card(_("Meetings"), href, lines=[_("No meeting to come is entered.")])], _deeds(visit, href)
        )
    lines = [presenters.times(found), found.place, presenters.agenda_words(found)]
    card = Card(
        _("Next meeting"), reverse("meetings:meeting", kwargs={"key": found.pk}), lines=list(filter(None, lines))
    )
    return Shown(href, [card], _deeds(visit, href))


def _deeds(visit: Visit, href: str) -> list[Link]:
    deeds = [(_("Meetings"), href)]
    if Permission.DESCRIBE in visit.may:
        deeds.append((_("Plan a meeting"), reverse("meetings:plan", kwargs={"key": visit.body.pk})))
    return deeds


ROOMS = [Room("meetings", gettext_lazy("Meetings"), 50, _meetings)]
