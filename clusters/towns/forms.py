"""What is asked where a place gets its name in Welsh."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """The name, as people who live there write it."""

    name_cy = forms.CharField(
        label=_("Welsh name"), max_length=200, help_text=_("As it is written where it stands by itself, not mutated.")
    )
