"""What is asked where collaboratives open, change their state or are described."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboratives.changes import NEXT, State
from collaboratives.models import Profession
from common.forms import DayField, LongText

MOST_MEMBERS = 999


class OpenForm(forms.Form):
    """The profession of a collaborative that opens, its first day, and why where that is past."""

    profession = forms.ChoiceField(label=_("Profession"))
    start = DayField(label=_("First day"), help_text=_("For example 9 March 2026. A day in the past needs a reason."))
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, professions: dict[str, Profession], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.professions = professions
        self.fields["profession"].choices = [(code, one.name) for code, one in professions.items()]

    def clean_profession(self) -> Profession:
        return self.professions[self.cleaned_data["profession"]]


class StateForm(forms.Form):
    """What a collaborative becomes, on which day, and why where that is past."""

    state = forms.ChoiceField(label=_("It becomes"))
    day = DayField(
        label=_("Day of the change"),
        help_text=_("The first day in the new state, not one to come. A day in the past needs a reason."),
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = NEXT[State(state)] or (State.ENDED,)
        self.fields["state"].choices = [(one.value, one.label) for one in following]


class DescribeForm(forms.Form):
    """How a collaborative is described and reached, in each language, with its terms of reference and quorum."""

    description_en = forms.CharField(label=_("Description in English"), required=False, widget=LongText)
    description_cy = forms.CharField(label=_("Description in Welsh"), required=False, widget=LongText)
    contact_en = forms.CharField(label=_("Contact in English"), required=False, max_length=300)
    contact_cy = forms.CharField(label=_("Contact in Welsh"), required=False, max_length=300)
    terms_of_reference_en = forms.CharField(label=_("Terms of reference in English"), required=False, widget=LongText)
    terms_of_reference_cy = forms.CharField(label=_("Terms of reference in Welsh"), required=False, widget=LongText)
    contact_email = forms.EmailField(label=_("Contact e-mail"), required=False)
    quorum = forms.IntegerField(
        label=_("Quorum"),
        required=False,
        min_value=1,
        max_value=MOST_MEMBERS,
        help_text=_("How many members must be present for a decision."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
