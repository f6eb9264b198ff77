"""What a board says of its own ledger: closed periods, thresholds, and rules of what is reported."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Person
from budgets.models.rules import on_open_lines
from budgets.models.streams import BudgetLine, FinancialYear
from common.dated import Dated, never_empty, overlap_on
from governance.models import Body

ADJUSTMENT = 13
# Within how many days virements count together where a board says nothing else, and at the most.
DAYS_TOGETHER, MOST_DAYS_TOGETHER = 28, 366


class PeriodClosing(models.Model):
    """A board's period took no entry from a moment on, until somebody named opened it again for a reason."""

    board = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="period_closings")
    year = models.ForeignKey(FinancialYear, on_delete=models.PROTECT, related_name="closings")
    period = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(ADJUSTMENT)])
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    reopened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopening_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "year", "period"], condition=Q(reopened_at__isnull=True), name="period_closed_once"
            ),
            models.CheckConstraint(condition=Q(period__gte=1, period__lte=ADJUSTMENT), name="closing_of_a_period"),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True, reopening_reason="")
                | Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopening_reason=""),
                name="reopened_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.year} {self.period}"


class ApprovalBand(Dated):
    """From which amount on a board's virements and new lines need a second person, during these days.

    What one person moves out of one line within `days_together` days counts as one amount, in however many parts.
    """

    board = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="approval_bands")
    threshold = models.DecimalField(max_digits=12, decimal_places=2)
    days_together = models.PositiveSmallIntegerField(
        default=DAYS_TOGETHER, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS_TOGETHER)]
    )

    class Meta:
        constraints = [
            never_empty("band_has_a_day"),
            ExclusionConstraint(name="one_band_at_a_time", expressions=overlap_on("board")),
            models.CheckConstraint(condition=Q(threshold__gte=0), name="threshold_is_not_below_nought"),
            models.CheckConstraint(
                condition=Q(days_together__gte=1, days_together__lte=MOST_DAYS_TOGETHER), name="days_together_of_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.threshold}"


class ReportingRule(Dated):
    """How a body reports money during these days: a board's own rule, or that of Wales where a board has none.

    A forecast outturn that differs from the budget by `variance_from` pounds needs a reason. The public sees a line by
    itself where it has `pounds_shown_from` pounds, and, if it pays staff, `posts_shown_from` whole-time equivalents;
    others are merged into their category, so that nobody's pay is shown.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="reporting_rules")
    variance_from = models.DecimalField(max_digits=12, decimal_places=2)
    pounds_shown_from = models.DecimalField(max_digits=12, decimal_places=2)
    posts_shown_from = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [
            never_empty("reporting_rule_has_a_day"),
            ExclusionConstraint(name="one_reporting_rule_at_a_time", expressions=overlap_on("body")),
            models.CheckConstraint(
                condition=Q(variance_from__gte=0, pounds_shown_from__gte=0, posts_shown_from__gte=0),
                name="reporting_rule_is_not_below_nought",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.variance_from}"


class VarianceReason(models.Model):
    """Why a line is forecast to end the year above or below its budget, as told in one period; the latest counts."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="variance_reasons")
    period = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(ADJUSTMENT)])
    variance = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.TextField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(period__gte=1, period__lte=ADJUSTMENT), name="reason_of_a_period"),
            models.CheckConstraint(
                condition=~Q(reason_en="") & Q(reason_en__isnull=False) | ~Q(reason_cy="") & Q(reason_cy__isnull=False),
                name="variance_has_a_reason",
            ),
        ]
        triggers = [on_open_lines("NEW.line_id")]

    def __str__(self) -> str:
        return f"{self.line}: {self.variance}"
