"""How memberships and their changes are shown to administrators."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.models import Membership, Provider
from clusters.step_presenters import first_day, last_day
from common.dates import date_format
from common.workbooks import Heading, Sheet


@dataclass(frozen=True)
class Line:
    """A membership as a row of its provider's page; `may_end` where it goes on and lies in reach."""

    membership: Membership
    first_day: str
    last_day: str
    may_end: bool


def lines(found: Iterable[Membership], *, reach: Collection[int], on: datetime.date) -> list[Line]:
    return [
        Line(
            one,
            first_day(one.during.lower),
            last_day(one.during.upper),
            one.cluster_id in reach and (one.during.upper is None or one.during.upper > on),
        )
        for one in found
    ]


def sheet(found: Iterable[Provider], *, on: datetime.date) -> Sheet:
    """Return the list of providers as a table for a file."""
    headings = (_("Provider"), _("Code"), _("Kind"), _("Cluster"), _("Address"), _("Postcode"))
    written = tuple(
        (
            one.name,
            one.ods_code,
            str(one.get_kind_display()),
            ", ".join(held.cluster.name for held in one.now) or _("Not entered for this day"),
            one.address or "–",
            one.postcode or "–",
        )
        for one in found
    )
    title = _("Providers as at %(day)s") % {"day": date_format(on)}
    return Sheet(_("Providers"), title, tuple(map(Heading, headings)), written)
