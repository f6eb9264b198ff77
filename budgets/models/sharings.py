"""A stream shared among the clusters of a board: by which formula, from which inputs, and what each got."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from budgets.models.streams import FinancialYear, FundingStream
from governance.models import Body


class Sharing(models.Model):
    """An amount of a stream that was shared; kept with the inputs, so that it can be worked out again."""

    class Method(models.TextChoices):
        REGISTERED = "registered", _("By registered patients")
        WEIGHTED = "weighted", _("By registered patients, weighted by need")
        BY_HAND = "by_hand", _("By hand")

    board = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="sharings")
    stream = models.ForeignKey(FundingStream, on_delete=models.PROTECT, related_name="sharings")
    year = models.ForeignKey(FinancialYear, on_delete=models.PROTECT, related_name="sharings")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    method = models.CharField(max_length=12, choices=Method.choices)
    # For each cluster what went into the formula, and what came out of it.
    inputs = models.JSONField()
    shares = models.JSONField()
    reason = models.TextField()
    shared_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    shared_at = models.DateTimeField()

    class Meta:
        ordering = ["-shared_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="something_is_shared"),
            models.CheckConstraint(condition=~Q(reason=""), name="sharing_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.stream}, {self.year}"
