"""What of places can be found: clusters and what they were called, boards, counties, towns, practices, groups."""

import datetime
from collections.abc import Iterable, Iterator
from functools import partial

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Area, Assignment, Membership, Place, PlanningGroup, Provider
from common.search.documents import NEARLY_A_NAME, PLACE, Beside, Document, Kind, Shown, register
from common.welsh import fold
from governance.models import Body, Succession

MOST_PEOPLE = 400_000


def both(body: Body) -> tuple[str, ...]:
    """Return the names of a body in both languages."""
    return tuple(dict.fromkeys((body.name_en, body.name_cy)))


def _areas(kind: str, on: datetime.date) -> Iterable[Area]:
    found = Area.objects.filter(kind=kind).real().current(on=on)
    return found.select_related("parent__area", "local_authority").prefetch_related("aliases")


def clusters(on: datetime.date) -> Iterator[Document]:
    """Clusters by their names of today and of before, and by those of the clusters that they took over from."""
    earlier = Prefetch("precessions", queryset=Succession.objects.select_related("predecessor"))
    for area in _areas(Area.Kind.CLUSTER, on).prefetch_related(earlier):
        further = [(alias.name, NEARLY_A_NAME) for alias in area.aliases.all()]
        further += [(name, NEARLY_A_NAME) for one in area.precessions.all() for name in both(one.predecessor)]
        further += [(name, PLACE) for name in (both(area.local_authority) if area.local_authority else ())]
        yield Document(both(area), partial(_show_cluster, area), tuple(further), both(area.parent))


def _show_cluster(area: Area) -> Shown:
    return Shown(area.name, area.get_absolute_url(), _("Cluster in %(board)s") % {"board": area.parent.name})


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
    line = _("Local authority in %(board)s, with its clusters") % {"board": area.parent.name}
    return Shown(area.name, area.get_absolute_url(), line)


def planning_groups(on: datetime.date) -> Iterator[Document]:
    for group in PlanningGroup.objects.real().current(on=on).select_related("parent"):
        yield Document(both(group), partial(_show_group, group), around=both(group.parent))


def _show_group(group: PlanningGroup) -> Shown:
    line = _("Planning group in %(board)s") % {"board": group.parent.name}
    return Shown(group.name, group.get_absolute_url(), line)


def towns(on: datetime.date) -> Iterator[Document]:
    """Towns and villages: each leads to the cluster of its small area, and says where its nearest practice belongs."""
    here = {row.small_area_id: row.cluster for row in _assignments(on)}
    member = {row.provider_id: row.cluster for row in _memberships(on)}
    for place in Place.objects.select_related("small_area__local_authority"):
        cluster, nearest = here.get(place.small_area_id), member.get(place.nearest_practice_id)
        if cluster is not None:
            county = place.small_area.local_authority
            show = partial(_show_town, place, cluster, nearest if nearest and nearest.pk != cluster.pk else None)
            rank = min(1.0, (place.population or 0) / MOST_PEOPLE)
            yield Document(place.every_name, show, around=(*both(county), *both(cluster)), rank=rank)


def _assignments(on: datetime.date) -> Iterable[Assignment]:
    within = Assignment.objects.current(on=on).filter(small_area__in=Place.objects.values("small_area"))
    return within.select_related("cluster")


def _memberships(on: datetime.date) -> Iterable[Membership]:
    return Membership.objects.current(on=on).filter(spans_clusters=False).select_related("cluster")


def _show_town(place: Place, cluster: Area, nearest: Area | None) -> Shown:
    county = place.small_area.local_authority.name
    line = _("The cluster of this place by our own approximation. County: %(county)s") % {"county": county}
    words = _("The nearest practice belongs to")
    beside = (Beside(words, nearest.name, nearest.get_absolute_url()),) if nearest else ()
    language = "en" if get_language() == "cy" and not place.name_cy else ""
    return Shown(cluster.name, cluster.get_absolute_url(), line, place.local_name, language, beside)


def practices(on: datetime.date) -> Iterator[Document]:
    """Practices and services by name and code; by address and town too, and with the cluster that they belong to."""
    current = Prefetch("memberships", queryset=Membership.objects.current(on=on).select_related("cluster"))
    found = Provider.objects.current(on=on).select_related("local_authority").prefetch_related(current)
    for provider in found:
        names = tuple(filter(None, (provider.name, provider.name_cy, provider.ods_code)))
        county = both(provider.local_authority) if provider.local_authority else ()
        inside = [name for one in provider.memberships.all() for name in both(one.cluster)]
        yield Document(names, partial(show_practice, provider), _whereabouts(provider), (*county, *inside))


def _whereabouts(provider: Provider) -> tuple[tuple[str, float], ...]:
    """Return where a provider is said to be; a postcode is no word, and is looked up by itself."""
    code = fold(provider.postcode)
    parts = provider.search_text.split(" | ")
    return tuple((part, PLACE) for part in parts if part not in (code, code.replace(" ", "")))


def show_practice(provider: Provider) -> Shown:
    line = ", ".join(filter(None, (str(provider.get_kind_display()), provider.address, provider.postcode)))
    inside = [one.cluster for one in provider.memberships.all()]
    beside = tuple(Beside(_("Cluster:"), one.name, one.get_absolute_url()) for one in inside)
    return Shown(provider.local_name, provider.get_absolute_url(), line, beside=beside)


def register_kinds() -> None:
    """Say what of places can be found."""
    register(
        Kind("clusters", gettext_lazy("Clusters"), 10, clusters, ("cluster", "clusters", "clwstwr", "clystyrau")),
        Kind("counties", gettext_lazy("Local authorities"), 20, counties, ("county", "council", "sir", "cyngor")),
        Kind("places", gettext_lazy("Places"), 30, towns, ("cluster", "clwstwr", "town", "village", "tref", "pentref")),
        Kind("boards", gettext_lazy("Health boards"), 40, boards, takes_synonyms=True),
        Kind("planning_groups", gettext_lazy("Planning groups"), 60, planning_groups, ("PCPG",)),
        Kind("practices", gettext_lazy("Practices and services"), 70, practices, PRACTICE_WORDS),
    )


PRACTICE_WORDS = ("GP", "doctor", "surgery", "practice", "meddyg teulu", "meddygfa", "practis", "doctoriaid", "meddygon")
