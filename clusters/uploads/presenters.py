"""What the rows of a file would change."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from clusters.models import Area
from clusters.step_presenters import rows
from clusters.uploads.reading import Planned
from common.dates import date_format
from governance.offices.presenters import Row


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
