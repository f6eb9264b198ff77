"""The ways back from signed-in pages: breadcrumbs that begin at one's own first page."""

from django.urls import reverse
from django.utils.translation import gettext as _

Link = tuple[str, str]


def from_desk(*links: Link) -> list[dict[str, str]]:
    """Return the way from one's own first page down: words and address of each page."""
    found = [(_("My work"), reverse("portal:desk")), *links]
    return [{"text": text, "href": address} for text, address in found]


def from_offices(*links: Link) -> list[dict[str, str]]:
    """Return the way that leads through the list of offices."""
    return from_desk((_("Offices"), reverse("governance:seats")), *links)
