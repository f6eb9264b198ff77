"""Work that somebody took on: the one kind of action, to which a row of a plan or a line of minutes points."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from governance.models.bodies import Body
from governance.models.offices import Seat


class Rating(models.TextChoices):
    """How far work has come beside how far it should have come."""

    ON_TRACK = "on_track", _("On track")
    MONITOR = "monitor", _("Needs watching")
    OFF_TRACK = "off_track", _("Off track")


class Action(models.Model):
    """Something that a body is going to do: owned by an office, so that it stays when its holder leaves."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("Not yet started")
        UNDER_WAY = "under_way", _("In progress")
        COMPLETED = "completed", _("Completed")
        STOPPED = "stopped", _("Stopped")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    title = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NOT_STARTED)
    percent = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    # Raised by every update, so that one made beside another is told so.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="action_is_done_in_hundredths"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="action_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.title_en or f"{self.body} {self.pk}"


class ActionUpdate(models.Model):
    """How an action stood when somebody said so; a later one says more, none is changed.

    `computed` follows from the stated rule (`plans.progress.rating`); `rating` is what a person says instead, and why.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    period_starts_on = models.DateField()
    status = models.CharField(max_length=12, choices=Action.Status.choices)
    percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    note = models.TextField(blank=True)
    computed = models.CharField(max_length=10, choices=Rating.choices, blank=True)
    rating = models.CharField(max_length=10, choices=Rating.choices, blank=True)
    rating_reason = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="update_is_in_hundredths"),
            models.CheckConstraint(condition=Q(rating="") | ~Q(rating_reason=""), name="own_rating_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.percent} %"
