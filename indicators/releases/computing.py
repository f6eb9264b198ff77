"""Writes about indicators: the catalogue, and releases of figures."""

import datetime
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Max

from accounts import audit
from accounts.models import Person
from clusters.models import Area, Assignment, GeographyBasis, Membership
from common import public
from common.loading import Receipt, digest_of, settle
from common.models import LoadedFiles
from common.tabular import Row
from indicators import catalogue
from indicators.computation.figures import FIGURE_COLUMNS, METHODS_EDITION, Computation, Figures, Standing, standing
from indicators.computation.recipes import RECIPES, WIMD_2019, Recipe
from indicators.models import (
    CurrentExampleSet,
    CurrentFigureSet,
    Figure,
    FigureSet,
    Flag,
    Indicator,
    Period,
    Release,
    Topic,
)
from indicators.releases.breakdowns import write_breakdowns
from indicators.releases.deprivation import write_deprivation
from indicators.releases.findings import write_findings
from indicators.releases.neighbours import write_neighbours
from indicators.releases.trends import write_trends

# Whose a figure is that we work out: its publisher's where the areas are exact, else our own.
RANKS = {
    GeographyBasis.EXACT: FigureSet.Rank.RECOMPUTED,
    GeographyBasis.APPROXIMATE: FigureSet.Rank.APPROXIMATION,
}
CATALOGUE_FILES = ("indicator_catalogue.csv", "indicator_periods.csv", "indicator_topics.csv")


def load_catalogue(*, folder: Path, at: datetime.datetime, by: Person | None = None) -> Receipt | None:
    """Load topics, periods and indicators; None where exactly these files were loaded before."""
    digest = digest_of(folder / name for name in CATALOGUE_FILES)
    if LoadedFiles.objects.filter(name="catalogue", digest=digest).exists():
        return None
    with audit.recorded("indicators.load_catalogue", by=by, at=at) as record:
        receipt = _settle_catalogue(folder)
        LoadedFiles.objects.update_or_create(name="catalogue", defaults={"digest": digest, "loaded_at": at})
        audit.about(record, None, added=dict(receipt.added), changed=dict(receipt.changed))
        public.raise_version()
    return receipt


def _settle_catalogue(folder: Path) -> Receipt:
    receipt = Receipt()
    for row in catalogue.periods(folder):
        settle(Period, receipt, key={"code": row.text("code")}, values=catalogue.period_values(row))
    topics = {
        row.text("code"): settle(Topic, receipt, key={"code": row.text("code")}, values=catalogue.topic_values(row))
        for row in catalogue.topics(folder)
    }
    rows = catalogue.indicators(folder)
    is_chosen = Release.objects.exclude(key_indicators=[]).exists()
    _make_way(rows, is_chosen=is_chosen)
    for row in rows:
        values = {**catalogue.indicator_values(row), "topic": topics[row.one_of("topic", topics)]}
        if is_chosen:
            del values["key_order"]
        settle(Indicator, receipt, key={"code": row.text("code")}, values=values)
    return receipt


def _make_way(rows: list[Row], *, is_chosen: bool) -> None:
    """Let indicators that the files call otherwise keep their figures, and free each key place that they give anew.

    Where somebody has chosen which are key, the files have no say in it.
    """
    for row in rows:
        if row.optional("former_code"):
            Indicator.objects.filter(code=row.optional("former_code")).update(code=row.text("code"))
    if is_chosen:
        return
    places = {row.text("code"): row.integer_or_none("key_order") for row in rows}
    for indicator in Indicator.objects.key():
        if places.get(indicator.code, indicator.key_order) != indicator.key_order:
            Indicator.objects.filter(pk=indicator.pk).update(key_order=None)


def publish_computed_release(
    *, folder: Path, at: datetime.datetime, on: datetime.date, by: Person | None = None
) -> Release | None:
    """Compute every recipe from the files of a folder and publish the figures as one release.

    None where the newest release was made from exactly these inputs. All figures stand or none.
    """
    digest = _inputs_digest(folder, on)
    computed = Release.objects.filter(is_example=False, file_name="").exclude(figure_sets=None)
    newest = computed.order_by("number").last()
    if newest is not None and newest.inputs_digest == digest:
        return None
    with audit.recorded("indicators.publish_release", by=by, at=at) as record:
        release = new_release(
            at=at,
            digest=digest,
            title_en="Figures computed from open data",
            title_cy="Ffigurau a gyfrifwyd o ddata agored",
        )
        computation = Computation(folder=folder, on=on)
        sets = _write_figures(release, computation)
        write_breakdowns(release, computation)
        write_deprivation(zip(RECIPES, sets, strict=True), computation)
        write_neighbours(release, computation)
        make_current(sets)
        write_trends(release, sets)
        write_findings(release)
        audit.about(record, release, figure_sets=len(sets))
        public.raise_version()
    return release


def _inputs_digest(folder: Path, on: datetime.date) -> str:
    """Return one digest of all that a computation depends on: files, assignments, memberships, methods."""
    assignments = Assignment.objects.current(on=on).order_by("small_area_id")
    memberships = Membership.objects.current(on=on).order_by("provider_id", "cluster_id")
    parts = [
        digest_of({folder / file for recipe in RECIPES for file in recipe.files} | {folder / WIMD_2019}),
        list(assignments.values_list("small_area_id", "cluster_id")),
        list(memberships.values_list("provider_id", "cluster_id", "provider__registered_patients")),
        list(Indicator.objects.order_by("code").values_list("code", "method", "multiplier", "comparison")),
        list(Indicator.objects.order_by("code").values_list("code", "disclosure_threshold")),
        METHODS_EDITION,
    ]
    return sha256(json.dumps(parts).encode()).hexdigest()


def new_release(*, at: datetime.datetime, digest: str, **values: Any) -> Release:
    """Make the release with the next number, published now."""
    number = (Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    return Release.objects.create(number=number, made_at=at, published_at=at, inputs_digest=digest, **values)


def _write_figures(release: Release, computation: Computation) -> list[FigureSet]:
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    periods = {period.code: period for period in Period.objects.all()}
    sets = []
    for recipe in RECIPES:
        indicator = indicators[recipe.indicator]
        figure_set = _figure_set(release, indicator, periods[recipe.period], recipe)
        copy_figures(_rows(figure_set, indicator, computation.figures(recipe, indicator), computation))
        sets.append(figure_set)
    return sets


def _figure_set(release: Release, indicator: Indicator, period: Period, recipe: Recipe) -> FigureSet:
    return FigureSet.objects.create(
        release=release,
        indicator=indicator,
        period=period,
        method=indicator.method,
        comparison=indicator.comparison,
        source_files="; ".join(recipe.files),
        rank=RANKS[GeographyBasis(indicator.geography_basis)],
    )


def _rows(
    figure_set: FigureSet, indicator: Indicator, figures: Figures, computation: Computation
) -> Iterator[tuple[Any, ...]]:
    """Give one row an area; what is hidden keeps its flag and nothing else."""
    areas = computation.areas
    wales = standing(indicator, figures, areas, np.full(len(areas), areas.wales))
    board = standing(indicator, figures, areas, areas.boards)
    for place, area in enumerate(areas.areas):
        approximate = area.kind == Area.Kind.CLUSTER and indicator.geography_basis == GeographyBasis.APPROXIMATE
        basis = GeographyBasis.APPROXIMATE if approximate else GeographyBasis.EXACT
        if figures.hidden[place]:
            yield (
                figure_set.pk,
                area.pk,
                *[None] * 7,
                Flag.SMALL_NUMBERS,
                basis,
                *["not_compared"] * 2,
                *[None] * 4,
            )
            continue
        yield (figure_set.pk, area.pk, *_measures(figures, place), basis, *_standings(board, wales, place))


def _measures(figures: Figures, place: int) -> tuple[Any, ...]:
    numbers = (
        figures.counts[place],
        figures.denominators[place],
        figures.values[place],
        figures.lower[place, 0],
        figures.upper[place, 0],
        figures.lower[place, 1],
        figures.upper[place, 1],
    )
    if np.isnan(figures.values[place]):
        return (*[None] * 7, Flag.NOT_AVAILABLE)
    return (*map(_present, numbers), Flag.GIVEN)


def _standings(board: Standing, wales: Standing, place: int) -> tuple[Any, ...]:
    return (
        board.outcomes[place],
        wales.outcomes[place],
        _present(board.differences[place]),
        _present(board.ratios[place]),
        _present(wales.differences[place]),
        _present(wales.ratios[place]),
    )


def _present(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def copy_figures(rows: Iterator[tuple[Any, ...]]) -> None:
    """Write rows of `FIGURE_COLUMNS` as fast as PostgreSQL takes them."""
    columns = ", ".join(f'"{column}"' for column in FIGURE_COLUMNS)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {Figure._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def make_current(
    sets: list[FigureSet], shown: type[CurrentFigureSet] | type[CurrentExampleSet] = CurrentFigureSet
) -> None:
    """Let the public see these figure sets in place of earlier ones of no higher rank; mark the latest periods.

    One that is outranked is kept, and stands beside as what it is.
    """
    rows: Any = shown._default_manager
    seen = {(row.indicator_id, row.period_id): row.figure_set.rank for row in rows.select_related("figure_set")}
    free = [one for one in sets if one.rank >= seen.get((one.indicator_id, one.period_id), 0)]
    rows.bulk_create(
        [
            shown(indicator_id=one.indicator_id, period_id=one.period_id, figure_set=one, is_latest=False)
            for one in free
        ],
        update_conflicts=True,
        unique_fields=["indicator", "period"],
        update_fields=["figure_set", "is_latest"],
    )
    mark_latest(shown)


def mark_latest(shown: type[CurrentFigureSet] | type[CurrentExampleSet]) -> None:
    """Mark of each indicator the figure set whose period ends last."""
    rows: Any = shown._default_manager
    latest = rows.order_by("indicator_id", *Period.latest_first(), "-period_id").distinct("indicator_id")
    numbers = [row.pk for row in latest]
    rows.filter(is_latest=True).exclude(pk__in=numbers).update(is_latest=False)
    rows.filter(pk__in=numbers, is_latest=False).update(is_latest=True)
