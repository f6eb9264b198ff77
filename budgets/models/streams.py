"""Who promised money, for which year, and what each part of it is for."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from collaboratives.models import Collaborative
from common import dates
from governance.models import Body


class FundingStream(models.Model):
    """Money that somebody promised for a purpose; which streams there are is data, each with its letter."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    # Who may use it: Wales for a national stream, or one board.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="funding_streams")
    source_letter = models.CharField(max_length=200)
    is_recurrent = models.BooleanField(default=False)
    # What alone it may be spent on; empty where it is not ring-fenced.
    ring_fenced_for = models.CharField(max_length=200, blank=True)
    allows_carry_over = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name or self.name_en


class FinancialYear(models.Model):
    """From 1 April of `first_year` to 31 March after it: twelve periods, and a thirteenth for adjustments."""

    first_year = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["first_year"]

    def __str__(self) -> str:
        return str(self.dates)

    @property
    def dates(self) -> dates.FinancialYear:
        return dates.FinancialYear(self.first_year)

    @property
    def starts_on(self) -> datetime.date:
        return self.dates.starts_on

    @property
    def ends_on(self) -> datetime.date:
        """The first day after it."""
        return self.dates.ends_on


class BudgetLine(models.Model):
    """What a part of a stream is for in one body and year: an action of its plan, or infrastructure said to be so."""

    class Heading(models.TextChoices):
        ACTION = "action", _("An action of the plan")
        INFRASTRUCTURE = "infrastructure", _("Infrastructure")
        UNASSIGNED = "unassigned", _("Not yet assigned")
        SUSPENSE = "suspense", _("In suspense until somebody says what it is")

    class Category(models.TextChoices):
        STAFF = "staff", _("Staff")
        EQUIPMENT = "equipment", _("Equipment")
        PREMISES = "premises", _("Premises")
        TRAINING = "training", _("Training")
        THIRD_SECTOR = "third_sector", _("Third sector")
        OTHER = "other", _("Other costs")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="budget_lines")
    stream = models.ForeignKey(FundingStream, on_delete=models.PROTECT, related_name="lines")
    year = models.ForeignKey(FinancialYear, on_delete=models.PROTECT, related_name="lines")
    heading = models.CharField(max_length=16, choices=Heading.choices)
    # The key of the action in the body's plan, the same in all editions.
    action = models.UUIDField(null=True, blank=True)
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=12, choices=Category.choices, default=Category.OTHER)
    cost_centre = models.CharField(max_length=20, blank=True)
    subjective_code = models.CharField(max_length=20, blank=True)
    # Whose it is where it belongs to one collaborative; None for the cluster's own.
    collaborative = models.ForeignKey(
        Collaborative, on_delete=models.PROTECT, null=True, blank=True, related_name="own_budget_lines"
    )
    # Who is paid, where that is one organisation; interests that name it are shown beside the line.
    organisation = models.CharField(max_length=200, blank=True)
    organisation_code = models.CharField(max_length=10, blank=True)
    whole_time_equivalents = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(heading="action", action__isnull=False) | ~Q(heading="action") & Q(action__isnull=True),
                name="line_has_its_action",
            ),
            models.CheckConstraint(
                condition=Q(whole_time_equivalents__isnull=True) | Q(category="staff"), name="only_staff_are_counted"
            ),
            models.UniqueConstraint(
                fields=["body", "stream", "year", "heading"],
                condition=Q(heading__in=["unassigned", "suspense"]),
                name="one_such_line_a_stream",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.title_en} ({self.year})"
