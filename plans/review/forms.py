"""What is asked of those who move a plan on."""

import datetime
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from common.forms import DayField

DECLARATION = _("The cluster agreed this plan, and what it says is right as far as we know.")
TIME = _("For example 09:00.")


class MoveForm(forms.Form):
    """The version of the edition that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class AgreeForm(MoveForm):
    declaration = forms.MultipleChoiceField(label=_("Declaration"), choices=[("agreed", DECLARATION)])


class SendForm(MoveForm):
    choice = forms.ChoiceField(
        label=_("What happens to the plan now"),
        choices=[("send", _("Send it to those who decide")), ("reopen", _("Go on writing"))],
    )


class DecideForm(MoveForm):
    """Pass or return; whoever returns says why."""

    reason = forms.CharField(
        label=_("What is to be changed, and why"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Needed where you return it. Those who write the plan read this first."),
    )
    passing = _("Pass it on to the health board")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("pass", self.passing), ("return", _("Return it for changes"))]
        self.fields["choice"] = forms.ChoiceField(label=_("Your decision"), choices=choices)
        self.order_fields(["seen", "choice", "reason"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("choice") == "return" and not given.get("reason", "").strip():
            self.add_error("reason", _("Say what is to be changed, and why."))
        return given


class ApproveForm(DecideForm):
    passing = _("Approve it")


class PublishForm(MoveForm):
    """At once, or at a moment to come; a moment that was set can be taken back."""

    choice = forms.ChoiceField(
        label=_("When it is published"),
        choices=[("now", _("At once")), ("later", _("At a moment to come"))],
    )
    day = DayField(label=_("Day"), required=False, help_text=_("For example 9 March 2026."))
    time = forms.TimeField(label=_("Time"), required=False, input_formats=["%H:%M", "%H.%M"], help_text=TIME)

    def __init__(self, *args: Any, is_scheduled: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_scheduled:
            never = ("unschedule", _("Not at the moment that was set"))
            self.fields["choice"].choices = [*self.fields["choice"].choices, never]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("choice") == "later" and (given.get("day") is None or given.get("time") is None):
            self.add_error("day", _("Give a day and a time."))
        return given

    @property
    def moment(self) -> datetime.datetime:
        """The moment that was given, by the clock in Wales."""
        return make_aware(datetime.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))


class ExemptForm(MoveForm):
    reason = forms.CharField(label=_("Why one language is published before the other"), widget=forms.Textarea)
    due_on = DayField(label=_("By when it will be there"), help_text=_("For example 9 March 2026."))


class WithdrawForm(MoveForm):
    reason_en = forms.CharField(
        label=_("Why it is withdrawn, in English"), widget=forms.Textarea, help_text=_("The public reads this.")
    )
    reason_cy = forms.CharField(label=_("Why it is withdrawn, in Welsh"), widget=forms.Textarea)
