"""Writes about when and where bodies meet. Each checks the policy itself and leaves one record."""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common import public
from common.dates import day_of
from common.errors import Refused
from common.versions import refuse_overtaken
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers, powers_of
from meetings import rules
from meetings.models import MEETING_KINDS, Meeting, MeetingSeries
from meetings.rules import Every

Day = datetime.date
Moment = datetime.datetime
PLAN = Permission.DESCRIBE
LONGEST = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class Where:
    """Where a meeting is: a place in each language for everybody, a link for those who are invited."""

    place_en: str = ""
    place_cy: str = ""
    link: str = ""


@dataclass(frozen=True)
class Repeated:
    """How often a meeting comes back: every so many weeks or months, so many times in all."""

    every: Every
    step: int = 1
    times: int = 1


def recorded(action: str, powers: Powers, body: Body, *, by: Person, at: Moment) -> Any:
    """Run an action with its record, which says for whom the person acted."""
    return audit.recorded(f"meetings.{action}", by=by, at=at, on_behalf_of=powers.on_behalf_of(PLAN, body))


def plan_meetings(
    *,
    body: Body,
    starts_at: Moment,
    minutes: int,
    where: Where,
    by: Person,
    at: Moment,
    on: Day,
    repeated: Repeated | None = None,
) -> list[Meeting]:
    """Plan a meeting of a body, or a series of them at the same hour of Wales; return them in order."""
    powers = powers_of(by, on=on)
    powers.check(PLAN, body)
    lasting = datetime.timedelta(minutes=minutes)
    _refuse_place(where)
    _refuse_length(lasting)
    rule = _rule(starts_at, repeated)
    with recorded("plan_series" if rule else "plan", powers, body, by=by, at=at) as record:
        body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
        starts = rules.moments(_on_the_wall(starts_at), rule) if rule else [starts_at]
        _refuse_starts(body, starts)
        series = MeetingSeries.objects.create(body=body, rule=rule) if rule else None
        planned = [
            Meeting.objects.create(
                body=body, series=series, starts_at=one, ends_at=_end(one, lasting), changed_at=at, **asdict(where)
            )
            for one in starts
        ]
        audit.about(record, planned[0], rule=rule, count=len(planned))
        public.raise_version()
    return planned


def _on_the_wall(moment: Moment) -> Moment:
    """Return a moment as clocks in Wales show it."""
    return timezone.localtime(moment).replace(tzinfo=None)


def _end(starts_at: Moment, lasting: datetime.timedelta) -> Moment:
    # Minutes pass; added on the wall, an hour that clocks skip or show twice would be taken off or added.
    return starts_at.astimezone(datetime.UTC) + lasting


def _rule(starts_at: Moment, repeated: Repeated | None) -> str:
    if repeated is None or repeated.every is Every.ONCE:
        return ""
    if not 1 < repeated.times <= rules.MOST_MEETINGS:
        raise Refused(_("A series has from 2 to %(most)s meetings.") % {"most": rules.MOST_MEETINGS})
    if repeated.step < 1:
        raise Refused(_("Meetings come back every week or month at the most."))
    return rules.written(_on_the_wall(starts_at), every=repeated.every, step=repeated.step, times=repeated.times)


def _refuse_place(where: Where) -> None:
    if bool(where.place_en.strip()) != bool(where.place_cy.strip()):
        raise Refused(_("Write the place in both languages, or leave both empty."))


def _refuse_length(lasting: datetime.timedelta) -> None:
    if not datetime.timedelta() < lasting <= LONGEST:
        raise Refused(_("A meeting lasts from one minute to twelve hours."))


def _refuse_starts(body: Body, starts: list[Moment], *, but: Meeting | None = None) -> None:
    """Raise `Refused` where a body does not meet, is not open on one of the days, or meets then already."""
    if body.body_kind not in MEETING_KINDS:
        raise Refused(_("This kind of body has no meetings here."))
    if not all(body.is_open(on=day_of(one)) for one in starts):
        raise Refused(_("This body is not open on one of these days."))
    there = Meeting.objects.filter(body=body, starts_at__in=starts, cancelled_at=None)
    taken = there.exclude(pk=but.pk if but else 0).first()
    if taken is not None:
        raise Refused(_("There is a meeting at that time already: %(meeting)s.") % {"meeting": taken})


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """Return when and where a meeting is by now."""
    names = ("starts_at", "ends_at", "place_en", "place_cy", "link", "cancelled_at")
    found: dict[str, Any] = Meeting.objects.values(*names).get(pk=meeting.pk)
    return found


def move_meeting(
    *,
    meeting: Meeting,
    starts_at: Moment,
    minutes: int,
    where: Where,
    reason_en: str,
    reason_cy: str,
    by: Person,
    at: Moment,
    on: Day,
    seen: str | None = None,
) -> Meeting:
    """Say anew when and where a meeting is, and why; `Meanwhile` where somebody did since it was shown (`seen`)."""
    powers = powers_of(by, on=on)
    powers.check(PLAN, meeting.body)
    lasting = datetime.timedelta(minutes=minutes)
    _refuse_place(where)
    _refuse_length(lasting)
    _need_reason(reason_en, reason_cy)
    with recorded("move", powers, meeting.body, by=by, at=at) as record:
        held = _held(meeting, at=at, seen=seen)
        _refuse_starts(held.body, [starts_at], but=held)
        if starts_at != held.starts_at:
            held.moved_from = held.starts_at
        held.starts_at, held.ends_at = starts_at, _end(starts_at, lasting)
        held.place_en, held.place_cy, held.link = where.place_en, where.place_cy, where.link
        _keep_change(held, reason_en, reason_cy, at=at)
        audit.about(record, held, starts_at=starts_at.isoformat(), reason_en=reason_en, reason_cy=reason_cy)
    changed: Meeting = held
    return changed


def cancel_meeting(*, meeting: Meeting, reason_en: str, reason_cy: str, by: Person, at: Moment, on: Day) -> Meeting:
    """Cancel a meeting that has not begun, and say why in both languages."""
    powers = powers_of(by, on=on)
    powers.check(PLAN, meeting.body)
    _need_reason(reason_en, reason_cy)
    with recorded("cancel", powers, meeting.body, by=by, at=at) as record:
        held = _held(meeting, at=at)
        held.cancelled_at = at
        _keep_change(held, reason_en, reason_cy, at=at)
        audit.about(record, held, reason_en=reason_en, reason_cy=reason_cy)
    changed: Meeting = held
    return changed


def _need_reason(reason_en: str, reason_cy: str) -> None:
    if not reason_en.strip() or not reason_cy.strip():
        raise Refused(_("Give the reason in both languages: everybody reads it."))


def _held(meeting: Meeting, *, at: Moment, seen: str | None = None) -> Any:
    """Return a meeting to come, held until the transaction ends, so that of two changes one comes after the other."""
    Body.objects.select_for_update(of=("self",)).get(pk=meeting.body_id)
    held = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    refuse_overtaken(seen, facts_of(held))
    if held.is_cancelled:
        raise Refused(_("This meeting is cancelled already."))
    if held.starts_at <= at:
        raise Refused(_("This meeting has begun: when and where it was stays as it is."))
    return held


def _keep_change(held: Any, reason_en: str, reason_cy: str, *, at: Moment) -> None:
    held.change_reason_en, held.change_reason_cy = reason_en, reason_cy
    held.sequence, held.changed_at = held.sequence + 1, at
    held.save()
    public.raise_version()
