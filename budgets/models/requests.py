"""Money that somebody asks to move, and who decided or stood aside."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from budgets.models.entries import Entry
from budgets.models.rules import on_open_lines
from budgets.models.streams import BudgetLine
from governance.models import Interest


class MoneyRequestQuerySet(models.QuerySet):
    """Requests about money."""

    def asked_by(self, *people: int) -> Self:
        """Return what any of some people asked, or others on their behalf."""
        return self.filter(Q(requested_by__in=people) | Q(on_behalf_of__in=people))

    def not_asked_by(self, *people: int) -> Self:
        return self.exclude(requested_by__in=people).exclude(on_behalf_of__in=people)


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
    # For whom it was asked by somebody to whom they delegated it; the two count as one person.
    on_behalf_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField()
    # What the same person had moved out of the line not long before, and what counts together with it.
    moved_before = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default=Outcome.WAITING)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="request")

    objects = MoneyRequestQuerySet.as_manager()

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
                condition=~Q(on_behalf_of=F("decided_by")) | Q(outcome="withdrawn"),
                name="nobody_decides_what_was_asked_for_them",
            ),
            models.CheckConstraint(
                condition=Q(outcome="agreed", entry__isnull=False) | ~Q(outcome="agreed") & Q(entry__isnull=True),
                name="what_is_agreed_is_posted",
            ),
        ]
        # What is left on a line that was closed since may still be carried over: that posts nothing on it.
        triggers = [on_open_lines("NEW.to_line_id", "CASE NEW.what WHEN 'virement' THEN NEW.from_line_id END")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.amount}: {self.from_line} → {self.to_line}"

    @property
    def asking(self) -> set[int]:
        """The keys of whoever asked, and of whoever they asked for."""
        return {self.requested_by_id} | ({self.on_behalf_of_id} - {None})


class RequestRecusal(models.Model):
    """Somebody stood aside from a request about money, and why."""

    request = models.ForeignKey(MoneyRequest, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="money_recusals")
    interest = models.ForeignKey(
        Interest, on_delete=models.PROTECT, null=True, blank=True, related_name="money_recusals"
    )
    reason = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="recusal_once_a_request"),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.person}"
