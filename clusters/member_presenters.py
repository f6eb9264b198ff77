"""How memberships and their changes are shown to administrators."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clusters.bulk import Planned
from clusters.models import Area, Membership, Provider
from clusters.steps import Step
from common.workbooks import Heading, Sheet
from governance.presenters import Row

DAY = datetime.timedelta(days=1)


def first_day(day: datetime.date | None) -> str:
    return date_format(day) if day else _("not entered")


def last_day(first_without: datetime.date | None) -> str:
    return date_format(first_without - DAY) if first_without else _("no end known")


def rows(steps: Iterable[Step]) -> list[Row]:
    """Say each row of membership that changes: whose, what, from when, until when."""
    return [_row(step) for step in steps]


def _row(step: Step) -> Row:
    facts = {"cluster": step.cluster.name}
    name = str(step.provider)
    if step.after is None:
        return name, _("Membership is taken back: %(cluster)s") % facts, "–", "–"
    words = _("Membership begins: %(cluster)s") if step.before is None else _("Membership ends: %(cluster)s")
    return name, words % facts, first_day(step.after.lower), last_day(step.after.upper)


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


def planned_rows(planned: Iterable[Planned]) -> list[Row]:
    """Say what the good rows of a file would change."""
    return [row for one in planned for row in rows(one.steps)]


def new_provider_rows(written: Iterable[dict[str, Any]], clusters: Mapping[int, Area]) -> list[Row]:
    """Say the providers that a file would enter, with the cluster of each."""
    return [
        (
            f"{row['name']} ({row['ods_code']})",
            _("Membership begins: %(cluster)s") % {"cluster": clusters[row["cluster"]].name},
            date_format(datetime.date.fromisoformat(row["from"])),
            _("no end known"),
        )
        for row in written
    ]
