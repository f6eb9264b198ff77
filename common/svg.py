"""Parts that drawings share: degrees to drawing units, rings to paths, boxes to views.

Drawing units: about 111 m each, to the right and down from a point west and north of Wales, shortened east to west for
the latitude of mid Wales, so that shapes look as they do on a map.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WEST, NORTH = -5.7, 53.5
UNITS_A_DEGREE = 1000
SHORTENED = math.cos(math.radians(52.4))
FEWEST_POINTS = 4

Ring = Sequence[Sequence[float]]
Point = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """The rectangle that a drawing fills."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def around(cls, boxes: Iterable["Box"]) -> "Box":
        found = list(boxes)
        return cls(
            min(box.left for box in found),
            min(box.top for box in found),
            max(box.right for box in found),
            max(box.bottom for box in found),
        )

    def view_box(self, *, margin: int = 10) -> str:
        """Return the attribute that shows this rectangle and a margin round it."""
        width, height = self.right - self.left + 2 * margin, self.bottom - self.top + 2 * margin
        return f"{self.left - margin} {self.top - margin} {width} {height}"


def points(ring: Ring, *, step: int = 1) -> list[Point]:
    """Return the corners of a ring in drawing units, rounded to `step`, without repeats."""
    corners: list[Point] = []
    for longitude, latitude in ring:
        across = round((longitude - WEST) * SHORTENED * UNITS_A_DEGREE / step) * step
        down = round((NORTH - latitude) * UNITS_A_DEGREE / step) * step
        if not corners or corners[-1] != (across, down):
            corners.append((across, down))
    return corners


def path(rings: Iterable[Ring], *, step: int = 1) -> str:
    """Return the path of some rings, in steps from corner to corner; rings too small to see are left out."""
    drawn = (points(ring, step=step) for ring in rings)
    return "".join(_closed(corners) for corners in drawn if len(set(corners)) >= FEWEST_POINTS)


def box(rings: Iterable[Ring]) -> Box:
    """Return the rectangle round some rings."""
    corners = [corner for ring in rings for corner in points(ring)]
    across, down = [one for one, _ in corners], [one for _, one in corners]
    return Box(min(across), min(down), max(across), max(down))


def _closed(corners: list[Point]) -> str:
    steps = (f"{x - a} {y - b}" for (a, b), (x, y) in zip(corners, corners[1:-1], strict=False))
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z".replace(" -", "-")


@dataclass(frozen=True)
class Scale:
    """A straight scale from values to drawing units."""

    lowest: float
    highest: float
    start: float
    end: float

    @classmethod
    def over(cls, values: Iterable[float], start: float, end: float) -> "Scale":
        """Return the scale that just holds some values; a single value stands in the middle."""
        found = list(values)
        lowest, highest = min(found), max(found)
        if lowest == highest:
            lowest, highest = lowest - 1, highest + 1
        return cls(lowest, highest, start, end)

    def at(self, value: float) -> float:
        """Return where a value stands, to a tenth of a unit."""
        share = (value - self.lowest) / (self.highest - self.lowest)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self, most: int = 5) -> list[float]:
        """Return round values across the scale, at most `most`, a step of 1, 2 or 5 apart."""
        span = (self.highest - self.lowest) / max(most - 1, 1)
        power = 10.0 ** math.floor(math.log10(span))
        step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= span)
        first = math.ceil(self.lowest / step - 1e-9)
        last = math.floor(self.highest / step + 1e-9)
        return [number * step for number in range(first, last + 1)]


def dots(positions: Iterable[float], height: float) -> str:
    """Return a path of dots side by side: points of no length, drawn by a round stroke."""
    return "".join(f"M{position:g} {height:g}h0" for position in sorted(set(positions)))
