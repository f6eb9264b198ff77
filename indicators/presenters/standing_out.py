"""What stands out in an area: its first findings in words, each with the strip of its indicator."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from clusters.models import Area
from indicators import queries
from indicators.models import KeyFinding
from indicators.presenters.profile import Block, Profile
from indicators.queries import Column

MOST = 3


@dataclass(frozen=True)
class StandsOut:
    """One finding, and the figures that it speaks of."""

    finding: KeyFinding
    block: Block


class Opening(Profile):
    """The first findings of an area among all of its kind; of the other indicators nothing is read."""

    def __init__(self, area: Area, *, on: datetime.date) -> None:
        super().__init__(area, on=on)
        found = [one for one in queries.key_findings(area) if one.indicator is not None]
        self.findings = found[:MOST]

    @cached_property
    def columns(self) -> list[Column]:
        codes = [one.indicator.code for one in self.findings if one.indicator is not None]
        return queries.columns(codes, example=self.is_example) if codes else []

    @cached_property
    def stands_out(self) -> list[StandsOut]:
        """The findings in their order; one whose indicator has no current figures is left out."""
        blocks = {column.indicator.pk: self._block(column) for column in self.columns}
        return [StandsOut(one, blocks[one.indicator_id]) for one in self.findings if one.indicator_id in blocks]
