"""The reference data that the portal ships, read and checked before anything is written."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from common import svg
from common.tabular import BrokenFile, Row, Table
from governance.models import NameStatus

PRACTICE_LIST = "2025 (extract date not stated)"
PRACTICE_SOURCE = "NHS Wales practice list (via a public repository)"
CENSUS_PERIOD = "2021"
CENSUS_SOURCE = "ONS Census 2021"
BEST_FIT = "gravity-best-fit"


@dataclass
class Places:
    """Every row of the reference data by file, keyed by its code."""

    boards: dict[str, Row]
    authorities: dict[str, Row]
    clusters: dict[str, Row]
    planning_groups: dict[str, Row]
    practices: dict[str, Row]
    small_areas: dict[str, Row]
    small_area_names: dict[str, Row]
    residents: dict[str, Row]
    postcodes: list[tuple[str, str]]
    towns: dict[str, Row]
    outlines: dict[str, dict[str, Any]]

    def cluster_named(self, name: str, board: str) -> str:
        """Return the slug of the cluster of this name in this board."""
        return self.slugs[name, board]

    @cached_property
    def slugs(self) -> dict[tuple[str, str], str]:
        return {(row.cells["name_en"], row.cells["health_board_ons_code"]): slug for slug, row in self.clusters.items()}


def read(folder: Path) -> Places:
    """Read every reference file; raise `BrokenFile` for the first fault, with file, row and column."""
    boards = _keyed(folder / "health_boards.csv", "ons_code", BOARD_COLUMNS)
    authorities = _keyed(folder / "local_authorities.csv", "ons_code", AUTHORITY_COLUMNS)
    clusters = _keyed(folder / "clusters.csv", "slug", CLUSTER_COLUMNS)
    places = Places(
        boards=boards,
        authorities=authorities,
        clusters=clusters,
        planning_groups=_keyed(folder / "pcpg.csv", "slug", PLANNING_GROUP_COLUMNS),
        practices=_keyed(folder / "gp_practices.csv", "practice_code", PRACTICE_COLUMNS),
        small_areas=_keyed(folder / "lsoa21_cluster_approx.csv", "lsoa21_code", SMALL_AREA_COLUMNS),
        small_area_names=_keyed(folder / "wimd2025_lsoa21.csv", "lsoa21_code", ("lsoa_name",)),
        residents=_keyed(folder / "census2021_lsoa21.csv", "lsoa21_code", ("usual_residents_2021",)),
        postcodes=_postcodes(folder / "postcode_lsoa21.csv.gz"),
        towns=_keyed(folder / "places_wales.csv", "geonameid", TOWN_COLUMNS),
        outlines=_outlines(folder),
    )
    for check in CHECKS:
        check(places)
    return places


BOARD_COLUMNS = (
    "ods_code",
    "name_en",
    "name_cy",
    "short_name_en",
    "short_name_cy",
    "slug_en",
    "slug_cy",
    "tier_name_en",
    "tier_name_cy",
)
AUTHORITY_COLUMNS = ("name_en", "name_cy", "health_board_ons_code")
CLUSTER_COLUMNS = (
    "name_en",
    "name_cy",
    "name_cy_status",
    "name_cy_source",
    "slug_cy",
    "other_names_seen",
    "health_board_ons_code",
    "local_authority_code",
)
PLANNING_GROUP_COLUMNS = (
    "slug_cy",
    "name_en",
    "name_cy",
    "health_board_ons_code",
    "local_authority_codes",
    "status",
    "source",
)
PRACTICE_COLUMNS = (
    "practice_name",
    "address",
    "postcode",
    "registered_patients",
    "cluster_name",
    "health_board_ons_code",
    "local_authority_code",
    "latitude",
    "longitude",
    "lsoa21_code",
    "ods_postcode",
)
TOWN_COLUMNS = ("name_en", "name_cy", "latitude", "longitude", "population", "other_names", "lsoa21_code")
SMALL_AREA_COLUMNS = ("la_code", "health_board_ons_code", "cluster_name_approx", "gravity_share")


def authority_slugs(row: Row) -> dict[str, str]:
    return {"slug_en": slugify(row.text("name_en")), "slug_cy": slugify(row.text("name_cy"))}


def _keyed(path: Path, key: str, columns: tuple[str, ...]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for row in Table(path, columns=(key, *columns)):
        code = row.text(key)
        if code in rows:
            raise row.fault(key, _("the same code stands in an earlier row."))
        rows[code] = row
    return rows


def _postcodes(path: Path) -> list[tuple[str, str]]:
    return [(row.text("postcode", longest=7), row.text("lsoa21_code")) for row in Table(path, columns=POSTCODE_COLUMNS)]


FILES = {
    "health_boards.csv",
    "local_authorities.csv",
    "clusters.csv",
    "pcpg.csv",
    "gp_practices.csv",
    "lsoa21_cluster_approx.csv",
    "wimd2025_lsoa21.csv",
    "census2021_lsoa21.csv",
    "postcode_lsoa21.csv.gz",
    "places_wales.csv",
    "health_boards.geojson",
    "local_authorities.geojson",
    "clusters_approx.geojson",
}
POSTCODE_COLUMNS = ("postcode", "lsoa21_code")
# The key of each area, and how finely it is drawn: boards are seen whole, all of Wales at once.
OUTLINES = {
    "health_boards.geojson": ("code", 4),
    "local_authorities.geojson": ("code", 2),
    "clusters_approx.geojson": ("slug", 1),
}


def _outlines(folder: Path) -> dict[str, dict[str, Any]]:
    outlines: dict[str, dict[str, Any]] = {}
    for name, (key, step) in OUTLINES.items():
        outlines.update(_outlines_of(folder / name, key, step))
    return outlines


def _drawing(rings: list[Any], step: int) -> dict[str, Any]:
    return {"path": svg.path(rings, step=step), **asdict(svg.box(rings))}


def _outlines_of(path: Path, key: str, step: int) -> dict[str, dict[str, Any]]:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return {
            feature["properties"][key]: {**_drawing(_rings(feature["geometry"]), step), "source": path.name}
            for feature in features
        }
    except FileNotFoundError:
        raise BrokenFile(file=path.name, problem=_("the file is missing.")) from None
    except (ValueError, KeyError, TypeError):
        raise BrokenFile(file=path.name, problem=_("the file is not GeoJSON with a code for each area.")) from None


def _rings(geometry: dict[str, Any]) -> list[Any]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def _check_parents(places: Places) -> None:
    for rows in (
        places.authorities,
        places.clusters,
        places.planning_groups,
        places.practices,
        places.small_areas,
    ):
        for row in rows.values():
            row.one_of("health_board_ons_code", places.boards)
    for row in (*places.clusters.values(), *places.practices.values()):
        row.one_of("local_authority_code", places.authorities)
    for row in places.small_areas.values():
        row.one_of("la_code", places.authorities)


def _check_names(places: Places) -> None:
    for row in (*places.authorities.values(), *places.clusters.values(), *places.planning_groups.values()):
        row.text("name_en", longest=200)
        row.text("name_cy", longest=200)
    taken: set[str] = set()
    for row in places.clusters.values():
        row.one_of("name_cy_status", NameStatus.values)
        if row.text("slug_cy") in taken:
            raise row.fault("slug_cy", _("the same address stands in an earlier row."))
        taken.add(row.text("slug_cy"))


def _check_planning_groups(places: Places) -> None:
    for row in places.planning_groups.values():
        for code in row.text("local_authority_codes").split(";"):
            if code not in places.authorities:
                raise row.fault("local_authority_codes", _("an authority is not in local_authorities.csv."))


def _check_clusters_of(rows: dict[str, Row], column: str, places: Places) -> None:
    known = places.slugs
    for row in rows.values():
        if (row.text(column), row.cells["health_board_ons_code"]) not in known:
            raise row.fault(column, _("the cluster is not in clusters.csv under this health board."))


def _check_practices(places: Places) -> None:
    _check_clusters_of(places.practices, "cluster_name", places)
    for row in places.practices.values():
        row.text("practice_name", longest=200)
        row.integer("registered_patients")
        row.number_or_none("latitude")
        row.number_or_none("longitude")


def _check_small_areas(places: Places) -> None:
    _check_clusters_of(places.small_areas, "cluster_name_approx", places)
    for code, row in places.small_areas.items():
        row.number_or_none("gravity_share")
        for other in (places.small_area_names, places.residents):
            if code not in other:
                raise row.fault("lsoa21_code", _("the small area has no name or no residents in the other files."))
    for row in places.residents.values():
        row.integer("usual_residents_2021")


def _check_postcodes(places: Places) -> None:
    for number, (_postcode, small_area) in enumerate(places.postcodes, start=2):
        if small_area not in places.small_areas:
            problem = _("the small area is not in lsoa21_cluster_approx.csv.")
            raise BrokenFile(file="postcode_lsoa21.csv.gz", row=number, column="lsoa21_code", problem=problem)


def _check_towns(places: Places) -> None:
    for row in places.towns.values():
        row.text("name_en", longest=200)
        row.one_of("lsoa21_code", places.small_areas)
        for column in ("geonameid", "population"):
            row.integer(column)
        for column in ("latitude", "longitude"):
            row.text(column)
            row.number_or_none(column)


def _check_outlines(places: Places) -> None:
    for rows in (places.boards, places.authorities, places.clusters):
        for code, row in rows.items():
            if code not in places.outlines:
                raise row.fault("name_en", _("the area has no outline in the GeoJSON files."))


CHECKS: tuple[Callable[[Places], None], ...] = (
    _check_parents,
    _check_names,
    _check_planning_groups,
    _check_practices,
    _check_small_areas,
    _check_postcodes,
    _check_towns,
    _check_outlines,
)
