"""What is missing of offices at many bodies: holders that nobody entered, vacancies, people who were not invited."""

import datetime
from collections.abc import Iterator

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Invitation
from governance.gaps import Gap, GapKind
from governance.models import Appointment, Body
from governance.offices.waiting import OPEN_INVITATION
from governance.powers.permissions import Permission as P
from governance.waiting import seats_without_holder


def _untold(bodies: QuerySet[Body], on: datetime.date) -> Iterator[Gap]:
    words = gettext_lazy("Seats of which nobody entered who holds them: %(count)s")
    return _seats(bodies, on, str(words), Q(vacant_since=None) & ~Q(_ended(on)))


def _vacant(bodies: QuerySet[Body], on: datetime.date) -> Iterator[Gap]:
    return _seats(bodies, on, _("Vacant seats: %(count)s"), Q(vacant_since__isnull=False) | Q(_ended(on)))


def _ended(on: datetime.date) -> Exists:
    past = Appointment.objects.confirmed().filter(seat=OuterRef("pk"), during__endswith__lte=on)
    return Exists(past)


def _seats(bodies: QuerySet[Body], on: datetime.date, words: str, condition: Q) -> Iterator[Gap]:
    seats = seats_without_holder(on=on).filter(condition, body__in=bodies).order_by()
    for body, count in seats.values_list("body").annotate(count=Count("pk")):
        yield Gap(body, words % {"count": count}, reverse("governance:body_seats", kwargs={"key": body}), count)


def _uninvited(bodies: QuerySet[Body], on: datetime.date) -> Iterator[Gap]:
    invited = Invitation.objects.filter(OPEN_INVITATION, person=OuterRef("person"))
    terms = Appointment.objects.current(on=on).filter(~Exists(invited), seat__body__in=bodies)
    without = Q(person__is_active=True, person__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    counted = terms.filter(without).order_by().values_list("seat__body")
    for body, count in counted.annotate(count=Count("person", distinct=True)):
        yield Gap(body, _("People who were not invited: %(count)s") % {"count": count}, _people(None), count)


def _people(_board: Body | None) -> str:
    return reverse("governance:people") + "?account=not_invited"


def _without(_board: Body) -> str:
    return reverse("governance:seats") + "?vacant=1"


KINDS = [
    GapKind("untold", gettext_lazy("Seats of which nobody entered who holds them"), P.SEE_OFFICES, _without, _untold),
    GapKind("vacant", gettext_lazy("Vacant seats"), P.SEE_OFFICES, _without, _vacant),
    GapKind("uninvited", gettext_lazy("People who were not invited"), P.INVITE, _people, _uninvited),
]
