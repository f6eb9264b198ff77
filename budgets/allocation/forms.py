"""What is asked of whoever shares a stream."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.allocation.inputs import Shares
from budgets.models import FundingStream, Sharing
from common.forms import MoneyField


class ShareForm(forms.Form):
    """An amount, the way to share it, and for each cluster an amount by hand where somebody wants to say it."""

    amount = MoneyField(label=_("Amount to share"))
    method = forms.ChoiceField(label=_("How to share it"), choices=Sharing.Method.choices)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea,
        help_text=_("It is kept with each allocation, and the record shows it."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, streams: list[FundingStream], clusters: dict[int, str], answers: Any = None) -> None:
        super().__init__(answers, initial={"key": uuid.uuid4()})
        self.streams, self.clusters = {str(one.pk): one for one in streams}, clusters
        choices = [(key, str(one)) for key, one in self.streams.items()]
        self.fields["stream"] = forms.ChoiceField(label=_("Funding stream"), choices=choices)
        for key, name in clusters.items():
            label = _("By hand: %(cluster)s") % {"cluster": name}
            self.fields[f"hand_{key}"] = MoneyField(label=label, required=False)
        hands = [f"hand_{key}" for key in clusters]
        self.order_fields(["stream", "amount", "method", *hands, "reason", "key", "seen"])

    @property
    def stream(self) -> FundingStream:
        return self.streams[self.cleaned_data["stream"]]

    @property
    def by_hand(self) -> Shares:
        """What was said by hand; empty where nothing was."""
        given = {key: self.cleaned_data[f"hand_{key}"] for key in self.clusters}
        said = {key: amount or Decimal(0) for key, amount in given.items()}
        return said if any(amount is not None for amount in given.values()) else {}

    def sent_again(self, seen: str) -> list[dict[str, Any]]:
        """Return the answers as hidden questions, so that what was looked at is what is confirmed."""
        values = {name: self.data.get(name, "") for name in self.fields}
        return [{"name": name, "value": value} for name, value in {**values, "seen": seen}.items()]
