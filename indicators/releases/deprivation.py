"""Figures by deprivation fifth are written with the figure sets that they belong to; pages only read them."""

from collections.abc import Iterable

from indicators.computation.deprivation import FIFTHS, ByFifth, applies, by_fifth
from indicators.computation.figures import Computation
from indicators.computation.geography import Numbers
from indicators.computation.recipes import Recipe
from indicators.models import DeprivationFifth, DeprivationGap, FigureSet


def write_deprivation(made: Iterable[tuple[Recipe, FigureSet]], computation: Computation) -> None:
    """Write the figures of Wales and its boards by fifth, and their indices, for each figure set that has them."""
    fifths: list[DeprivationFifth] = []
    gaps: list[DeprivationGap] = []
    for recipe, figure_set in made:
        if applies(recipe, figure_set.indicator):
            found = by_fifth(computation, recipe, figure_set.indicator)
            areas = [computation.areas.areas[place].pk for place in found.places]
            fifths += _fifths(figure_set, areas, found)
            gaps += _gaps(figure_set, areas, found)
    DeprivationFifth.objects.bulk_create(fifths)
    DeprivationGap.objects.bulk_create(gaps)


def _fifths(figure_set: FigureSet, areas: list[int], found: ByFifth) -> list[DeprivationFifth]:
    return [
        DeprivationFifth(
            figure_set=figure_set,
            area_id=area,
            fifth=fifth,
            count=found.counts[row, column],
            denominator=found.denominators[row, column],
            value=found.values[row, column],
            lower95=found.lower[row, column],
            upper95=found.upper[row, column],
        )
        for row, area in enumerate(areas)
        for column, fifth in enumerate(FIFTHS)
    ]


def _gaps(figure_set: FigureSet, areas: list[int], found: ByFifth) -> list[DeprivationGap]:
    """Give one row an area."""
    return [
        DeprivationGap(
            figure_set=figure_set,
            area_id=area,
            ranking=found.ranking,
            **{name: float(numbers[row]) for name, numbers in _indices(found)},
        )
        for row, area in enumerate(areas)
    ]


def _indices(found: ByFifth) -> list[tuple[str, Numbers]]:
    parts = (("slope", found.gaps.slope), ("relative", found.gaps.relative))
    ends = (("", "value"), ("_lower95", "lower"), ("_upper95", "upper"))
    return [(name + end, getattr(index, part)) for name, index in parts for end, part in ends]
