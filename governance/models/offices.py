"""Seats of a body, who holds them from which day to which, and who stands in for whom."""

import datetime
from dataclasses import dataclass
from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.dated import Dated, DatedQuerySet, OpenQuerySet, never_empty, overlap_on
from common.ordering import by_name
from governance.models.bodies import Body


class Office(models.TextChoices):
    """What somebody can be in a body; which powers go with it stands in `governance.powers.permissions`."""

    COLLABORATIVE_LEAD = "collaborative_lead", _("Collaborative lead")
    COLLABORATIVE_MEMBER = "collaborative_member", _("Member of the collaborative")
    CLUSTER_LEAD = "cluster_lead", _("Cluster lead")
    DEPUTY = "deputy", _("Deputy lead")
    CLUSTER_MEMBER = "cluster_member", _("Member of the cluster")
    THIRD_SECTOR = "third_sector", _("Third-sector member")
    SOCIAL_SERVICES = "social_services", _("Social-services member")
    PLANNING_GROUP_CHAIR = "planning_group_chair", _("Chair of the planning group")
    PLANNING_GROUP_MEMBER = "planning_group_member", _("Member of the planning group")
    PARTNERSHIP_BOARD = "partnership_board", _("Approver for the regional partnership board")
    BOARD_ADMINISTRATOR = "board_administrator", _("Health board administrator")
    APPROVER = "approver", _("Health board approver")
    FINANCE_OFFICER = "finance_officer", _("Finance officer")
    SUPPORT_OFFICER = "support_officer", _("Support officer")
    NATIONAL_ANALYST = "national_analyst", _("National analyst")
    NATIONAL_ADMINISTRATOR = "national_administrator", _("National administrator")


@dataclass(frozen=True)
class OfficeRule:
    """In which kinds of body an office exists, and whether several people hold one seat of it together."""

    kinds: frozenset[str]
    is_shared: bool = False


_COLLABORATIVE = frozenset({Body.Kind.COLLABORATIVE})
_CLUSTER = frozenset({Body.Kind.CLUSTER})
_PLANNING_GROUP = frozenset({Body.Kind.PLANNING_GROUP})
_BOARD = frozenset({Body.Kind.HEALTH_BOARD})
_NATION = frozenset({Body.Kind.NATION})

RULES: dict[Office, OfficeRule] = {
    Office.COLLABORATIVE_LEAD: OfficeRule(_COLLABORATIVE),
    Office.COLLABORATIVE_MEMBER: OfficeRule(_COLLABORATIVE, is_shared=True),
    Office.CLUSTER_LEAD: OfficeRule(_CLUSTER),
    Office.DEPUTY: OfficeRule(_COLLABORATIVE | _CLUSTER),
    Office.CLUSTER_MEMBER: OfficeRule(_CLUSTER),
    Office.THIRD_SECTOR: OfficeRule(_CLUSTER | _PLANNING_GROUP),
    Office.SOCIAL_SERVICES: OfficeRule(_CLUSTER | _PLANNING_GROUP),
    Office.PLANNING_GROUP_CHAIR: OfficeRule(_PLANNING_GROUP),
    Office.PLANNING_GROUP_MEMBER: OfficeRule(_PLANNING_GROUP),
    Office.PARTNERSHIP_BOARD: OfficeRule(_PLANNING_GROUP),
    Office.BOARD_ADMINISTRATOR: OfficeRule(_BOARD, is_shared=True),
    Office.APPROVER: OfficeRule(_BOARD, is_shared=True),
    Office.FINANCE_OFFICER: OfficeRule(_BOARD, is_shared=True),
    Office.SUPPORT_OFFICER: OfficeRule(_CLUSTER | _PLANNING_GROUP | _BOARD, is_shared=True),
    Office.NATIONAL_ANALYST: OfficeRule(_NATION, is_shared=True),
    Office.NATIONAL_ADMINISTRATOR: OfficeRule(_NATION, is_shared=True),
}


class Seat(models.Model):
    """One place in a body that people hold in turn, or together where its office is shared.

    A seat that follows another is held, ex officio, by whoever holds that one, from the same day to the same day; it
    has no appointments of its own. `name` tells apart seats of one office: the partner organisation that it is for.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    office = models.CharField(max_length=24, choices=Office.choices)
    name = models.CharField(max_length=200, blank=True)
    represents = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="representing_seats"
    )
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    # Since when somebody who may fill it says that nobody holds it. A seat without terms and without this is not told.
    vacant_since = models.DateField(null=True, blank=True)
    # Raised by every change of holders, so that a form filled in before somebody else's change is told so.
    version = models.PositiveIntegerField(default=1)

    objects = OpenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "office", "represents", "name_en"], nulls_distinct=False, name="seat_once_a_body"
            ),
            models.CheckConstraint(condition=~Q(pk=F("follows")), name="seat_does_not_follow_itself"),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="seat_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(vacant_since__isnull=True) | Q(follows__isnull=True), name="seat_that_follows_is_not_vacant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_office_display()}: {self.body}"

    @property
    def title(self) -> str:
        """What the seat is called in the reader's language."""
        told_apart = self.name or (self.represents.name if self.represents else "")
        return f"{self.get_office_display()} ({told_apart})" if told_apart else str(self.get_office_display())

    @property
    def is_shared(self) -> bool:
        return RULES[Office(self.office)].is_shared

    def is_held_by(self, person: Person, *, on: datetime.date) -> bool:
        """Whether a person holds the seat by appointment on a day."""
        return bool(self.appointments.current(on=on).filter(person=person).exists())


class Basis(models.TextChoices):
    """On what footing somebody holds a seat."""

    SUBSTANTIVE = "substantive", _("Substantive")
    INTERIM = "interim", _("Interim")
    ACTING = "acting", _("Acting")
    JOINT = "joint", _("Joint")


SOLE = (Basis.SUBSTANTIVE, Basis.INTERIM)
CONFIRMED = Q(confirmed_at__isnull=False)
IS_JOINT = Case(When(basis=Basis.JOINT, then=Value(1)), default=Value(0), output_field=IntegerField())


class AppointmentQuerySet(DatedQuerySet):
    def confirmed(self) -> Self:
        return self.filter(CONFIRMED)

    def current(self, *, on: datetime.date) -> Self:
        """Return the confirmed appointments in force on a day; a nomination gives no power."""
        return super().current(on=on).confirmed()

    def awaiting(self) -> Self:
        """Return the nominations that nobody has confirmed or declined."""
        return self.filter(confirmed_at__isnull=True, declined_at__isnull=True)


class Appointment(Dated):
    """Somebody holds a seat during these days: nominated by one person, confirmed by another."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.SUBSTANTIVE)
    nominated_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations_made"
    )
    nominated_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="confirmations_made"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations_declined"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    minute_reference = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    end_reason = models.TextField(blank=True)
    sessions_per_week = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    # The holders who go on jointly once a joint nomination is confirmed.
    keep_jointly = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # Whether the person agreed that the public may read their name beside this office.
    is_named = models.BooleanField(default=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            never_empty("appointment_has_a_day"),
            models.CheckConstraint(condition=Q(during__startswith__isnull=False), name="appointment_has_a_first_day"),
            models.CheckConstraint(
                condition=~Q(basis=Basis.INTERIM) | Q(during__endswith__isnull=False), name="interim_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(nominated_by=F("confirmed_by")) & ~Q(person=F("confirmed_by")),
                name="nobody_confirms_their_own_nomination",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True),
                name="nomination_is_confirmed_or_declined",
            ),
            ExclusionConstraint(
                name="one_holder_of_a_seat", expressions=overlap_on("seat"), condition=CONFIRMED & Q(basis__in=SOLE)
            ),
            ExclusionConstraint(
                name="no_joint_holder_beside_a_sole_one",
                expressions=[*overlap_on("seat"), (IS_JOINT, RangeOperators.NOT_EQUAL)],
                condition=CONFIRMED & ~Q(basis=Basis.ACTING),
            ),
            ExclusionConstraint(
                name="one_acting_holder_of_a_seat",
                expressions=overlap_on("seat"),
                condition=CONFIRMED & Q(basis=Basis.ACTING),
            ),
            ExclusionConstraint(
                name="person_once_in_a_seat", expressions=overlap_on("seat", "person"), condition=CONFIRMED
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seat_takes_appointments",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("followed", "bigint")],
                func="""
                    SELECT follows_id INTO followed FROM governance_seat WHERE id = NEW.seat_id;
                    IF followed IS NOT NULL THEN
                        RAISE EXCEPTION 'seat % follows %: it has no appointments of its own', NEW.seat_id, followed
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.seat}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def starts_on(self) -> datetime.date:
        return self.during.lower

    @property
    def last_day(self) -> datetime.date | None:
        """The last day of the term, for display; the range itself ends on the day after."""
        return self.during.upper - datetime.timedelta(days=1) if self.during.upper else None


class DelegationQuerySet(DatedQuerySet):
    def current(self, *, on: datetime.date) -> Self:
        """Return those in force on a day; one that is revoked ends at once, and was in force until the day before."""
        going_on = Q(revoked_at__isnull=True) | Q(revoked_at__date__gt=on)
        return super().current(on=on).filter(going_on)


class Delegation(Dated):
    """A holder of a seat lets somebody else use some of its powers during these days, for as long as they hold it."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="delegations")
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_received")
    permissions = ArrayField(models.CharField(max_length=40))
    reason = models.TextField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            never_empty("delegation_has_a_day"),
            models.CheckConstraint(
                condition=Q(during__startswith__isnull=False, during__endswith__isnull=False),
                name="delegation_begins_and_ends",
            ),
            models.CheckConstraint(condition=~Q(principal=F("delegate")), name="nobody_delegates_to_themselves"),
            models.CheckConstraint(condition=Q(permissions__len__gt=0), name="delegation_gives_something"),
            ExclusionConstraint(
                name="delegation_once_at_a_time",
                expressions=overlap_on("seat", "principal", "delegate"),
                condition=Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.delegate}: {self.seat}"


class Handover(models.Model):
    """What a leaving holder of a seat hands to the next: a note now, and open work when it is accepted."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers_given")
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers_taken")
    note = models.TextField(blank=True)
    prepared_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handover_between_two_people"),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(accepted_at__isnull=True), name="one_open_handover_a_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}: {self.seat}"


class Recertification(models.Model):
    """Somebody looked at an appointment in a year and said that it is still right."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="recertifications")
    year = models.PositiveSmallIntegerField()
    certified_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    certified_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appointment", "year"], name="recertified_once_a_year")]

    def __str__(self) -> str:
        return f"{self.appointment} {self.year}"


def holders(body: Body, *, on: datetime.date) -> QuerySet[Person]:
    """Return the people who hold a seat of a body on a day, by appointment or ex officio."""
    seats = Seat.objects.current(on=on).filter(body=body)
    held = Appointment.objects.current(on=on).filter(Q(seat__in=seats) | Q(seat__followers__in=seats))
    found: QuerySet[Person] = Person.objects.filter(pk__in=held.values("person")).order_by(*by_name("name"))
    return found
