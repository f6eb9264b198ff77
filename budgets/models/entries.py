"""The facts of the ledger, which are only ever added to. A mistake is followed by its opposite, which names it."""

import uuid

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from budgets.models.periods import ADJUSTMENT
from budgets.models.rules import added_up, ledger_rules, only_by_entries
from budgets.models.streams import BudgetLine
from governance.models import Decision


class Kind(models.TextChoices):
    """What an entry does to the money of its line."""

    INDICATIVE = "indicative", _("Indicative allocation")
    ALLOCATION = "allocation", _("Allocation")
    REDUCTION = "reduction", _("Reduction of an allocation")
    RETURN = "return", _("Return of money")
    CARRY_OVER = "carry_over", _("Carried over from the year before")
    VIREMENT = "virement", _("Virement")
    COMMITMENT = "commitment", _("Commitment")
    ACTUAL = "actual", _("Actual spending")
    ACCRUAL = "accrual", _("Accrual")
    FORECAST = "forecast", _("Forecast")


class Entry(models.Model):
    """One fact of the ledger. Positive, but for one that reverses another, which has the opposite amount, and credits.

    A credit is an actual below nought: money that came back for something spent.

    `drawn` is how much of an actual was committed before (`draws_on`). A forecast says what a period will cost; the
    latest for a line and period counts. `key` names what was sent, so that nothing is posted twice.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="entries")
    to_line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, null=True, blank=True, related_name="entries_received"
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    dated_on = models.DateField()
    period = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(ADJUSTMENT)])
    reason = models.TextField()
    reference = models.CharField(max_length=200, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments")
    draws_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="drawings")
    drawn = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    # The file that it came with, and the sharing of a stream that made it, where either did.
    imported = models.ForeignKey(
        "budgets.LedgerImport", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    sharing = models.ForeignKey(
        "budgets.Sharing", on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["dated_on", "pk"]
        indexes = [models.Index(fields=["line", "kind", "dated_on"], name="entry_by_line")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=True, kind="forecast", amount__gte=0)
                | Q(kind="actual", draws_on__isnull=True) & ~Q(amount=0)
                | Q(reverses__isnull=False, amount__lt=0),
                name="only_reversals_and_credits_are_below_nought",
            ),
            models.CheckConstraint(
                condition=Q(kind="virement", to_line__isnull=False) & ~Q(to_line=F("line"))
                | ~Q(kind="virement") & Q(to_line__isnull=True),
                name="virement_between_two_lines",
            ),
            models.CheckConstraint(
                condition=Q(draws_on__isnull=True, drawn=0)
                | Q(draws_on__isnull=False, kind="actual", amount__gt=0, drawn__gt=0, drawn__lte=F("amount"))
                | Q(draws_on__isnull=False, kind="actual", amount__lt=0, drawn__lt=0, drawn__gte=F("amount")),
                name="an_actual_draws_no_more_than_itself",
            ),
            models.CheckConstraint(condition=Q(period__gte=1, period__lte=ADJUSTMENT), name="entry_in_a_period"),
            models.CheckConstraint(condition=~Q(reason=""), name="entry_has_a_reason"),
            models.CheckConstraint(
                condition=Q(promised_on__isnull=True, received_on__isnull=True)
                | Q(kind__in=["indicative", "allocation"]),
                name="only_allocations_are_promised",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            ledger_rules(),
            added_up(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} ({self.line})"


class Receipt(models.Model):
    """The day on which money that was allocated came."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="receipt")
    received_on = models.DateField()
    reference = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entry}: {self.received_on}"


class LineSum(models.Model):
    """The entries of one day, line, period and kind added up by the database as they come: what pages add up from.

    `kind` is that of the entries, or `received` for virements on the line that gets the money. Of forecasts the last
    one of the day stands. However many entries there are, a line has few of these.
    """

    RECEIVED = "received"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="sums")
    kind = models.CharField(max_length=12)
    period = models.PositiveSmallIntegerField()
    entered_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    drawn = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "kind", "period", "entered_on"], name="one_sum_a_day_and_kind")
        ]
        triggers = [only_by_entries()]

    def __str__(self) -> str:
        return f"{self.line}: {self.kind} {self.period}, {self.entered_on}"
