"""Extracts of a board's own ledger, as they were sent, looked at and posted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.models import Job
from governance.models import Body
from plans.budgets.models.streams import FinancialYear
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
    columns = models.JSONField(default=dict, blank=True)
    # The total that whoever sent it, or the file itself, says that it has.
    stated_total = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # How many rows of each outcome there are, with their totals, once it was read.
    outcome = models.JSONField(default=dict, blank=True)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
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
