"""Extracts of a board's own ledger, as they were sent, looked at and posted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from budgets.models.periods import ADJUSTMENT
from budgets.models.streams import BudgetLine, FinancialYear
from common.models import Job
from governance.models import Body
from plans.models import StoredFile


class LedgerMapping(models.Model):
    """Which columns of a board's extracts hold what, as it was last said."""

    board = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="ledger_mapping")
    # The heading of the column by what it holds.
    columns = models.JSONField(default=dict)
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.board)


class LedgerImport(models.Model):
    """One extract: read in the background, shown with what would come of each row, posted whole once confirmed."""

    class State(models.TextChoices):
        SENT = "sent", _("Sent: say what its columns hold")
        READING = "reading", _("Being read")
        READ = "read", _("Read: look at it and confirm")
        POSTING = "posting", _("Being posted")
        POSTED = "posted", _("Posted")
        REFUSED = "refused", _("Refused")
        ABANDONED = "abandoned", _("Abandoned")

    board = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="ledger_imports")
    year = models.ForeignKey(FinancialYear, on_delete=models.PROTECT, related_name="ledger_imports")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="ledger_imports")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    # The headings of its columns, each with the first thing that stands under it.
    headings = models.JSONField(default=list, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    # How many rows its workbook hides, as by a filter; they are read like the others.
    hidden_rows = models.PositiveIntegerField(default=0)
    # The total that whoever sent it, or the file itself, says that it has.
    stated_total = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # How many rows of each outcome there are, with their totals, once it was read.
    outcome = models.JSONField(default=dict, blank=True)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Why it is posted though its rows do not come to the stated total.
    difference_reason = models.TextField(blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["posting", "posted"]) | Q(confirmed_by__isnull=False),
                name="what_is_posted_was_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state="posted", posted_at__isnull=False) | ~Q(state="posted") & Q(posted_at__isnull=True),
                name="import_posted_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file.name}: {self.board}, {self.year}"

    @property
    def standing(self) -> str:
        """Where it stands: what a job that failed was to do is still to be done."""
        before = {self.State.READING: self.State.SENT, self.State.POSTING: self.State.READ}
        has_failed = self.job is not None and self.job.state == Job.State.FAILED
        return before.get(self.state, self.state) if has_failed else self.state

    @property
    def standing_words(self) -> str:
        return str(self.State(self.standing).label)


class LedgerImportRow(models.Model):
    """One row of an extract as it was read, with what comes of it; gone with an import that is abandoned.

    `number` counts as a spreadsheet does. `key` becomes that of the entry. A row that comes again is known by its
    identity (`budgets.extracts.identity`), which differs from the key where that was made in an earlier way.
    """

    class Outcome(models.TextChoices):
        NEW = "new", _("To be posted")
        DUPLICATE = "duplicate", _("In the ledger already")
        SUSPENSE = "suspense", _("To suspense")
        ASKED = "asked", _("Asked about")
        REFUSED = "refused", _("Row refused")

    imported = models.ForeignKey(LedgerImport, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    key = models.UUIDField()
    key_version = models.PositiveSmallIntegerField(default=2)
    # None of what was refused. Rows of one ledger's number, or of the same values, may be the same; `number_key` is
    # None without a number.
    identity = models.UUIDField(null=True, blank=True)
    values_key = models.UUIDField(null=True, blank=True)
    number_key = models.UUIDField(null=True, blank=True)
    # None where it fits no line, or several.
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    period = models.PositiveSmallIntegerField(null=True, blank=True)
    description = models.TextField(blank=True)
    reference = models.CharField(max_length=200, blank=True)
    cost_centre = models.CharField(max_length=40, blank=True)
    subjective_code = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    # Of a row that is refused: its cells under their headings. Of that and of one that is asked about: the heading of
    # the column, and what is wrong there, as a sentence.
    cells = models.JSONField(default=dict, blank=True)
    fault_column = models.CharField(max_length=200, blank=True)
    fault_en = models.TextField(blank=True)
    fault_cy = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["imported", "outcome", "number"], name="row_by_outcome")]
        constraints = [
            models.UniqueConstraint(fields=["imported", "number"], name="row_once_an_import"),
            models.CheckConstraint(
                condition=Q(outcome="refused")
                | Q(amount__isnull=False, dated_on__isnull=False, period__gte=1, period__lte=ADJUSTMENT),
                name="what_is_posted_was_read",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | ~Q(fault_en="") & ~Q(fault_cy=""), name="refused_in_both_languages"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.imported} {self.number}: {self.get_outcome_display()}"
