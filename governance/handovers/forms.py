"""What is asked where somebody hands over a seat."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person


class HandoverForm(forms.Form):
    """To whom a seat passes, and what they should know."""

    to = forms.ChoiceField(label=_("To whom"))
    note = forms.CharField(
        label=_("What they should know"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Only the two of you read this. Write nothing about patients."),
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(one.pk), one.name) for one in people]
