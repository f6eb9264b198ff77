"""What is asked of the finance officer. Money is read as it is typed."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.actions.posting import Told
from budgets.models import Entry
from common.dates import date_format
from common.forms import DayField, MoneyField
from common.numbers import pounds
from governance.models import Decision

Choices = list[tuple[str, str]]
FOR_EXAMPLE = _("For example 9 March 2026.")


class ToldForm(forms.Form):
    """The day, the period and the reason of an entry, with a key that lets it in once however often it is sent."""

    dated_on = DayField(label=_("Day of the entry"), help_text=FOR_EXAMPLE)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)
    reference = forms.CharField(
        label=_("Reference"), max_length=200, required=False, help_text=_("The number of the letter, order or invoice.")
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, periods: Choices, day: datetime.date, **kwargs: Any) -> None:
        initial = {"dated_on": day, "key": uuid.uuid4(), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["period"] = forms.ChoiceField(
            label=_("Period"), choices=[("", _("The month of the day")), *periods], required=False
        )
        self.order_fields([*self.first, "dated_on", "period", "reason", "reference"])

    first: tuple[str, ...] = ()

    @property
    def told(self) -> Told:
        given = self.cleaned_data
        period = int(given["period"]) if given["period"] else None
        return Told(given["dated_on"], given["reason"], given["reference"], period, given["key"])

    @property
    def sent_key(self) -> uuid.UUID | None:
        """The key that was sent, even where other answers are wrong."""
        self.full_clean()
        found: uuid.UUID | None = self.cleaned_data.get("key")
        return found

    @property
    def more(self) -> dict[str, Any]:
        """What goes with an entry of this kind alone."""
        return {}


class PostForm(ToldForm):
    """An entry of a kind of which nothing further is asked."""

    amount = MoneyField(label=_("Amount"))
    first = ("amount",)


class AllocationForm(PostForm):
    """Money that somebody promised."""

    promised_on = DayField(label=_("Day for which it was promised"), required=False, help_text=FOR_EXAMPLE)
    received_on = DayField(
        label=_("Day on which it came"), required=False, help_text=_("Leave it empty where it has not come yet.")
    )
    first = ("amount", "promised_on", "received_on")

    @property
    def more(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("promised_on", "received_on")}


class CommitmentForm(PostForm):
    """Money that is bound to be spent."""

    def __init__(self, *args: Any, decisions: Iterable[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decisions = {str(one.pk): one for one in decisions}
        known = [(key, f"{one.title} ({date_format(one.decided_on)})") for key, one in self.decisions.items()]
        self.fields["decision"] = forms.ChoiceField(
            label=_("The decision that made it"), choices=[("", _("None recorded here")), *known], required=False
        )
        self.order_fields(["amount", "decision"])

    @property
    def more(self) -> dict[str, Any]:
        return {"decision": self.decisions.get(self.cleaned_data["decision"])}


class SpendingForm(PostForm):
    """Money that was spent, and the commitment that it draws on where there is one."""

    def __init__(self, *args: Any, commitments: Iterable[tuple[Entry, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitments = {str(one.pk): one for one, _left in commitments}
        known = [(str(one.pk), f"{one.reason} ({pounds(left)})") for one, left in commitments]
        self.fields["draws_on"] = forms.ChoiceField(
            label=_("The commitment that it draws on"), choices=[("", _("None")), *known], required=False
        )
        self.order_fields(["amount", "draws_on"])

    @property
    def more(self) -> dict[str, Any]:
        return {"draws_on": self.commitments.get(self.cleaned_data["draws_on"])}


class ReasonForm(forms.Form):
    """A reason that the record shows."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, help_text=_("The record will show it."))
