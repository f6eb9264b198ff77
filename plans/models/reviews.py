"""Editions sent to those who decide on them, and what these decided."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.dates import day_of
from governance.models import Office
from plans.models.editions import Edition, Plan


class Submission(models.Model):
    """An edition on its way from the cluster's agreement to approval, or back."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Not yet decided")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned for changes")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="submissions")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="submissions")
    # Everything that it said when it was sent, so that the next time shows what changed since.
    content = models.JSONField()
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default=Outcome.OPEN)

    class Meta:
        ordering = ["-submitted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(closed_at__isnull=True), name="one_open_submission_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="submission_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {day_of(self.submitted_at)}"


class Verdict(models.Model):
    """What one of those who decide said of a submission, by virtue of which office."""

    class Stage(models.TextChoices):
        PLANNING_GROUP = "planning_group", _("Planning group")
        BOARD = "board", _("Health board")

    class Outcome(models.TextChoices):
        PASSED = "passed", _("Passed")
        RETURNED = "returned", _("Returned for changes")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="verdicts")
    stage = models.CharField(max_length=16, choices=Stage.choices)
    office = models.CharField(max_length=24, choices=Office.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="verdicts")
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "stage", "office"], name="verdict_once_an_office"),
            models.CheckConstraint(
                condition=~Q(outcome="returned") | ~Q(reason=""), name="verdict_of_return_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.outcome}"


class MailChoice(models.Model):
    """How often somebody wants to be reminded of plans that wait for them; weekly unless they chose otherwise."""

    class Frequency(models.TextChoices):
        EACH_TIME = "each_time", _("Each time something is due")
        WEEKLY = "weekly", _("Once a week, on Mondays")
        NEVER = "never", _("Never")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="plan_mails")
    frequency = models.CharField(max_length=10, choices=Frequency.choices, default=Frequency.WEEKLY)

    def __str__(self) -> str:
        return f"{self.person}: {self.frequency}"
