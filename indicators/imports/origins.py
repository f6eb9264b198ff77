"""What a file says of where its figures come from: source, note, and whether the areas of clusters are exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clusters.models import GeographyBasis
from common.tabular import Filled

COLUMNS = ("source_en", "source_cy", "note_en", "note_cy", "geography_basis")
LONGEST = {"source_en": 300, "source_cy": 300, "note_en": 3000, "note_cy": 3000, "geography_basis": 12}


@dataclass(frozen=True)
class Origin:
    """The same for every figure of one indicator and period."""

    source_en: str = ""
    source_cy: str = ""
    note_en: str = ""
    note_cy: str = ""
    geography_basis: str = ""

    def fault(self) -> tuple[str, object] | None:
        """Return the column that is wrong and its problem; None where all is in order."""
        for column, longest in LONGEST.items():
            if len(getattr(self, column)) > longest:
                return column, Filled(_("the text is longer than %(longest)s characters."), {"longest": longest})
        for kind in ("source", "note"):
            for language, other in (("en", "cy"), ("cy", "en")):
                if getattr(self, f"{kind}_{other}") and not getattr(self, f"{kind}_{language}"):
                    return f"{kind}_{language}", _("the cell is empty.")
        if self.geography_basis and self.geography_basis not in GeographyBasis.values:
            words = _("“%(value)s” is not known here.")
            return "geography_basis", Filled(words, {"value": self.geography_basis})
        return None


def origins_of(
    cells: Mapping[str, Sequence[str]], keys: Sequence[tuple[int, int]]
) -> list[tuple[int, tuple[int, int], Origin]]:
    """Return each origin that some rows give for an indicator and period, with the first row that gives it."""
    columns = [column for column in COLUMNS if column in cells]
    if not columns:
        return []
    found: dict[tuple[tuple[int, int], tuple[str, ...]], int] = {}
    for place, (key, *texts) in enumerate(zip(keys, *(cells[column] for column in columns), strict=True)):
        found.setdefault((key, tuple(texts)), place)
    return [
        (place, key, Origin(**{column: text.strip() for column, text in zip(columns, texts, strict=True)}))
        for (key, texts), place in found.items()
    ]
