"""What becomes of the rows of an extract that are asked about, once somebody has looked at them."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.extracts.staging import outcome_of
from budgets.models import LedgerImport, LedgerImportRow
from common.errors import Refused

Outcome = LedgerImportRow.Outcome


class AskedAbout(models.TextChoices):
    """The two answers: the rows are what they look like, or they are rows of their own."""

    LEAVE = "leave", gettext_lazy("Leave them out")
    POST = "post", gettext_lazy("Post them as well")


def answer(imported: LedgerImport, answered: str) -> None:
    """Let the rows that are asked about be known, or good; `Refused` where nobody says which."""
    asked = imported.rows.filter(outcome=Outcome.ASKED)
    if answered == AskedAbout.LEAVE:
        # Cells are kept of what no line of this year would take by itself.
        asked.exclude(cells={}).update(outcome=Outcome.REFUSED)
        asked.update(outcome=Outcome.DUPLICATE)
    elif answered == AskedAbout.POST:
        asked.filter(line=None).update(outcome=Outcome.SUSPENSE)
        asked.update(outcome=Outcome.NEW)
    else:
        raise Refused(_("Say what becomes of the rows that are asked about."))
    imported.outcome = outcome_of(imported)
