"""What of offices waits for somebody: nominations, ending terms, people to invite, vacant seats, the yearly look."""

import datetime
from collections.abc import Callable, Iterator

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Invitation
from common.dates import day_of
from governance.models import Appointment, Seat
from governance.offices import queries
from governance.powers.permissions import Permission
from governance.waiting import Kind, Waiting, Worker, gathered, seats_without_holder

LONG_VACANT = datetime.timedelta(days=90)
OPEN_INVITATION = Q(accepted_at__isnull=True, revoked_at__isnull=True, replaced_at__isnull=True)


# --- terms: nominated, ending, of somebody who was not invited ---


def _terms(worker: Worker) -> Iterator[Waiting]:
    found = sorted(worker.appointments, key=lambda one: (one.nominated_at, one.pk))
    yield from gathered([_nomination(one) for one in found if one.is_nominated], _all_nominations(worker))
    yield from (_ending(one) for one in found if one.is_ending)
    uninvited = {one.person_id: one for one in found if one.is_uninvited}
    yield from gathered([_to_invite(one) for one in uninvited.values()], _all_to_invite(worker))


def _is_nominated(worker: Worker) -> Q:
    if not worker.powers.holds(Permission.CONFIRM):
        return Q(pk__in=())
    return Q(pk__in=queries.waiting_for(worker.person, worker.powers).order_by().values("pk"))


def _is_ending(worker: Worker) -> Q:
    if not worker.powers.holds(Permission.NOMINATE):
        return Q(pk__in=())
    return Q(pk__in=queries.ending_soon(worker.powers).order_by().values("pk"))


def _is_uninvited(worker: Worker) -> Q:
    return Q(pk__in=uninvited(worker).values("pk") if worker.powers.holds(Permission.INVITE) else ())


CONCERNS: dict[str, Callable[[Worker], Q]] = {
    "is_nominated": _is_nominated,
    "is_ending": _is_ending,
    "is_uninvited": _is_uninvited,
}


def uninvited(worker: Worker) -> QuerySet[Appointment]:
    """Return the confirmed terms of people in reach who cannot sign in and have no invitation that waits."""
    invited = Invitation.objects.filter(OPEN_INVITATION, person=OuterRef("person"))
    confirmed = Appointment.objects.confirmed().filter(seat__body__in=worker.powers.bodies(Permission.INVITE))
    going_on = confirmed.filter(Q(during__endswith__isnull=True) | Q(during__endswith__gt=worker.on))
    without = Q(person__is_active=True, person__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    found: QuerySet[Appointment] = going_on.filter(without, ~Exists(invited)).order_by()
    return found


def _nomination(one: Appointment) -> Waiting:
    return Waiting(
        _("Confirm or decline: %(name)s") % {"name": one.person.name},
        reverse("governance:nomination", kwargs={"key": one.pk}),
        one.seat.body,
        Permission.CONFIRM,
        since=day_of(one.nominated_at),
        note=one.seat.title,
    )


def _all_nominations(worker: Worker) -> Callable[[int], Waiting]:
    return lambda count: Waiting(
        _("Confirm or decline nominations: %(count)s") % {"count": count},
        reverse("governance:nominations"),
        worker.home(Permission.CONFIRM),
        Permission.CONFIRM,
    )


def _ending(one: Appointment) -> Waiting:
    return Waiting(
        _("A term ends: %(name)s") % {"name": one.person.name},
        reverse("governance:seat", kwargs={"key": one.seat_id}),
        one.seat.body,
        Permission.NOMINATE,
        due_on=one.last_day,
        note=one.seat.title,
    )


def _to_invite(one: Appointment) -> Waiting:
    return Waiting(
        _("Invite to sign in: %(name)s") % {"name": one.person.name},
        reverse("governance:person", kwargs={"key": one.person_id}),
        one.seat.body,
        Permission.INVITE,
        since=one.starts_on if one.starts_on <= day_of(one.confirmed_at) else None,
        note=one.seat.title,
    )


def _all_to_invite(worker: Worker) -> Callable[[int], Waiting]:
    return lambda count: Waiting(
        _("Invite people who hold an office. Not invited yet: %(count)s") % {"count": count},
        reverse("governance:people") + "?account=not_invited",
        worker.home(Permission.INVITE),
        Permission.INVITE,
    )


# --- seats ---


def _vacancies(worker: Worker) -> Iterator[Waiting]:
    if worker.powers.holds(Permission.INVITE):
        found = [_vacancy(one) for one in long_vacant(worker)]
        yield from gathered(found, _all_vacancies(worker))


def long_vacant(worker: Worker) -> QuerySet[Seat]:
    """Return the seats in reach that have been vacant for long: where a term ended or somebody said so."""
    past = Q(appointments__confirmed_at__isnull=False, appointments__during__endswith__lte=worker.on)
    ended = Max("appointments__during__endswith", filter=past)
    reach = worker.powers.bodies(Permission.INVITE)
    found = seats_without_holder(on=worker.on).filter(body__in=reach).annotate(ended=ended)
    # PostgreSQL leaves out of the greatest what is not known.
    found = found.annotate(empty_since=Greatest("ended", "vacant_since"))
    long_ago = found.filter(empty_since__lte=worker.on - LONG_VACANT)
    return long_ago.select_related("body", "represents").order_by("empty_since", "pk")


def _vacancy(one: Seat) -> Waiting:
    return Waiting(
        _("Fill a seat that is vacant: %(seat)s") % {"seat": one.title},
        reverse("governance:appoint", kwargs={"key": one.pk}),
        one.body,
        Permission.NOMINATE,
        since=one.empty_since,  # type: ignore[attr-defined]
    )


def _all_vacancies(worker: Worker) -> Callable[[int], Waiting]:
    return lambda count: Waiting(
        _("Fill seats that have long been vacant: %(count)s") % {"count": count},
        reverse("governance:seats") + "?vacant=1",
        worker.home(Permission.INVITE),
        Permission.NOMINATE,
    )


# --- once a year ---


def _recertification(worker: Worker) -> Iterator[Waiting]:
    if not worker.powers.holds(Permission.RECERTIFY):
        return
    due = queries.to_recertify(worker.person, worker.powers).count()
    if due:
        yield Waiting(
            _("Are these appointments still right?"),
            reverse("governance:recertification"),
            worker.home(Permission.RECERTIFY),
            Permission.RECERTIFY,
            due_on=worker.on.replace(month=12, day=31),
            note=_("Appointments to look at this year: %(count)s") % {"count": due},
        )


KINDS = [
    Kind("terms", gettext_lazy("People"), _terms),
    Kind("vacancies", gettext_lazy("People"), _vacancies),
    Kind("recertification", gettext_lazy("People"), _recertification),
]
