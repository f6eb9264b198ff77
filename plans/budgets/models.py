"""The ledger of each cluster's money: streams, lines, entries that are only ever added to, and closed periods.

Amounts are pounds in `Decimal(12, 2)`. An entry that was wrong is followed by another with the opposite amount that
names it; none is changed. Every total is a sum over entries (`plans.budgets.queries`).
"""

import datetime
import uuid

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.dated import Dated, never_empty, overlap_on
from governance.models import Body, Decision

APRIL = 4
ADJUSTMENT = 13


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
        return f"{self.first_year}/{(self.first_year + 1) % 100:02}"

    @property
    def starts_on(self) -> datetime.date:
        return datetime.date(self.first_year, APRIL, 1)

    @property
    def ends_on(self) -> datetime.date:
        """The first day after it."""
        return datetime.date(self.first_year + 1, APRIL, 1)

    def period_of(self, day: datetime.date) -> int:
        """Return the period that a day of the year lies in, April being the first."""
        return (day.month - APRIL) % 12 + 1


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
    """From which amount on a board's virements and new lines need a second person, during these days."""

    board = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="approval_bands")
    threshold = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [
            never_empty("band_has_a_day"),
            ExclusionConstraint(name="one_band_at_a_time", expressions=overlap_on("board")),
            models.CheckConstraint(condition=Q(threshold__gte=0), name="threshold_is_not_below_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.threshold}"


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


def ledger_rules() -> pgtrigger.Trigger:
    """Return the trigger that refuses an entry which the ledger cannot take, whoever writes it.

    It takes hold of the lines first, so that two entries on one line come one after the other.
    """
    return pgtrigger.Trigger(
        name="ledger_rules",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        declare=[
            ("line", "budgets_budgetline%ROWTYPE"),
            ("other", "budgets_budgetline%ROWTYPE"),
            ("reversed", "budgets_entry%ROWTYPE"),
            ("first", "integer"),
            ("board", "bigint"),
            ("other_board", "bigint"),
            ("total", "numeric"),
        ],
        func="""
            PERFORM 1 FROM budgets_budgetline WHERE id IN (NEW.line_id, NEW.to_line_id) ORDER BY id FOR UPDATE;
            SELECT * INTO line FROM budgets_budgetline WHERE id = NEW.line_id;
            SELECT first_year INTO first FROM budgets_financialyear WHERE id = line.year_id;
            IF NEW.dated_on < make_date(first, 4, 1) OR NEW.dated_on >= make_date(first + 1, 4, 1) THEN
                RAISE EXCEPTION 'entry of % lies outside the year of its line', NEW.dated_on
                    USING ERRCODE = 'check_violation';
            END IF;
            SELECT CASE WHEN body_kind IN ('health_board', 'nation') THEN id ELSE parent_id END INTO board
                FROM governance_body WHERE id = line.body_id;
            IF EXISTS (SELECT 1 FROM budgets_periodclosing c WHERE c.board_id = board AND c.year_id = line.year_id
                       AND c.period = NEW.period AND c.reopened_at IS NULL) THEN
                RAISE EXCEPTION 'period % is closed', NEW.period USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.to_line_id IS NOT NULL THEN
                SELECT * INTO other FROM budgets_budgetline WHERE id = NEW.to_line_id;
                SELECT CASE WHEN body_kind IN ('health_board', 'nation') THEN id ELSE parent_id END INTO other_board
                    FROM governance_body WHERE id = other.body_id;
                IF other_board <> board OR other.year_id <> line.year_id OR other.stream_id <> line.stream_id THEN
                    RAISE EXCEPTION 'a virement stays in its board, year and stream' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            IF NEW.reverses_id IS NOT NULL THEN
                SELECT * INTO reversed FROM budgets_entry WHERE id = NEW.reverses_id;
                IF reversed.reverses_id IS NOT NULL OR reversed.line_id <> NEW.line_id OR reversed.kind <> NEW.kind
                   OR reversed.to_line_id IS DISTINCT FROM NEW.to_line_id OR reversed.amount <> -NEW.amount
                   OR reversed.drawn <> -NEW.drawn OR reversed.draws_on_id IS DISTINCT FROM NEW.draws_on_id THEN
                    RAISE EXCEPTION 'a reversal is the opposite of its entry' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            IF NEW.kind = 'commitment' AND NEW.reverses_id IS NOT NULL THEN
                SELECT COALESCE(sum(e.drawn), 0) INTO total FROM budgets_entry e
                    WHERE e.draws_on_id = NEW.reverses_id;
                IF total <> 0 THEN
                    RAISE EXCEPTION 'spending draws on this commitment' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            IF NEW.draws_on_id IS NOT NULL THEN
                SELECT COALESCE(sum(CASE WHEN e.id = NEW.draws_on_id OR e.reverses_id = NEW.draws_on_id
                                         THEN e.amount ELSE -e.drawn END), 0) - NEW.drawn INTO total
                    FROM budgets_entry e WHERE e.line_id = NEW.line_id
                     AND (e.id = NEW.draws_on_id OR e.reverses_id = NEW.draws_on_id OR e.draws_on_id = NEW.draws_on_id);
                IF total < 0 THEN
                    RAISE EXCEPTION 'more is drawn than was committed' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            IF NEW.kind IN ('allocation', 'reduction', 'return') THEN
                SELECT COALESCE(sum(CASE e.kind WHEN 'allocation' THEN e.amount ELSE -e.amount END), 0)
                     + CASE NEW.kind WHEN 'allocation' THEN NEW.amount ELSE -NEW.amount END INTO total
                    FROM budgets_entry e
                    WHERE e.line_id = NEW.line_id AND e.kind IN ('allocation', 'reduction', 'return');
                IF total < 0 THEN
                    RAISE EXCEPTION 'an allocation never falls below nought' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN NEW;
        """,
    )


class Entry(models.Model):
    """One fact of the ledger. Positive, but for one that reverses another, which has the opposite amount.

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
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["dated_on", "pk"]
        indexes = [models.Index(fields=["line", "kind", "dated_on"], name="entry_by_line")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=True, kind="forecast", amount__gte=0)
                | Q(reverses__isnull=False, amount__lt=0),
                name="only_a_reversal_is_below_nought",
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
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} ({self.line})"


class MoneyRequest(models.Model):
    """A virement or carry-over that somebody asked for and another decides: posted as an entry once agreed."""

    class Outcome(models.TextChoices):
        WAITING = "", _("Waiting to be decided")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class What(models.TextChoices):
        VIREMENT = "virement", _("Virement")
        CARRY_OVER = "carry_over", _("Carried over from the year before")

    what = models.CharField(max_length=12, choices=What.choices)
    from_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="requests_from")
    to_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="requests_to")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.TextField()
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default=Outcome.WAITING)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="request")

    class Meta:
        ordering = ["requested_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="something_is_asked_for"),
            models.CheckConstraint(condition=~Q(reason=""), name="request_has_a_reason"),
            models.CheckConstraint(condition=~Q(from_line=F("to_line")), name="request_between_two_lines"),
            models.CheckConstraint(
                condition=~Q(requested_by=F("decided_by")) | Q(outcome="withdrawn"),
                name="nobody_decides_their_own_request",
            ),
            models.CheckConstraint(
                condition=Q(outcome="agreed", entry__isnull=False) | ~Q(outcome="agreed") & Q(entry__isnull=True),
                name="what_is_agreed_is_posted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.amount}: {self.from_line} → {self.to_line}"
