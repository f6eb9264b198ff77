"""What is asked where clusters open, merge, close or change their names."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Area
from common.forms import DayField
from governance.models import NameStatus


class CloseForm(forms.Form):
    """The first day without a cluster, and why."""

    start = DayField(label=_("Day of the change"), help_text=_("The first day on which the change holds."))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class OpenForm(CloseForm):
    """Names and county of a cluster that opens."""

    name_en = forms.CharField(label=_("English name"), max_length=200)
    name_cy = forms.CharField(label=_("Welsh name"), max_length=200)
    authority = forms.ChoiceField(label=_("Local authority"))

    def __init__(self, *args: Any, authorities: dict[str, Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorities = authorities
        self.fields["authority"].choices = [(key, area.name) for key, area in authorities.items()]

    def clean_authority(self) -> Area:
        return self.authorities[self.cleaned_data["authority"]]


class MergeForm(CloseForm):
    """Which clusters become part of which: of one that goes on, or of a new one with its names."""

    others = forms.MultipleChoiceField(label=_("Other clusters that close with it"), required=False)
    into = forms.ChoiceField(label=_("Who takes over"))
    name_en = forms.CharField(label=_("English name of the new cluster"), max_length=200, required=False)
    name_cy = forms.CharField(label=_("Welsh name of the new cluster"), max_length=200, required=False)

    def __init__(self, *args: Any, others: dict[str, Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(key, area.name) for key, area in others.items()]
        self.fields["others"].choices = names
        self.fields["into"].choices = [("new", _("A new cluster, named below")), *names]


class SplitForm(CloseForm):
    """The two clusters that a divided one becomes, and which of its members go to the second."""

    first_en = forms.CharField(label=_("English name of the first cluster"), max_length=200)
    first_cy = forms.CharField(label=_("Welsh name of the first cluster"), max_length=200)
    second_en = forms.CharField(label=_("English name of the second cluster"), max_length=200)
    second_cy = forms.CharField(label=_("Welsh name of the second cluster"), max_length=200)
    moving = forms.MultipleChoiceField(
        label=_("Members that go to the second cluster"), help_text=_("All others go to the first."), required=False
    )

    def __init__(self, *args: Any, members: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moving"].choices = list(members.items())

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for language in ("en", "cy"):
            first, second = given.get(f"first_{language}", ""), given.get(f"second_{language}", "")
            if first and first.casefold() == second.casefold():
                self.add_error(f"second_{language}", _("The two clusters need names that differ."))
        return given


class RenameForm(forms.Form):
    """The names of a cluster from now on."""

    name_en = forms.CharField(label=_("English name"), max_length=200)
    name_cy = forms.CharField(label=_("Welsh name"), max_length=200)
    name_cy_status = forms.ChoiceField(label=_("The Welsh name is"), choices=NameStatus.choices)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)
    seen = forms.CharField(widget=forms.HiddenInput)
