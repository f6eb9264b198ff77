"""What is asked where somebody looks who could do what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DayField


class PowersForm(forms.Form):
    """Which body and which day are looked at; both stand in the address."""

    body = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    on = DayField(label=_("Day"), required=False)
