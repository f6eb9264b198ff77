"""What people declared, what a body decided, and who stood aside."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.dated import Dated, never_empty
from governance.models.bodies import Body


class Interest(Dated):
    """An interest that a person declared; the register of a body shows those of the people who hold its seats."""

    class Nature(models.TextChoices):
        FINANCIAL = "financial", _("Financial")
        PROFESSIONAL = "professional", _("Professional, not financial")
        PERSONAL = "personal", _("Personal, not financial")
        INDIRECT = "indirect", _("Indirect: through somebody close")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    organisation = models.CharField(max_length=200)
    organisation_code = models.CharField(max_length=10, blank=True)
    nature = models.CharField(max_length=12, choices=Nature.choices)
    details = models.TextField()
    # What the public may read; empty where nothing is published.
    public_extract = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            never_empty("interest_has_a_day"),
            models.CheckConstraint(condition=Q(during__startswith__isnull=False), name="interest_has_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.organisation}"

    @property
    def last_day(self) -> datetime.date | None:
        return self.during.upper - datetime.timedelta(days=1) if self.during.upper else None


class Decision(models.Model):
    """Something that a body decided, with the votes where any were taken."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        NOT_AGREED = "not_agreed", _("Not agreed")
        DEFERRED = "deferred", _("Deferred")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(null=True, blank=True)
    minute_reference = models.CharField(max_length=200, blank=True)
    is_public = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="decisions_recorded")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(votes_for__isnull=True, votes_against__isnull=True, abstentions__isnull=True)
                | Q(votes_for__isnull=False, votes_against__isnull=False, abstentions__isnull=False),
                name="votes_are_all_given_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="agreed") | Q(votes_for__isnull=True) | Q(votes_for__gt=F("votes_against")),
                name="a_motion_that_lost_is_not_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decided_on}: {self.title}"


class Recusal(models.Model):
    """Somebody stood aside from a decision, and why."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recusals")
    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, null=True, blank=True, related_name="recusals")
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="recusal_once_a_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.decision}"
