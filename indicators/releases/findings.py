"""Key findings are written when a release is made; pages only read them."""

from collections import defaultdict
from collections.abc import Iterator

from clusters.models import Area
from indicators.computation.findings import (
    Known,
    Spread,
    in_each_language,
    main_differences,
    widest_spreads,
)
from indicators.models import Figure, KeyFinding, Outcome, Release


def write_findings(release: Release) -> int:
    """Write anew, with a release, the key findings of every cluster and board; return how many.

    They are drawn from all that the public sees now, so that a release of one indicator does not silence the others.
    """
    figures = _key_figures(is_example=release.is_example)
    wales = {row.figure_set_id: row.value for row in figures if row.area.kind == Area.Kind.NATION}
    by_area: dict[Area, list[Figure]] = defaultdict(list)
    for row in figures:
        if row.area.kind in (Area.Kind.CLUSTER, Area.Kind.HEALTH_BOARD) and row.value is not None:
            by_area[row.area].append(row)
    findings = [
        finding for area in by_area for finding in _findings_of(release, area, by_area, wales) if finding.generated_en
    ]
    KeyFinding.objects.bulk_create(findings)
    return len(findings)


def _key_figures(*, is_example: bool) -> list[Figure]:
    """Return the current figures of the latest period on key indicators; of the examples on all that they have."""
    if is_example:
        current = Figure.objects.filter(figure_set__current_example__is_latest=True)
    else:
        current = Figure.objects.filter(
            figure_set__indicator__key_order__isnull=False, figure_set__current__is_latest=True
        )
    related = ("area", "figure_set__indicator", "figure_set__period")
    return list(current.select_related(*related).order_by("area_id", "figure_set__indicator__key_order"))


def _findings_of(
    release: Release, area: Area, by_area: dict[Area, list[Figure]], wales: dict[int, float | None]
) -> Iterator[KeyFinding]:
    known = [_known(row, wales[row.figure_set_id] or 0.0) for row in by_area[area] if row.figure_set_id in wales]
    spreads = []
    if area.kind == Area.Kind.HEALTH_BOARD:
        children = [row for child, rows in by_area.items() if child.parent_id == area.pk for row in rows]
        spreads = widest_spreads(_spreads(children))
    differences = main_differences(known)
    spoken_of = [one.indicator for one in (*differences, *spreads)] or [None]
    texts = in_each_language(differences, spreads)
    for order, (text, indicator) in enumerate(zip(texts, spoken_of, strict=True), start=1):
        yield KeyFinding(
            release=release,
            area=area,
            order=order,
            indicator=indicator,
            generated_en=text["en"],
            generated_cy=text["cy"],
        )


def _known(row: Figure, wales: float) -> Known:
    sure = row.lower998 is not None and row.upper998 is not None and not row.lower998 <= wales <= row.upper998
    return Known(
        indicator=row.figure_set.indicator,
        period=row.figure_set.period,
        value=row.value or 0.0,
        wales=wales,
        outcome=row.versus_wales,
        ratio=row.ratio_wales,
        is_very_sure=sure,
    )


def _spreads(rows: list[Figure]) -> list[Spread]:
    """Count, per indicator, the clusters that are higher or lower than Wales."""
    by_set: dict[int, list[Figure]] = defaultdict(list)
    for row in rows:
        if row.figure_set.comparison == "interval":
            by_set[row.figure_set_id].append(row)
    return [
        Spread(
            indicator=found[0].figure_set.indicator,
            period=found[0].figure_set.period,
            higher=sum(row.versus_wales == Outcome.HIGHER for row in found),
            lower=sum(row.versus_wales == Outcome.LOWER for row in found),
            total=len(found),
        )
        for found in by_set.values()
    ]
