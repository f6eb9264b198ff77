"""What is asked of whoever imports an extract."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from budgets.extracts.answering import AskedAbout
from budgets.extracts.cells import amount_in
from budgets.extracts.columns import EVERY, NEEDED, guessed, lacking
from budgets.extracts.files import LARGEST
from budgets.extracts.reconciling import Reconciled
from budgets.models import LedgerImport
from common.forms import MoneyField


class SendForm(forms.Form):
    """An extract of a ledger."""

    file = forms.FileField(
        label=_("File"),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")},
        max_length=200,
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file


class TotalField(MoneyField):
    """A total as ledgers write it; credits may outweigh it."""

    def to_python(self, value: str | None) -> Decimal | None:
        return self.amount_of(value or "") if (value or "").strip() else None

    def read(self, value: str) -> Decimal:
        return amount_in(value)


class ColumnsForm(forms.Form):
    """Which heading stands over what, and what the file says that it comes to."""

    stated_total = TotalField(
        label=_("The file's own total"),
        help_text=_("Leave it empty where the last row of the file is its total: it is read from there."),
        required=False,
    )
    days = forms.ChoiceField(
        label=_("How days such as 04/05/2026 are written"),
        choices=[("", _("The day comes first: 4 May")), ("month", _("The month comes first: 5 April"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, imported: LedgerImport, remembered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = [heading for heading, _sample in imported.headings]
        likely = imported.columns or guessed(headings, remembered)
        self.fields["stated_total"].initial = imported.stated_total
        self.fields["days"].initial = imported.columns.get("days", "")
        for column, words in EVERY.items():
            self.fields[column] = forms.ChoiceField(
                label=words,
                choices=[
                    ("", _("Choose a column") if column in NEEDED and column != "amount" else _("Not in the file"))
                ]
                + [(heading, f"{heading} ({sample})" if sample else heading) for heading, sample in imported.headings],
                required=column in NEEDED and column != "amount",
                initial=likely.get(column, ""),
            )

    def clean(self) -> dict[str, Any]:
        for column in lacking(self.cleaned_data):
            if column not in self.errors:
                field = self.fields[column]
                self.add_error(column, forms.ValidationError(field.error_messages["required"], code="required"))
        return self.cleaned_data

    @property
    def columns(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in (*EVERY, "days")}


class ConfirmForm(forms.Form):
    """What becomes of rows that are asked about, and why an extract is posted that does not come to its total."""

    asked = forms.ChoiceField(
        label=_("What becomes of the rows that are asked about"),
        choices=AskedAbout.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why it is posted all the same"), widget=forms.Textarea, required=False, max_length=2000
    )

    def __init__(self, *args: Any, imported: LedgerImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counted = imported.outcome
        if not counted.get("asked", {}).get("rows"):
            del self.fields["asked"]
            if counted and Reconciled.of(imported).is_even:
                del self.fields["reason"]
