"""The home of a body: what waits there, what changed, and how each of its rooms stands."""

import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from governance.homes import ROOMS, Visit
from governance.models import Body
from governance.powers.permissions import Permission
from governance.record.news import News, news_of
from governance.record.presenters import moment, sentence
from governance.waiting import Worker, work_of
from governance.ways import from_desk
from portal.desk import WorkRow, office_words, work_row
from portal.overview import Step, steps_of

# Where each kind of body stands for the public.
PUBLIC = {
    Body.Kind.HEALTH_BOARD: "portal:health_board",
    Body.Kind.CLUSTER: "portal:cluster",
    Body.Kind.PLANNING_GROUP: "clusters:planning_group",
    Body.Kind.COLLABORATIVE: "collaboratives:collaborative",
}
FIRST_LOOK = datetime.timedelta(days=30)


def home_page(body: Body, worker: Worker, *, since: datetime.datetime | None) -> dict[str, Any]:
    """Return what the home of a body shows to somebody."""
    visit = Visit(body, worker, worker.over(body))
    rooms = [(room, room.show(visit)) for room in sorted(ROOMS, key=lambda room: room.order)]
    shown = [(room, one) for room, one in rooms if one is not None]
    from_moment = since or clock.now() - FIRST_LOOK
    return {
        "subject": body,
        "held": [_held(term) for term in worker.held if term.seat.body_id == body.pk],
        "public": _public_address(body),
        "tabs": [(str(room.title), one.href) for room, one in shown if one.href],
        "rows": rows_of(body, worker),
        "first": [link for _room, one in shown for link in one.first],
        "news": [_news(one) for one in news_of(body, worker.person, visit.may, since=from_moment)],
        "is_first_look": since is None,
        "steps": _steps(visit),
        "cards": [card for _room, one in shown for card in one.cards],
        "deeds": [(str(room.title), one.deeds) for room, one in shown if one.deeds],
        "breadcrumbs": from_desk((_("All bodies"), reverse("portal:bodies"))),
    }


def _steps(visit: Visit) -> list[Step]:
    """Return what a board still has to put in, for those who may appoint and invite its people."""
    if visit.body.body_kind != Body.Kind.HEALTH_BOARD or Permission.INVITE not in visit.may:
        return []
    within = Body.objects.filter(Q(pk=visit.body.pk) | Q(parent=visit.body)).current(on=visit.on)
    return steps_of(visit.body, within, visit.worker.powers)


def _public_address(body: Body) -> str:
    name = PUBLIC.get(Body.Kind(body.body_kind))
    return reverse(name, kwargs={"slug": body.slug}) if name else ""


def rows_of(body: Body, worker: Worker) -> list[WorkRow]:
    """Return what of somebody's work waits at a body."""
    return [work_row(one, on=worker.on, within=body) for one in work_of(worker) if one.body == body]


def _held(term: Any) -> str:
    return _("You hold here: %(seat)s, %(words)s.") % {"seat": term.seat.title, "words": office_words(term)}


def _news(one: News) -> dict[str, str]:
    return {"text": sentence(one.record), "when": moment(one.record.at), "href": one.address}
