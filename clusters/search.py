"""What of places can be found: clusters and what they were called, boards, counties, towns, practices, groups."""

import datetime
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clusters.models import Area, Assignment, Membership, Place, PlanningGroup, Provider
from common.languages import LANGUAGES
from common.search.documents import NEARLY_A_NAME, PLACE, Beside, Document, Kind, Shown, Synonymous, register
from common.search.shared import read_once
from common.welsh import fold
from governance.models import Body, BodyAlias, Succession

MOST_PEOPLE = 400_000


def both(body: Body) -> tuple[str, ...]:
    """Return the names of a body in both languages."""
    return tuple(dict.fromkeys((body.name_en, body.name_cy)))


def _areas(kind: str, on: datetime.date) -> list[Any]:
    return [one for one in _every_area().values() if one.kind == kind and not one.is_example and one.is_open(on=on)]


def clusters(on: datetime.date) -> Iterator[Document]:
    """Clusters by their names of today and of before, and by those of the clusters that they took over from."""
    for area in _areas(Area.Kind.CLUSTER, on):
        further = [(name, NEARLY_A_NAME) for name in (*area.aliases_known, *area.taken_over_en, *area.taken_over_cy)]
        further += [(name, PLACE) for name in (both(area.local_authority) if area.local_authority else ())]
        yield Document(both(area), partial(_show_cluster, area), tuple(further), both(area.parent))


def _show_cluster(area: Area) -> Shown:
    return Shown(area.name, area.get_absolute_url(), _what(Area.Kind.CLUSTER.label, area.parent))


def boards(on: datetime.date) -> Iterator[Document]:
    """Boards by their names and what people call them."""
    for area in _areas(Area.Kind.HEALTH_BOARD, on):
        short = tuple((name, NEARLY_A_NAME) for name in (area.short_name_en, area.short_name_cy) if name)
        yield Document(both(area), partial(_show_board, area), short)


def counties(on: datetime.date) -> Iterator[Document]:
    for area in _areas(Area.Kind.LOCAL_AUTHORITY, on):
        yield Document(both(area), partial(_show_county, area), around=both(area.parent))


def _show_board(area: Area) -> Shown:
    return Shown(area.name, area.get_absolute_url(), str(Area.Kind.HEALTH_BOARD.label))


def _show_county(area: Area) -> Shown:
    return Shown(area.name, area.get_absolute_url(), _what(Area.Kind.LOCAL_AUTHORITY.label, area.parent))


def _what(kind: object, board: Body) -> str:
    """Say what something is and where; no preposition stands before a name that it would mutate."""
    return f"{kind} · {board.name}"


def planning_groups(on: datetime.date) -> Iterator[Document]:
    for group in PlanningGroup.objects.real().current(on=on).select_related("parent"):
        yield Document(both(group), partial(_show_group, group), (("PCPG", NEARLY_A_NAME),), both(group.parent))


def _show_group(group: PlanningGroup) -> Shown:
    return Shown(group.name, group.get_absolute_url(), _what(Body.Kind.PLANNING_GROUP.label, group.parent))


def towns(on: datetime.date) -> Iterator[Document]:
    """Towns and villages: each leads to the cluster of its small area, and says where its nearest practice belongs."""
    areas, member = _every_area(), dict(_memberships(on))
    assigned = Assignment.objects.current(on=on).values_list("small_area", "cluster", "small_area__local_authority")
    here = {small_area: (cluster, county) for small_area, cluster, county in assigned}
    for place in Place.objects.all():
        cluster, within = here.get(place.small_area_id, (None, None))
        nearest = member.get(place.nearest_practice_id)
        if cluster is not None:
            county = areas[within]
            beside = areas[nearest] if nearest not in (None, cluster) else None
            show = partial(_show_town, place, areas[cluster], county, beside)
            rank = min(1.0, (place.population or 0) / MOST_PEOPLE)
            yield Document(place.every_name, show, around=(*both(county), *CLUSTER_WORDS), rank=rank)


@read_once
def _every_area() -> dict[int, Any]:
    """Return all areas by key, with what they were called and over what they took: many things lie in few of them."""
    known = BodyAlias.objects.filter(body=OuterRef("pk")).order_by("pk").values("name")
    earlier = Succession.objects.filter(successor=OuterRef("pk")).order_by("pk")
    former = {f"taken_over_{one}": ArraySubquery(earlier.values(f"predecessor__name_{one}")) for one in LANGUAGES}
    found = Area.objects.select_related("parent", "local_authority")
    return found.annotate(aliases_known=ArraySubquery(known), **former).in_bulk()


@read_once
def _memberships(on: datetime.date) -> list[tuple[int, int]]:
    current = Membership.objects.current(on=on).order_by("spans_clusters", "pk")
    return list(current.values_list("provider", "cluster"))


def _show_town(place: Place, cluster: Area, county: Area, nearest: Area | None) -> Shown:
    line = f"{_('The cluster of this place, by our own approximation')} · {county.name}"
    words = _("The nearest practice belongs to")
    beside = (Beside(words, nearest.name, nearest.get_absolute_url()),) if nearest else ()
    language = "en" if get_language() == "cy" and not place.name_cy else ""
    return Shown(cluster.name, cluster.get_absolute_url(), line, place.local_name, language, beside)


def practices(on: datetime.date) -> Iterator[Document]:
    """Practices and services by name and code; by address and town too, and with the cluster that they belong to."""
    areas = _every_area()
    member: dict[int, list[Area]] = {}
    for provider, cluster in _memberships(on):
        member.setdefault(provider, []).append(areas[cluster])
    for provider in Provider.objects.current(on=on):
        names = tuple(filter(None, (provider.name, provider.name_cy, provider.ods_code)))
        inside = member.get(provider.pk, [])
        around = [*inside, *([areas[provider.local_authority_id]] if provider.local_authority_id else ())]
        show = partial(show_practice, provider, inside)
        yield Document(names, show, _whereabouts(provider), tuple(name for area in around for name in both(area)))


def _whereabouts(provider: Provider) -> tuple[tuple[str, float], ...]:
    """Return where a provider is said to be; a postcode is no word, and is looked up by itself."""
    code = fold(provider.postcode)
    parts = provider.search_text.split(" | ")
    return tuple((part, PLACE) for part in parts if part not in (code, code.replace(" ", "")))


def show_practice(provider: Provider, clusters: Iterable[Area]) -> Shown:
    line = ", ".join(filter(None, (str(provider.get_kind_display()), provider.address, provider.postcode)))
    beside = tuple(Beside(_("Cluster:"), one.name, one.get_absolute_url()) for one in clusters)
    return Shown(provider.local_name, provider.get_absolute_url(), line, beside=beside)


def register_kinds() -> None:
    """Say what of places can be found."""
    register(
        Kind("clusters", gettext_lazy("Clusters"), 10, clusters, CLUSTER_WORDS, synonyms=Synonymous.NAME),
        Kind(
            "counties",
            gettext_lazy("Local authorities"),
            20,
            counties,
            ("county", "council", "sir", "cyngor"),
            synonyms=Synonymous.NAME,
        ),
        Kind("places", gettext_lazy("Places"), 30, towns, TOWN_WORDS, synonyms=Synonymous.NAME),
        Kind("boards", gettext_lazy("Health boards"), 40, boards, BOARD_WORDS, synonyms=Synonymous.PART),
        Kind("planning_groups", gettext_lazy("Planning groups"), 60, planning_groups),
        Kind("practices", gettext_lazy("Practices and services"), 70, practices, PRACTICE_WORDS),
    )


CLUSTER_WORDS = ("cluster", "clusters", "NCN", "clwstwr", "clystyrau")
BOARD_WORDS = ("UHB", "LHB", "health board", "bwrdd iechyd", "NHS", "GIG")
TOWN_WORDS = ("town", "village", "tref", "pentref")
PRACTICE_WORDS = (
    "GP",
    "doctor",
    "surgery",
    "practice",
    "meddyg teulu",
    "meddygfa",
    "practis",
    "doctoriaid",
    "meddygon",
)
