"""What is asked where money is to be moved, and where somebody decides on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import MoneyField

AGREE, DECLINE = "agree", "decline"


class VirementForm(forms.Form):
    """Which money is to be moved where, and why."""

    from_line = forms.ChoiceField(label=_("From which line"))
    to_line = forms.ChoiceField(label=_("To which line"), help_text=_("A line of the same funding stream."))
    amount = MoneyField(label=_("How much"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Whoever decides reads it, and it stays in the ledger."),
    )

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_line", "to_line"):
            self.fields[name].choices = [("", _("Choose a line")), *lines]


class DecideForm(forms.Form):
    """Whether the money is moved."""

    decision = forms.ChoiceField(
        label=_("Your decision"), choices=[(AGREE, _("Agree: the money is moved at once")), (DECLINE, _("Decline"))]
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Needed where you decline. Whoever asked reads it."),
    )


class WithdrawForm(forms.Form):
    """Why a request is taken back."""

    reason = forms.CharField(label=_("Why you withdraw it"), required=False, max_length=2000, widget=forms.Textarea)


class AsideForm(forms.Form):
    """Why somebody takes no part in a decision."""

    reason = forms.CharField(
        label=_("Why you stand aside"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("For example because you work for whoever is paid. The record will show it."),
    )
