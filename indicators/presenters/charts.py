"""Drawings of figures, as numbers for the templates: no colour, no words glued together, no figure worked out anew."""

from collections.abc import Iterable
from dataclasses import dataclass

from common.svg import Scale, dots
from indicators.queries import Shown

WIDTH, HEIGHT, MARGIN = 420, 40, 10


@dataclass(frozen=True)
class Strip:
    """Where one area stands among all clusters: grey dots, a large one with its interval, two lines."""

    others: str
    places: tuple[float, ...]
    here: float | None
    lower: float | None
    upper: float | None
    wales: float | None
    board: float | None
    middle: float = HEIGHT / 2


def scale_of(figures: Iterable[Shown | None]) -> Scale | None:
    """Return the scale that holds the values and intervals of some figures; None where there are none."""
    values = [
        value
        for figure in figures
        if figure is not None and figure.value is not None
        for value in (figure.value, figure.lower95, figure.upper95)
        if value is not None
    ]
    return Scale.over(values, MARGIN, WIDTH - MARGIN) if values else None


def strip(
    scale: Scale | None, here: Shown | None, *, among: Iterable[Shown | None], wales: Shown | None, board: Shown | None
) -> Strip | None:
    """Place a figure on a scale; `among` are the figures of all clusters, dotted behind it."""
    if scale is None:
        return None
    places = tuple(scale.at(figure.value) for figure in among if figure is not None and figure.value is not None)
    return Strip(
        others=dots(places, HEIGHT / 2),
        places=places,
        here=_place(scale, here and here.value),
        lower=_place(scale, here and here.lower95),
        upper=_place(scale, here and here.upper95),
        wales=_place(scale, wales and wales.value),
        board=_place(scale, board and board.value),
    )


def _place(scale: Scale, value: float | None) -> float | None:
    return None if value is None else scale.at(value)
