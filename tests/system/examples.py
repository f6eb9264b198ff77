"""The register of pages: for each public route, the examples that the tests look at, the richest and the emptiest."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from common.addresses import page_address
from tests.system.running import Portal

LANGUAGES = ("en", "cy")
HYWEL_DDA, BETSI_CADWALADR = "W11000025", "W11000023"
COLLABORATIVE = "example-collaborative"  # made for these tests: collaboratives come from administrators
CLOSED = "closed-cluster"  # made for these tests: no cluster of the shipped data has closed yet
INVENTED = "example"  # the board that shows what a portal full of data looks like
FIVE = ("city-health", "tywi-taf", "central-south-denbighshire", "dwyfor-north-meirionnydd", "city-cardiff-south")
# Names that a page of an area has in its address: kind, English slug.
SLUGS = "SELECT slug_en, slug_cy FROM governance_body WHERE body_kind = %s AND slug_en = %s"
PLAN = "SELECT p.id FROM plans_plan p JOIN governance_body b ON b.id = p.body_id WHERE b.slug_en = %s ORDER BY p.id"
INDICATOR_SLUGS = "SELECT slug_en, slug_cy FROM indicators_indicator WHERE code = %s"


@dataclass(frozen=True)
class Example:
    """One page to look at: a name for the reports, its route, what it is about, what is asked of it."""

    label: str
    name: str
    subject: tuple[str, str] | None = None
    query: dict[str, object] = field(default_factory=dict, hash=False)
    status: int = 200
    path: str = ""
    more: dict[str, object] = field(default_factory=dict, hash=False)

    def address(self, portal: Portal, language: str) -> str:
        """Return the path and query of this page in a language."""
        query = f"?{urlencode(self.query, doseq=True)}" if self.query else ""
        if self.path:
            return f"/{language}/{self.path}{query}"
        return page_address(self.name, language, **self._arguments(portal, language), **self.more) + query

    def _arguments(self, portal: Portal, language: str) -> dict[str, str]:
        if self.subject is None:
            return {}
        kind, name = self.subject
        if kind == "practice":
            return {"code": name}
        if kind == "plan":
            return {"key": portal.read(PLAN, name)[0][0]}
        found = portal.read(INDICATOR_SLUGS, name) if kind == "indicator" else portal.read(SLUGS, kind, name)
        return {"slug": found[0][LANGUAGES.index(language)]}


def _cluster(slug: str, label: str, **more: object) -> Example:
    return Example(label, "portal:cluster", ("cluster", slug), **more)


def _summary(label: str, of: str = "", **query: object) -> Example:
    if of:
        return Example(label, "indicators:health_board_summary", ("health_board", of), query)
    return Example(label, "indicators:summary", query=query)


def _plan(label: str, name: str, status: int = 200, **more: object) -> Example:
    """Return a page about the plan that was published for these tests."""
    return Example(label, name, ("cluster", "example-west"), status=status, more={"kind": "cluster_imtp", **more})


EXAMPLES = (
    Example("home", "portal:home"),
    Example("search, nothing asked", "portal:search"),
    Example("search, many found", "portal:search", query={"q": "ty"}),
    Example("search, nothing found", "portal:search", query={"q": "xyzzy <b>&"}),
    Example("search, near matches", "portal:search", query={"q": "Abergavennny"}),
    Example("search, some of the words", "portal:search", query={"q": "diabetes Cardiff"}),
    Example("search, all of a kind", "portal:search", query={"q": "surgery", "kind": "practices"}),
    Example("search, part of a postcode", "portal:search", query={"q": "SA31"}),
    Example("search, postcode", "portal:search", query={"q": "SA31 3AX"}),
    Example("search, unknown postcode", "portal:search", query={"q": "AB1 2CD"}),
    Example("board with most clusters", "portal:health_board", ("health_board", "betsi-cadwaladr")),
    Example("board with fewest clusters", "portal:health_board", ("health_board", "powys"), {"sort": "-registered"}),
    _cluster("city-health", "cluster that fits worst"),
    _cluster("central-south-denbighshire", "cluster with a long name"),
    _cluster("city-health", "cluster long ago", query={"on": "1990-01-01"}),
    _cluster(CLOSED, "cluster that closed", status=410),
    _cluster("city-health", "cluster on no day", query={"on": "x"}, status=400),
    Example("invented board", "portal:health_board", ("health_board", INVENTED)),
    _cluster("example-coast", "invented cluster"),
    Example("indicators of a cluster", "portal:cluster_indicators", ("cluster", "city-health")),
    Example("invented cluster, its indicators", "portal:cluster_indicators", ("cluster", "example-coast")),
    Example("people of a cluster", "portal:cluster_people", ("cluster", "city-health")),
    Example("invented cluster, its people", "portal:cluster_people", ("cluster", "example-coast")),
    Example("plan of a cluster without any", "plans:plan", ("cluster", "tywi-taf"), more={"kind": "cluster_imtp"}),
    Example("what a cluster is", "portal:what_is_a_cluster"),
    _summary("invented board, its table", INVENTED, view="matrix"),
    Example("practice", "clusters:practice", ("practice", "W92021")),
    Example("practice before it joined", "clusters:practice", ("practice", "W92021"), {"on": "1990-01-01"}),
    Example("collaborative", "collaboratives:collaborative", ("collaborative", COLLABORATIVE)),
    Example("planning group", "clusters:planning_group", ("planning_group", "swansea-bay")),
    Example("invented cluster, its meetings", "meetings:of_body", ("cluster", "example-central"),
            more={"kind": "cluster"}),
    Example("meetings of a cluster without any", "meetings:of_body", ("cluster", "tywi-taf"),
            more={"kind": "cluster"}),
    Example("local authority", "portal:local_authority", ("local_authority", "rhondda-cynon-taf")),
    _summary("all of Wales"),
    _summary("all of Wales, narrowed, sorted", compare="board", topic="emergency", board=BETSI_CADWALADR,
             sort="respiratory_emergency_admissions", order="desc", differ=10, grouped="no", view="matrix"),
    _summary("all of Wales, one indicator", view="indicator", indicator="cancer_incidence", show="higher"),
    _summary("Hywel Dda", "hywel-dda", view="matrix"),
    _summary("Hywel Dda, own indicators", "hywel-dda", view="matrix",
             indicators=["cancer_incidence", "pension_credit"]),
    _summary("Hywel Dda, one indicator", "hywel-dda", view="indicator", indicator="aged_65_plus"),
    _summary("Hywel Dda, one cluster", "hywel-dda", view="cluster", cluster="tywi-taf", compare="board"),
    _summary("Powys, nothing matches", "powys", show="no_figure", view="matrix"),
    _summary("Powys, no cluster on one indicator", "powys", view="indicator", indicator="aged_65_plus",
             show="no_figure"),
    Example("five clusters side by side", "indicators:compare", query={"clusters": ",".join(FIVE)}),
    Example("no clusters side by side", "indicators:compare", query={"clusters": "nowhere"}),
    Example("catalogue", "indicators:catalogue"),
    Example("indicator with figures", "indicators:indicator", ("indicator", "cancer_incidence")),
    Example("indicator without figures", "indicators:indicator", ("indicator", "low_birth_weight")),
    Example("invented board, its plans", "plans:board", ("health_board", INVENTED)),
    Example("plans of a board without any", "plans:board", ("health_board", "powys")),
    Example("invented board, annex of plans", "plans:board_annex", ("health_board", INVENTED)),
    Example("plans of a planning group", "plans:group", ("planning_group", "swansea-bay")),
    Example("invented cluster, what was done", "plans:report", ("plan", "example-central")),
    Example("invented plans side by side", "plans:side_by_side", query={"edition": 1}),
    _plan("invented plan", "plans:plan"),
    _plan("invented plan, earlier edition", "plans:edition", year=2026, number=2),
    _plan("invented plan, withdrawn edition", "plans:edition", status=410, year=2026, number=1),
    Example("invented cluster, its money", "budgets:cluster_money", ("cluster", "example-central")),
    Example("money of a cluster without any", "budgets:cluster_money", ("cluster", "tywi-taf")),
    Example("invented board, money of its clusters", "budgets:board_money", ("health_board", INVENTED)),
    Example("money of a board without any", "budgets:board_money", ("health_board", "powys")),
    Example("money of Wales", "budgets:money"),
    Example("invented board, money of all boards", "budgets:money", query={"examples": "1"}),
    Example("people of Wales", "portal:people"),
    Example("invented board, people of its clusters", "portal:people", query={"examples": "1", "board": INVENTED}),
    Example("library of plans", "plans:library"),
    Example("library of example plans, searched", "plans:library", query={"examples": "1", "q": "ofal"}),
    Example("about", "portal:about"),
    Example("accessibility", "portal:accessibility"),
    Example("privacy", "portal:privacy"),
    Example("data sources", "portal:sources"),
    Example("site map", "portal:site_map"),
    Example("methods", "indicators:methods"),
    Example("releases", "indicators:releases"),
    Example("contact", "portal:contact"),
    Example("not found", "", status=404, path="no-such-page/"),
)  # fmt: skip

# The same page as "all of Wales", but shown whole at every width.
ALL_IN_ONE_TABLE = _summary("all of Wales, in one table", view="matrix")

# Routes that answer, but not with a page: a redirect, a sign of life, files.
NOT_PAGES = {
    "root",
    "health",
    "robots",
    "sitemap",
    "meetings:calendar",
    "meetings:file",
    "plans:board_annex_file",
    "plans:document",
    "plans:attachment",
    "plans:original",
    "budgets:cluster_money_file",
    "budgets:board_money_file",
    "indicators:summary_csv_metadata",
    "indicators:data_package",
    "indicators:summary_csv",
    "indicators:summary_download",
    "indicators:health_board_summary_csv",
    "indicators:health_board_summary_download",
    "indicators:cluster_download",
    "indicators:local_authority_download",
    "indicators:health_board_download",
    "indicators:compare_download",
    "indicators:fifths_chart",
    "indicators:cluster_profile_chart",
    "indicators:local_authority_profile_chart",
    "indicators:health_board_profile_chart",
    "indicators:clusters_chart",
    "indicators:health_boards_chart",
    "indicators:local_authorities_chart",
    "indicators:distribution_chart",
    "indicators:funnel_chart",
    "indicators:map_chart",
    "indicators:trend_chart",
    "indicators:cluster_age_chart",
    "indicators:cluster_deprivation_chart",
    "indicators:health_board_age_chart",
    "indicators:health_board_deprivation_chart",
}


def example(label: str) -> Example:
    """Return the example with this label."""
    return next(one for one in (*EXAMPLES, ALL_IN_ONE_TABLE) if one.label == label)
