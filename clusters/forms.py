"""What is asked where providers and clusters change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clusters.models import Area, Provider, Upload
from common.forms import DayField


class ProvidersForm(forms.Form):
    """What narrows the list of providers; all of it stands in the address."""

    q = forms.CharField(required=False, max_length=100)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Provider.Kind.choices])
    cluster = forms.IntegerField(required=False)


class MembershipForm(forms.Form):
    """Which cluster a provider belongs to, from when."""

    start = DayField(label=_("First day"), help_text=_("For example 9 March 2026. A day in the past needs a reason."))
    change = forms.ChoiceField(
        label=_("What changes"),
        choices=[
            ("move", _("It moves from its cluster to another")),
            ("join", _("It joins a cluster and belongs to no other")),
            ("join_also", _("It is a service that belongs to several clusters and joins one more")),
        ],
    )
    cluster = forms.ChoiceField(label=_("Cluster"))
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, clusters: dict[str, Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clusters = clusters
        self.fields["cluster"].choices = [(key, area.name) for key, area in clusters.items()]

    def clean_cluster(self) -> Area:
        return self.clusters[self.cleaned_data["cluster"]]


class LeaveForm(forms.Form):
    """When a provider leaves a cluster, and why."""

    last_day = DayField(label=_("Last day"), help_text=_("For example 9 March 2026."))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)
    seen = forms.CharField(widget=forms.HiddenInput)


class UploadForm(forms.Form):
    """A file of changes, and of which kind."""

    kind = forms.ChoiceField(label=_("What is in the file"), choices=Upload.Kind.choices)
    file = forms.FileField(label=_("File"), max_length=200)


class UndoForm(forms.Form):
    """Why a file of changes is undone."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)
