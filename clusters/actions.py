"""Writes about places."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection

from accounts import audit
from accounts.models import Person
from clusters import reference
from clusters.distances import nearest
from clusters.models import (
    Area,
    Assignment,
    Coverage,
    GeographyBasis,
    Membership,
    Outline,
    Place,
    PlanningGroup,
    Population,
    PopulationBasis,
    Postcode,
    Provider,
    SmallArea,
)
from clusters.naming import call_dependants, found_by, keep_old_names, search_text
from clusters.reference import Places
from common import public
from common.dated import always
from common.loading import Receipt, digest_of, settle
from common.models import LoadedFiles
from common.tabular import Row
from governance.models import BodyAlias

WALES = {"code": "W92000004", "name_en": "Wales", "name_cy": "Cymru", "slug_en": "wales", "slug_cy": "cymru"}


def load_reference_data(*, folder: Path, at: datetime.datetime, by: Person | None = None) -> Receipt | None:
    """Load the places that the portal ships; None where exactly these files were loaded before.

    All is checked before anything is written (`BrokenFile` names file, row and column), and all stands or nothing.
    What administrators changed since is not touched until a shipped file changes.
    """
    files = [path for path in folder.iterdir() if path.name in reference.FILES]
    digest = digest_of(files)
    if LoadedFiles.objects.filter(name="places", digest=digest).exists():
        return None
    places = reference.read(folder)
    with audit.recorded("clusters.load_reference_data", by=by, at=at) as record:
        receipt = Loader(places).load()
        LoadedFiles.objects.update_or_create(name="places", defaults={"digest": digest, "loaded_at": at})
        audit.about(record, None, added=dict(receipt.added), changed=dict(receipt.changed))
        if receipt.changed_anything:
            public.raise_version()
    return receipt


class Loader:
    """Writes checked reference rows, parents before children."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.receipt = Receipt()
        self.areas: dict[str, Area] = {}

    def load(self) -> Receipt:
        self._nation_and_boards()
        self._authorities()
        self._clusters()
        self._planning_groups()
        self._practices()
        self._small_areas()
        self._postcodes()
        self._towns()
        self._outlines()
        self._populations()
        return self.receipt

    def _area(self, kind: str, code: str, **values: Any) -> Area:
        values |= found_by(values["name_en"], values["name_cy"], *values.pop("others", ()))
        area: Area = settle(Area, self.receipt, key={"kind": kind, "code": code}, values=values)
        self.areas[code] = area
        return area

    def _nation_and_boards(self) -> None:
        names = {name: value for name, value in WALES.items() if name != "code"}
        nation = self._area(Area.Kind.NATION, WALES["code"], **names)
        for code, row in self.places.boards.items():
            columns = {name: row.text(name) for name in reference.BOARD_COLUMNS}
            self._area(Area.Kind.HEALTH_BOARD, code, parent=nation, **columns)

    def _authorities(self) -> None:
        for code, row in self.places.authorities.items():
            self._area(Area.Kind.LOCAL_AUTHORITY, code, **self._names(row), **reference.authority_slugs(row))

    def _names(self, row: Row) -> dict[str, Any]:
        return {
            "name_en": row.text("name_en"),
            "name_cy": row.text("name_cy"),
            "parent": self.areas[row.text("health_board_ons_code")],
        }

    def _clusters(self) -> None:
        for slug, row in self.places.clusters.items():
            authority = row.text("local_authority_code")
            county = self.places.authorities[authority]
            others = [name.strip() for name in row.optional("other_names_seen").split(";") if name.strip()]
            before = Area.objects.filter(kind=Area.Kind.CLUSTER, code=slug).first()
            cluster = self._area(
                Area.Kind.CLUSTER,
                slug,
                **self._names(row),
                slug_en=slug,
                slug_cy=row.text("slug_cy"),
                name_cy_status=row.text("name_cy_status"),
                name_cy_source=row.optional("name_cy_source"),
                local_authority=self.areas[authority],
                others=[*others, county.text("name_en"), county.text("name_cy")],
            )
            if before is not None:
                self._called_anew(before, cluster)
            for name in others:
                settle(BodyAlias, self.receipt, key={"body_id": cluster.pk, "name": name}, values={})

    def _called_anew(self, before: Area, cluster: Area) -> None:
        """Let addresses of before lead on, and what is called after a cluster follow, where a file calls it anew."""
        names = {name: getattr(cluster, name) for name in ("name_en", "name_cy", "slug_en", "slug_cy")}
        if names != {name: getattr(before, name) for name in names}:
            keep_old_names(before, names)
            call_dependants(cluster)

    def _planning_groups(self) -> None:
        for slug, row in self.places.planning_groups.items():
            names = self._names(row)
            values = {
                **names,
                "slug_cy": row.text("slug_cy"),
                **found_by(names["name_en"], names["name_cy"]),
                "is_assumed": row.text("status") == "assumed",
                "source": row.optional("source"),
            }
            group = settle(PlanningGroup, self.receipt, key={"slug_en": slug}, values=values)
            for code in row.text("local_authority_codes").split(";"):
                key = {"planning_group": group, "local_authority": self.areas[code]}
                settle(Coverage, self.receipt, key=key, values={})

    def _practices(self) -> None:
        for code, row in self.places.practices.items():
            provider = settle(Provider, self.receipt, key={"ods_code": code}, values=self._practice(row))
            self._join(provider, row)

    def _practice(self, row: Row) -> dict[str, Any]:
        postcode = row.optional("postcode")
        return {
            "kind": Provider.Kind.GP_PRACTICE,
            "name": row.text("practice_name"),
            "address": row.optional("address"),
            "postcode": postcode,
            "postcode_in_ods": row.optional("ods_postcode"),
            "local_authority": self.areas[row.text("local_authority_code")],
            "latitude": row.number_or_none("latitude"),
            "longitude": row.number_or_none("longitude"),
            "registered_patients": row.integer("registered_patients"),
            "registered_period": reference.PRACTICE_LIST,
            "source": reference.PRACTICE_SOURCE,
            "search_text": search_text(row.text("practice_name"), row.optional("address"), postcode, self._place(row)),
        }

    def _place(self, row: Row) -> str:
        """Return the name of the small area that a practice is in: often its town, which addresses leave out."""
        small_area = self.places.small_area_names.get(row.optional("lsoa21_code"))
        return small_area.text("lsoa_name") if small_area else ""

    def _join(self, provider: Provider, row: Row) -> None:
        slug = self.places.cluster_named(row.text("cluster_name"), row.text("health_board_ons_code"))
        cluster = self.areas[slug]
        open_membership = provider.memberships.filter(during__endswith=None).first()
        if open_membership is not None:
            self.receipt.left["membership"] += 1
            return
        Membership.objects.create(provider=provider, cluster=cluster, source=reference.PRACTICE_SOURCE)
        self.receipt.added["membership"] += 1

    def _small_areas(self) -> None:
        known = set(SmallArea.objects.values_list("code", flat=True))
        missing = {code: row for code, row in self.places.small_areas.items() if code not in known}
        SmallArea.objects.bulk_create(self._small_area(code, row) for code, row in missing.items())
        Assignment.objects.bulk_create(self._assignment(code, row) for code, row in missing.items())
        moved = self._reassign(known)
        self.receipt.count("small area", added=len(missing), changed=moved, left=len(known) - moved)

    def _reassign(self, known: set[str]) -> int:
        """Give small areas to the clusters that the files now name; assignments by another method are left alone."""
        ours = Assignment.objects.filter(small_area__in=known, method=reference.BEST_FIT, during__endswith=None)
        moved = []
        for assignment in ours:
            cluster = self.areas[self._cluster_of(self.places.small_areas[assignment.small_area_id])]
            if assignment.cluster_id != cluster.pk:
                assignment.cluster = cluster
                moved.append(assignment)
        Assignment.objects.bulk_update(moved, ["cluster"])
        return len(moved)

    def _cluster_of(self, row: Row) -> str:
        return self.places.cluster_named(row.text("cluster_name_approx"), row.text("health_board_ons_code"))

    def _small_area(self, code: str, row: Row) -> SmallArea:
        name = self.places.small_area_names[code].text("lsoa_name")
        return SmallArea(code=code, name=name, local_authority=self.areas[row.text("la_code")])

    def _assignment(self, code: str, row: Row) -> Assignment:
        return Assignment(
            small_area_id=code,
            cluster=self.areas[self._cluster_of(row)],
            during=always(),
            method=reference.BEST_FIT,
            share=row.number_or_none("gravity_share"),
        )

    def _postcodes(self) -> None:
        known = Postcode.objects.count()
        postcodes = [postcode for postcode, _small_area in self.places.postcodes]
        small_areas = [small_area for _postcode, small_area in self.places.postcodes]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO clusters_postcode (postcode, small_area_id) SELECT * FROM unnest(%s::text[], %s::text[])"
                " ON CONFLICT (postcode) DO UPDATE SET small_area_id = excluded.small_area_id"
                " WHERE clusters_postcode.small_area_id <> excluded.small_area_id",
                [postcodes, small_areas],
            )
        self.receipt.count("postcode", added=len(self.places.postcodes) - known, left=known)

    def _towns(self) -> None:
        located = Provider.objects.filter(kind=Provider.Kind.GP_PRACTICE, latitude__isnull=False)
        practices = list(located.filter(longitude__isnull=False, closed_on=None))
        for key, row in self.places.towns.items():
            place = Place(latitude=float(row.text("latitude")), longitude=float(row.text("longitude")))
            values = {
                "name": row.text("name_en"),
                "other_names": row.optional("other_names"),
                "population": row.integer("population") or None,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "small_area_id": row.text("lsoa21_code"),
                "nearest_practice": nearest(place, practices),
            }
            # A name that somebody gave stays where the file has none.
            if row.optional("name_cy"):
                values["name_cy"] = row.text("name_cy")
            settle(Place, self.receipt, key={"geonames_key": int(key)}, values=values)

    def _outlines(self) -> None:
        for code, outline in self.places.outlines.items():
            area = self.areas[code]
            values = {**outline, "is_approximate": area.kind == Area.Kind.CLUSTER}
            settle(Outline, self.receipt, key={"area": area}, values=values)

    def _populations(self) -> None:
        registered, resident = self._registered(), self._residents()
        factor = sum(registered.values()) / sum(resident.values())
        for code, area in self.areas.items():
            self._population(area, PopulationBasis.REGISTERED, registered[code])
            error = resident[code] * factor / registered[code] - 1 if area.kind == Area.Kind.CLUSTER else None
            self._population(area, PopulationBasis.RESIDENT, resident[code], fit_error=error)

    def _population(self, area: Area, basis: str, count: int, *, fit_error: float | None = None) -> None:
        registered = basis == PopulationBasis.REGISTERED
        approximate = not registered and area.kind == Area.Kind.CLUSTER
        values = {
            "count": count,
            "geography_basis": GeographyBasis.APPROXIMATE if approximate else GeographyBasis.EXACT,
            "source": reference.PRACTICE_SOURCE if registered else reference.CENSUS_SOURCE,
            "fit_error": fit_error,
        }
        period = reference.PRACTICE_LIST if registered else reference.CENSUS_PERIOD
        settle(Population, self.receipt, key={"area": area, "basis": basis, "period": period}, values=values)

    def _registered(self) -> dict[str, int]:
        totals: dict[str, int] = defaultdict(int)
        for row in self.places.practices.values():
            slug = self.places.cluster_named(row.text("cluster_name"), row.text("health_board_ons_code"))
            codes = (slug, row.text("local_authority_code"), row.text("health_board_ons_code"), WALES["code"])
            _add(totals, codes, row.integer("registered_patients"))
        return totals

    def _residents(self) -> dict[str, int]:
        totals: dict[str, int] = defaultdict(int)
        for code, row in self.places.small_areas.items():
            codes = (self._cluster_of(row), row.text("la_code"), row.text("health_board_ons_code"), WALES["code"])
            _add(totals, codes, self.places.residents[code].integer("usual_residents_2021"))
        return totals


def _add(totals: dict[str, int], codes: Iterable[str], amount: int) -> None:
    for code in codes:
        totals[code] += amount
