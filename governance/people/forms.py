"""What narrows the list of people, and what is asked where somebody's access changes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.models import Office
from governance.people.queries import Account


class EndAccessForm(forms.Form):
    """Why somebody's access ends."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)


class RestoreAccessForm(forms.Form):
    """Why somebody's access is given back."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)


class PeopleForm(forms.Form):
    """What narrows the list of people; all of it stands in the address."""

    q = forms.CharField(required=False, max_length=100)
    office = forms.ChoiceField(required=False, choices=[("", ""), *Office.choices])
    account = forms.ChoiceField(required=False, choices=[("", ""), *Account.choices])
