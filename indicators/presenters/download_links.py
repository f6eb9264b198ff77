"""The links from a page to the files of its table."""

import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Area
from indicators.forms import Asked
from indicators.models import Indicator
from indicators.presenters.comparison import Comparison
from indicators.presenters.pages import SummaryPage
from indicators.presenters.profile import Profile


def summary_links(page: SummaryPage) -> list[dict[str, str]]:
    """Return the links to the files of a summary page's own table, the choices of its address kept."""
    query = page.asked.but()
    if page.board is None:
        return _links("indicators:summary_download", query)
    return _links("indicators:health_board_summary_download", query, slug=page.board.slug)


def indicator_links(indicator: Indicator) -> list[dict[str, str]]:
    """Return the links to the files of every cluster on one indicator."""
    return _links("indicators:summary_download", Asked(view="indicator", indicator=indicator.code).but())


AREA_ROUTES = {
    Area.Kind.CLUSTER: "indicators:cluster_download",
    Area.Kind.LOCAL_AUTHORITY: "indicators:local_authority_download",
    Area.Kind.HEALTH_BOARD: "indicators:health_board_download",
}


def area_links(profile: Profile, *, today: datetime.date) -> list[dict[str, str]]:
    """Return the links to the files of an area's figures; none where it has none."""
    if not profile.columns:
        return []
    query = "" if profile.on == today else f"on={profile.on.isoformat()}"
    return _links(AREA_ROUTES[Area.Kind(profile.area.kind)], query, slug=profile.area.slug)


def comparison_links(comparison: Comparison) -> list[dict[str, str]]:
    """Return the links to the files of a comparison; none where nothing is compared."""
    if not comparison.can_compare:
        return []
    codes = ",".join(cluster.code for cluster in comparison.chosen)
    return _links("indicators:compare_download", urlencode({"clusters": codes}))


def _links(name: str, query: str, **place: str) -> list[dict[str, str]]:
    said = {
        "xlsx": _("Download this table as an Excel workbook (XLSX)"),
        "ods": _("Download this table as an OpenDocument spreadsheet (ODS)"),
        "csv": _("Download this table as plain text, one figure a row (CSV)"),
    }
    asked = f"?{query}" if query else ""
    return [
        {"text": text, "href": reverse(name, kwargs={**place, "extension": extension}) + asked}
        for extension, text in said.items()
    ]
