"""How places are drawn: an extra beside a list, never instead of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from clusters.models import Area, Outline, Provider
from common.svg import Box, points


@dataclass(frozen=True)
class Shape:
    """One area of a map."""

    name: str
    address: str
    path: str
    is_here: bool


@dataclass(frozen=True)
class Map:
    """Areas side by side, each a link to its page."""

    view_box: str
    shapes: list[Shape]
    practices: str
    is_approximate: bool


def area_map(areas: Iterable[Area], *, here: Area | None = None, practices: Iterable[Provider] = ()) -> Map | None:
    """Draw areas and practices; None where no area has an outline.

    Where one area is marked, the map says where it lies and leads nowhere; else each area is a link, as in its list.
    """
    keys = areas.values("pk") if isinstance(areas, QuerySet) else [area.pk for area in areas]
    outlines = list(Outline.objects.filter(area__in=keys).select_related("area"))
    if not outlines:
        return None
    return Map(
        view_box=Box.around(outline.box for outline in outlines).view_box(),
        shapes=[_shape(outline, here) for outline in outlines],
        practices=_dots(practices),
        is_approximate=any(outline.is_approximate for outline in outlines),
    )


def _shape(outline: Outline, here: Area | None) -> Shape:
    area = outline.area
    address = area.get_absolute_url() if here is None else ""
    return Shape(area.name, address, outline.path, here is not None and area.pk == here.pk)


def _dots(practices: Iterable[Provider]) -> str:
    """Return the path of a dot for each practice whose place is known."""
    places = [
        (one.longitude, one.latitude) for one in practices if one.longitude is not None and one.latitude is not None
    ]
    return "".join(f"M{across} {down}h0" for across, down in points(places))
