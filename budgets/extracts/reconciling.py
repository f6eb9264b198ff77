"""Whether the rows of an extract come to the total that it states, to the penny."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.models import LedgerImport, LedgerImportRow
from common.money import ZERO
from common.numbers import pounds

Outcome = LedgerImportRow.Outcome
TAKEN = (Outcome.NEW, Outcome.SUSPENSE, Outcome.DUPLICATE)


@dataclass(frozen=True)
class Reconciled:
    """The stated total, what the rows come to that are taken or were before, and what refused rows come to."""

    stated: Decimal | None
    taken: Decimal
    refused: Decimal

    @classmethod
    def of(cls, imported: LedgerImport) -> "Reconciled":
        amounts = {name: Decimal(one["amount"]) for name, one in imported.outcome.items()}
        taken = sum((amounts.get(one, ZERO) for one in TAKEN), ZERO)
        return cls(imported.stated_total, taken, amounts.get(Outcome.REFUSED, ZERO))

    @property
    def is_even(self) -> bool:
        return self.stated == self.taken

    @property
    def words(self) -> str:
        facts = {"stated": self.stated, "taken": self.taken, "refused": self.refused}
        if self.stated is None:
            return _("No total was stated, so there is nothing that the rows can be reconciled with.")
        facts["difference"] = abs(self.stated - self.taken)
        if self.is_even:
            sentence = _("The rows that are taken come to %(taken)s: to the penny what the file states.")
        elif self.taken < self.stated:
            sentence = _("The file states %(stated)s. The rows that are taken come to %(taken)s: %(difference)s less.")
        else:
            sentence = _("The file states %(stated)s. The rows that are taken come to %(taken)s: %(difference)s more.")
        return sentence % {name: pounds(amount) for name, amount in facts.items()}

    @property
    def refused_words(self) -> str:
        """What the refused rows explain of the difference, as far as their amounts can be read."""
        return _("The refused rows, as far as their amounts can be read, come to %(refused)s.") % {
            "refused": pounds(self.refused)
        }
