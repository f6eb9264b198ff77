"""The ways back from administrators' pages of providers."""

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.ways import from_desk


def from_providers(*links: tuple[str, str]) -> list[dict[str, str]]:
    return from_desk((_("Providers"), reverse("clusters:providers")), *links)
