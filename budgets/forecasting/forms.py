"""What is asked of those who lead: what lines will cost month by month or by quarter, and what a new line is for."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgets.actions.forecasts import Said
from budgets.forecasting.spreading import QUARTERS, open_months, spread, together
from budgets.models import BudgetLine
from budgets.position import ByPeriod, Standing
from budgets.words import period_words
from common.forms import MoneyField

MONTHS = range(1, 13)
WHY = {"why_en": _("Why it differs from the budget, in English"), "why_cy": _("Why it differs, in Welsh")}
NOT_TAKEN_BACK = _("A forecast is replaced, not taken back: write 0 where nothing will be spent.")


class Changes(forms.Form):
    """What every forecast asks: the last one that was seen, and what changed and why."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What changed and why"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("It stays beside the forecast in the ledger."),
    )

    def refuse_emptied(self, known: dict[str, Decimal | None]) -> None:
        """Mark the fields that held a forecast and were emptied."""
        for name, amount in known.items():
            if amount is not None and name in self.cleaned_data and self.cleaned_data[name] is None:
                self.add_error(name, NOT_TAKEN_BACK)


class ForecastForm(Changes):
    """What each open month of one line will cost."""

    def __init__(self, *args: Any, line: BudgetLine, forecast: ByPeriod, closed: Collection[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.line = line
        self.known: dict[str, Decimal | None] = {
            f"month_{period}": forecast.get(period) for period in MONTHS if period not in closed
        }
        for name, amount in self.known.items():
            month = period_words(int(name.removeprefix("month_")), line.year)
            self.fields[name] = MoneyField(label=month, required=False, initial=amount)
        own = self.first_why = f"why_{get_language()}"
        for name in sorted(WHY, key=lambda name: name != own):
            self.fields[name] = forms.CharField(
                label=WHY[name], required=False, max_length=2000, widget=forms.Textarea, help_text=_why_help(name, own)
            )
        self.order_fields(["seen", *self.known, "reason"])

    def clean(self) -> dict[str, Any]:
        self.refuse_emptied(self.known)
        return self.cleaned_data

    def said(self) -> Said:
        given = self.cleaned_data
        amounts = {
            int(name.removeprefix("month_")): given[name]
            for name in self.known
            if given[name] not in (None, self.known[name])
        }
        return Said(self.line, amounts, given["why_en"], given["why_cy"])


def _why_help(name: str, own: str) -> Any:
    if name == own:
        return _("Needed in one language where the year ends further from its budget than the board's rule allows.")
    return _("If you write it in both languages.")


class GridForm(Changes):
    """What the quarters of several lines will cost, and why one differs from its budget, in the reader's language."""

    def __init__(
        self,
        *args: Any,
        lines: Sequence[BudgetLine],
        standings: dict[int, Standing],
        closed: Collection[int],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.lines, self.closed = lines, closed
        self.open_quarters = [quarter for quarter in QUARTERS if open_months(quarter, closed)]
        self.known: dict[str, Decimal | None] = {}
        for line in lines:
            forecast = standings.get(line.pk, Standing()).forecast
            for quarter in self.open_quarters:
                name = f"q{quarter}_{line.pk}"
                self.known[name] = together(forecast, open_months(quarter, closed))
                label = f"{line.title}, {quarter_words(quarter)}"
                self.fields[name] = MoneyField(label=label, required=False, initial=self.known[name])
            self.fields[f"why_{line.pk}"] = forms.CharField(
                label=f"{line.title}, {_('Why it differs')}", required=False, max_length=2000
            )

    def clean(self) -> dict[str, Any]:
        self.refuse_emptied(self.known)
        return self.cleaned_data

    def said(self) -> list[Said]:
        """Return what was said of the lines of which anything was changed."""
        found = [self._of(line) for line in self.lines]
        return [one for one in found if one.amounts or one.why_en or one.why_cy]

    def _of(self, line: BudgetLine) -> Said:
        amounts: ByPeriod = {}
        for quarter in self.open_quarters:
            name = f"q{quarter}_{line.pk}"
            given = self.cleaned_data[name]
            if given is not None and given != self.known[name]:
                amounts |= spread(given, open_months(quarter, self.closed))
        return Said(line, amounts, **{f"why_{get_language()}": self.cleaned_data[f"why_{line.pk}"]})


def quarter_words(quarter: int) -> Any:
    return (_("April to June"), _("July to September"), _("October to December"), _("January to March"))[quarter - 1]


class OpenLineForm(forms.Form):
    """What a new line is for, in both languages, and how much of its stream's unassigned money it should have."""

    purpose = forms.ChoiceField(label=_("What it is for"), help_text=_("An action of the plan, or infrastructure."))
    unassigned = forms.ChoiceField(label=_("From which funding stream"))
    title_en = forms.CharField(label=_("Name in English"), max_length=200)
    title_cy = forms.CharField(label=_("Name in Welsh"), max_length=200)
    category = forms.ChoiceField(label=_("Category"), choices=BudgetLine.Category.choices)
    whole_time_equivalents = forms.DecimalField(
        label=_("Whole-time equivalents"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        help_text=_("Only for staff: 0.5 is half a post."),
    )
    organisation = forms.CharField(
        label=_("Who is paid"), required=False, max_length=200, help_text=_("If it is one organisation.")
    )
    amount = MoneyField(
        label=_("How much"), required=False, help_text=_("Leave it empty to open the line without money.")
    )
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea)

    def __init__(
        self, *args: Any, purposes: list[tuple[str, str]], streams: list[tuple[str, str]], asks_money: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["purpose"].choices = purposes
        self.fields["unassigned"].choices = streams
        if not asks_money:
            del self.fields["amount"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("whole_time_equivalents") is not None and given.get("category") != BudgetLine.Category.STAFF:
            self.add_error("whole_time_equivalents", _("Whole-time equivalents belong to lines for staff alone."))
        return given
