"""Writes about seats, appointments and delegations. Each checks the policy itself and leaves one record."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, outbox
from accounts.models import AuditRecord, Person
from common import public
from common.dated import from_day
from common.dates import date_format, day_of
from common.errors import Refused
from governance.models import RULES, Appointment, Basis, Body, Delegation, Office, Recertification, Seat
from governance.offices.changes import Change, change_of, refuse_conflicts, refuse_shape
from governance.powers.permissions import Permission
from governance.powers.policies import delegable, powers_of
from governance.recording import Overtaken, locked, need_reason, raise_version, recorded

Day = datetime.date
Moment = datetime.datetime
# Seats that may follow another: a place at a wider table, never an office whose holder somebody else must confirm.
EX_OFFICIO = frozenset({Office.CLUSTER_MEMBER, Office.PLANNING_GROUP_MEMBER})


# --- seats ---


def open_seat(
    *,
    body: Body,
    office: Office,
    by: Person,
    at: Moment,
    on: Day,
    name_en: str = "",
    name_cy: str = "",
    represents: Body | None = None,
    follows: Seat | None = None,
    start: Day | None = None,
) -> Seat:
    """Open a seat in a body from a day on: today where no other is given."""
    powers = powers_of(by, on=on)
    powers.check(Permission.NOMINATE, body)
    if body.body_kind not in RULES[office].kinds:
        raise Refused(_("A body of this kind has no such office."))
    if follows is not None:
        _refuse_following(office, follows)
    names = {"name_en": name_en, "name_cy": name_cy}
    if start is not None and start < on:
        raise Refused(_("This day has passed: a seat opens today or on a later day."))
    with recorded("open_seat", powers, Permission.NOMINATE, body, by=by, at=at) as record:
        Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
        if Seat.objects.filter(body=body, office=office, represents=represents, name_en=name_en).exists():
            raise Refused(_("This body has such a seat already, or had one that was closed."))
        seat = Seat.objects.create(
            body=body, office=office, represents=represents, follows=follows, opened_on=start or on, **names
        )
        audit.about(record, seat, office=office, body=body.pk)
        public.raise_version()
    return seat


def _refuse_following(office: Office, follows: Seat) -> None:
    """Raise `Refused` for a seat that may not follow: nobody comes to an office of power without a confirmation."""
    if follows.follows_id is not None:
        raise Refused(_("A seat can only follow one that is held by appointment."))
    if office not in EX_OFFICIO:
        raise Refused(_("Nobody holds this office ex officio: each holder is nominated and confirmed."))


def close_seat(*, seat: Seat, by: Person, at: Moment, on: Day, reason: str, seen_version: int | None = None) -> Seat:
    """Close a seat on a day: terms that would go on end then, terms that would begin later are refused."""
    powers = powers_of(by, on=day_of(at))
    powers.check(Permission.NOMINATE, seat.body)
    need_reason(reason)
    with recorded("close_seat", powers, Permission.NOMINATE, seat.body, by=by, at=at) as record:
        seat = locked(seat, seen_version)
        _refuse_closing(seat, on)
        later = seat.appointments.confirmed().filter(during__startswith__gte=on)
        if later.exists():
            raise Refused(_("Somebody is confirmed for this seat from a later day. End that term first."))
        for appointment in seat.appointments.confirmed().current(on=on):
            _end(appointment, on, reason)
        seat.closed_on = on
        seat.save()
        raise_version(seat)
        audit.about(record, seat, closed_on=on.isoformat(), reason=reason)
    return seat


def _refuse_closing(seat: Seat, on: Day) -> None:
    if seat.closed_on is not None:
        raise Refused(_("This seat is closed already."))
    if seat.opened_on is not None and on <= seat.opened_on:
        raise Refused(_("The seat was opened after this day."))


def declare_vacant(
    *, seat: Seat, since: Day | None, by: Person, at: Moment, on: Day, seen_version: int | None = None
) -> Seat:
    """Say since which day nobody holds a seat, for those who read it; None takes back what was said.

    That nobody was entered says nothing of the world: a seat is vacant where a term ended, or where this was said.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.NOMINATE, seat.body)
    with recorded("declare_vacant", powers, Permission.NOMINATE, seat.body, by=by, at=at) as record:
        seat = locked(seat, seen_version)
        if since is not None:
            _refuse_vacancy(seat, since, on)
        seat.vacant_since = since
        seat.save(update_fields=["vacant_since"])
        raise_version(seat)
        audit.about(record, seat, vacant_since=since.isoformat() if since else "")
    return seat


def _refuse_vacancy(seat: Seat, since: Day, on: Day) -> None:
    """Raise `Refused` where a seat cannot have been vacant from a day on until today."""
    if seat.follows_id is not None:
        raise Refused(_("This seat follows another: whoever holds that one holds this one."))
    if since > on:
        raise Refused(_("This day is still to come: a seat can be said to be vacant from today on or from earlier."))
    if seat.opened_on is not None and since < seat.opened_on:
        raise Refused(_("The seat was opened after this day."))
    held = Q(during__endswith__isnull=True) | Q(during__endswith__gt=since)
    for term in seat.appointments.confirmed().filter(held, during__startswith__lte=on).select_related("person"):
        facts = {"person": term.person.name, "day": date_format(term.starts_on)}
        raise Refused(_("Somebody held the seat on this day or after it: %(person)s, from %(day)s.") % facts)


# --- appointments ---


def nominate(
    *,
    seat: Seat,
    by: Person,
    at: Moment,
    on: Day,
    seen_version: int | None = None,
    **terms: Any,
) -> Appointment:
    """Nominate a person for a seat; it gives no power until somebody else confirms it.

    `terms` are `person`, `basis`, `start` and `until` (the first day without it, or None), and where given `reason`,
    `minute_reference`, `sessions_per_week` and `keep_jointly`: the keys of holders who go on jointly. A first day in
    the past asks for a reason. `Overtaken` where the seat changed since `seen_version`.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.NOMINATE, seat.body)
    if terms["start"] < on:
        need_reason(terms.get("reason", ""))
    with recorded("nominate", powers, Permission.NOMINATE, seat.body, by=by, at=at) as record:
        appointment = _nominated(locked(seat, seen_version), **terms)
        appointment.nominated_by, appointment.nominated_at = by, at
        appointment.save()
        facts = {"basis": str(appointment.basis), "start": appointment.starts_on.isoformat()}
        audit.about(record, appointment, person=appointment.person_id, seat=seat.pk, **facts)
    return appointment


def _nominated(
    seat: Seat, *, person: Person, basis: Basis, start: Day, until: Day | None, **details: Any
) -> Appointment:
    """Return the nomination, not yet written; refuse what cannot be."""
    refuse_shape(seat, basis, start, until)
    if not person.is_active:
        raise Refused(_("The access of this person has ended. Give it back first."))
    appointment = Appointment(seat=seat, person=person, basis=basis, during=from_day(start, until), **details)
    refuse_conflicts(change_of(appointment))
    return appointment


def confirm(
    *,
    appointment: Appointment,
    by: Person,
    at: Moment,
    on: Day,
    seen_version: int | None = None,
) -> Change:
    """Confirm a nomination that somebody else made, and end the terms that it replaces, all or nothing."""
    powers = powers_of(by, on=on)
    powers.check(Permission.CONFIRM, appointment.seat.body)
    _refuse_own(appointment, by)
    with recorded("confirm", powers, Permission.CONFIRM, appointment.seat.body, by=by, at=at) as record:
        seat = locked(appointment.seat, seen_version)
        appointment = _awaiting(appointment)
        refuse_shape(seat, appointment.basis, appointment.during.lower, appointment.during.upper)
        change = change_of(appointment)
        refuse_conflicts(change)
        _carry_out(change, appointment, by=by, at=at)
        raise_version(seat)
        _tell(appointment, at=at)
        audit.about(record, appointment, ended=[ending.appointment.pk for ending in change.endings])
    return change


def _refuse_own(appointment: Appointment, by: Person) -> None:
    """Refuse a second pair of eyes that is the first: who is nominated, who did it, and for whom it was done.

    Whoever did it is asked of the record too: a nomination may have passed on to the next holder of a seat.
    """
    nominating = AuditRecord.objects.filter(
        Q(by=by) | Q(on_behalf_of=by),
        action="governance.nominate",
        subject_kind=Appointment._meta.label_lower,
        subject_key=str(appointment.pk),
    )
    if by.pk in (appointment.nominated_by_id, appointment.person_id) or nominating.exists():
        raise Refused(_("Nobody confirms a nomination of their own. Somebody else must do it."))


def decline(*, appointment: Appointment, by: Person, at: Moment, on: Day, reason: str) -> Appointment:
    """Decline a nomination, with the reason."""
    powers = powers_of(by, on=on)
    powers.check(Permission.CONFIRM, appointment.seat.body)
    need_reason(reason)
    with recorded("decline", powers, Permission.CONFIRM, appointment.seat.body, by=by, at=at) as record:
        locked(appointment.seat)
        appointment = _awaiting(appointment)
        appointment.declined_by, appointment.declined_at, appointment.end_reason = by, at, reason
        appointment.save()
        audit.about(record, appointment, reason=reason)
    return appointment


def end_appointment(
    *,
    appointment: Appointment,
    last_day: Day,
    by: Person,
    at: Moment,
    on: Day,
    reason: str,
    seen_version: int | None = None,
) -> Appointment:
    """End a confirmed term after its last day; a last day in the past asks for a reason like every other."""
    powers = powers_of(by, on=on)
    powers.check(Permission.NOMINATE, appointment.seat.body)
    need_reason(reason)
    with recorded("end_appointment", powers, Permission.NOMINATE, appointment.seat.body, by=by, at=at) as record:
        seat = locked(appointment.seat, seen_version)
        appointment = Appointment.objects.confirmed().get(pk=appointment.pk)
        _refuse_own_last_power(appointment, by)
        _end(appointment, last_day + datetime.timedelta(days=1), reason)
        raise_version(seat)
        audit.about(record, appointment, last_day=last_day.isoformat(), reason=reason)
    return appointment


def appoint_first(*, nation: Body, person: Person, at: Moment, on: Day) -> Appointment:
    """Appoint a national administrator from the command line, where nobody is there to nominate one."""
    with audit.recorded("governance.appoint_first", by=None, at=at) as record:
        seat, _made = Seat.objects.get_or_create(body=nation, office=Office.NATIONAL_ADMINISTRATOR)
        holding = seat.appointments.current(on=on).filter(person=person)
        if holding.exists():
            raise Refused(_("This person is a national administrator already."))
        appointment = Appointment.objects.create(
            seat=seat,
            person=person,
            basis=Basis.JOINT,
            during=from_day(on),
            nominated_at=at,
            confirmed_at=at,
        )
        raise_version(seat)
        audit.about(record, appointment, person=person.pk)
    return appointment


def recertify(*, appointment: Appointment, year: int, by: Person, at: Moment, on: Day) -> Recertification:
    """Say for a year that an appointment is still right; nobody says so of their own."""
    powers = powers_of(by, on=on)
    powers.check(Permission.RECERTIFY, appointment.seat.body)
    if by.pk == appointment.person_id:
        raise Refused(_("Somebody else must say that your own appointment is still right."))
    if year != on.year or not Appointment.objects.current(on=on).filter(pk=appointment.pk).exists():
        raise Refused(_("Only a term that goes on today can be said to be right, and only for this year."))
    with recorded("recertify", powers, Permission.RECERTIFY, appointment.seat.body, by=by, at=at) as record:
        values = {"certified_by": by, "certified_at": at}
        certified, _made = Recertification.objects.get_or_create(appointment=appointment, year=year, defaults=values)
        audit.about(record, appointment, year=year)
    return certified


def name_in_public(*, appointment: Appointment, agreed: bool, by: Person, at: Moment) -> Appointment:
    """Let the public read one's own name beside one's office, or no longer."""
    if by.pk != appointment.person_id:
        raise Refused(_("Only the person themselves can agree that their name is published."))
    with audit.recorded("governance.name_in_public", by=by, at=at, subject=appointment) as record:
        appointment.is_named = agreed
        appointment.save(update_fields=["is_named"])
        audit.about(record, appointment, agreed=agreed)
        public.raise_version()
    return appointment


@transaction.atomic
def choose_public_names(*, terms: Iterable[Appointment], agreed: set[str], by: Person, at: Moment) -> None:
    """Agree, or no longer, that one's own name stands beside some of one's offices; `agreed` holds their keys."""
    for term in terms:
        if term.is_named != (str(term.pk) in agreed):
            name_in_public(appointment=term, agreed=not term.is_named, by=by, at=at)


# --- delegations ---


def delegate(
    *,
    seat: Seat,
    to: Person,
    permissions: Collection[Permission],
    start: Day,
    until: Day,
    reason: str,
    by: Person,
    at: Moment,
    on: Day,
) -> Delegation:
    """Let somebody use some powers of one's own seat from a day until a day (the first without)."""
    held = Appointment.objects.current(on=on).filter(seat=seat, person=by)
    if not held.exists():
        raise Refused(_("You do not hold this seat today, so you cannot let anybody act in it."))
    powers_of(by, on=on).check(Permission.DELEGATE, seat.body)
    if start < on:
        raise Refused(_("Nobody can be said to have acted for you in the past. Choose today or a later day."))
    need_reason(reason)
    with audit.recorded("governance.delegate", by=by, at=at) as record:
        locked(seat)
        _refuse_delegation(seat, to, permissions, by=by, start=start, until=until)
        delegation = Delegation.objects.create(
            seat=seat,
            principal=by,
            delegate=to,
            permissions=sorted(permissions),
            during=from_day(start, until),
            reason=reason,
        )
        audit.about(record, delegation, to=to.pk, permissions=sorted(permissions), until=until.isoformat())
    return delegation


def _refuse_delegation(
    seat: Seat, to: Person, permissions: Collection[Permission], *, by: Person, start: Day, until: Day
) -> None:
    if to.pk == by.pk:
        raise Refused(_("You cannot stand in for yourself."))
    if not to.is_active:
        raise Refused(_("The access of this person has ended. Give it back first."))
    if until <= start:
        raise Refused(_("The last day is before the first day."))
    allowed = {power.permission for power in delegable(Office(seat.office))}
    if not permissions or not set(permissions) <= allowed:
        raise Refused(_("Choose at least one of the powers of this office that can be handed on."))
    overlapping = Delegation.objects.filter(
        seat=seat, principal=by, delegate=to, revoked_at__isnull=True, during__overlap=from_day(start, until)
    )
    if overlapping.exists():
        raise Refused(_("This person already acts for you in this office on some of these days."))


def revoke(*, delegation: Delegation, by: Person, at: Moment) -> Delegation:
    """End a delegation at once: whoever gave it or received it may."""
    if by.pk not in (delegation.principal_id, delegation.delegate_id):
        raise Refused(_("Only the two people concerned can end this."))
    with audit.recorded("governance.revoke", by=by, at=at, subject=delegation):
        delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
        if delegation.revoked_at is None:
            delegation.revoked_at = at
            delegation.save()
    return delegation


# --- what they share ---


def _awaiting(appointment: Appointment) -> Appointment:
    found: Appointment | None = (
        Appointment.objects.awaiting().filter(pk=appointment.pk).select_related("seat__body", "person").first()
    )
    if found is None:
        raise Overtaken
    return found


def _carry_out(change: Change, appointment: Appointment, *, by: Person, at: Moment) -> None:
    for ending in change.endings:
        _end(ending.appointment, ending.on)
    appointment.confirmed_by, appointment.confirmed_at = by, at
    appointment.save()
    for beginning in change.beginnings[1:]:
        if beginning.person == by:
            raise Refused(_("Nobody confirms a nomination of their own. Somebody else must do it."))
        Appointment.objects.create(
            seat=appointment.seat,
            person=beginning.person,
            basis=beginning.basis,
            during=from_day(beginning.start, beginning.until),
            nominated_by=appointment.nominated_by,
            nominated_at=at,
            confirmed_by=by,
            confirmed_at=at,
        )


def _tell(appointment: Appointment, *, at: Moment) -> None:
    """Write to the person who was appointed, once."""
    outbox.write(
        kind="governance.appointed",
        subject=gettext_lazy("You have been appointed"),
        person=appointment.person,
        key=str(appointment.pk),
        at=at,
        link=("portal:desk", {}),
        appointment=appointment,
    )


def _end(appointment: Appointment, on: Day, reason: str = "") -> None:
    """Let a term end on a day, the first without it; a term that began on that day or later is refused."""
    if appointment.during.lower >= on:
        raise Refused(_("The last day is before the first day."))
    if appointment.during.upper is not None and appointment.during.upper < on:
        raise Refused(_("This term has already ended by then."))
    appointment.during = from_day(appointment.during.lower, on)
    appointment.end_reason = reason
    appointment.save()


def _refuse_own_last_power(appointment: Appointment, by: Person) -> None:
    """Nobody removes themselves as administrator: another administrator must."""
    administrators = (Office.BOARD_ADMINISTRATOR, Office.NATIONAL_ADMINISTRATOR)
    if appointment.person_id == by.pk and appointment.seat.office in administrators:
        raise Refused(_("You cannot end your own appointment as administrator. Another administrator must do it."))
