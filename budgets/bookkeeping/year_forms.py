"""What is asked at the end of a year, and where spending is taken out of suspense."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budgets.bookkeeping.forms import ToldForm
from budgets.models import BudgetLine
from common.forms import MoneyField
from governance.models import Body

EARLIEST, LATEST = 2020, 2099


class YearForm(forms.Form):
    """A financial year to open."""

    first_year = forms.IntegerField(
        label=_("Year in which the financial year begins"),
        min_value=EARLIEST,
        max_value=LATEST,
        help_text=_("For example 2026 for April 2026 to March 2027."),
    )

    def __init__(self, *args: Any, boards: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boards = {str(board.pk): board for board in boards}


class CarryForm(forms.Form):
    """How much of each line is to be carried over; nothing where the amount is empty or nought."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, help_text=_("Whoever decides will read it."))

    def __init__(self, *args: Any, left: list[tuple[BudgetLine, Decimal]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line, free in left:
            label = gettext("%(line)s, to be carried over, pounds") % {"line": line.title}
            self.fields[f"line_{line.pk}"] = MoneyField(label=label, required=False, initial=free)
        self.left = left

    def rows(self) -> list[tuple[BudgetLine, Decimal, forms.BoundField]]:
        return [(line, free, self[f"line_{line.pk}"]) for line, free in self.left]

    @property
    def amounts(self) -> dict[int, Decimal]:
        """How much of which line, by its key."""
        given = {line.pk: self.cleaned_data[f"line_{line.pk}"] for line, _free in self.left}
        return {key: amount for key, amount in given.items() if amount}


class ClearForm(ToldForm):
    """The line on which spending in suspense belongs. The day counts only where the period has been closed since."""

    def __init__(self, *args: Any, lines: Iterable[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(line.pk), f"{line.title}, {line.body.name}") for line in lines]
        self.fields["to_line"] = forms.ChoiceField(label=_("Line on which it belongs"), choices=choices)
        self.fields["dated_on"].help_text = _("Used only where the period of the spending has been closed since.")
        del self.fields["period"]
        self.order_fields(["to_line"])

    @property
    def told(self) -> Any:
        self.cleaned_data["period"] = ""
        return super().told
