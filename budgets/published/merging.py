"""Which lines the public sees by themselves, and which only together with others.

Every line goes into exactly one `Part`. All that is shown of a body (its total; sums by priority, category and stream;
each part by itself) adds up whole parts, so that nothing finer than a part can be computed by taking sums apart. A part
stands only if it tells nobody's pay: never the money of one small line alone, never of too few posts.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from budgets.models import BudgetLine, ReportingRule
from common.money import ZERO

STAFF = BudgetLine.Category.STAFF
MEASURES = ("allocated", "carried_over", "spent")
# The value of a part whose lines differ in something.
SEVERAL = "several"


@dataclass(frozen=True)
class Amounts:
    """Money up to a closed period; None where nothing was entered, which differs from £0."""

    allocated: Decimal | None = None
    carried_over: Decimal | None = None
    spent: Decimal | None = None

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(*(_added(getattr(self, one), getattr(other, one)) for one in MEASURES))

    @property
    def budget(self) -> Decimal:
        return (self.allocated or ZERO) + (self.carried_over or ZERO)

    @property
    def share_spent(self) -> Decimal | None:
        """Which share of the money was spent, in per cent; None where there is none, or no spending was entered."""
        return self.spent * 100 / self.budget if self.spent is not None and self.budget > 0 else None


def _added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one if other is None else one + other


@dataclass(frozen=True)
class Line:
    """A budget line as far as the public may know it; `place` is what it is for: a priority, or a heading."""

    key: int
    category: str
    amounts: Amounts
    title: Any = ""
    stream: Any = None
    place: str = ""
    posts: Decimal | None = None

    @property
    def is_staff(self) -> bool:
        return self.category == STAFF

    def is_small(self, rule: ReportingRule) -> bool:
        """Whether it may not be shown by itself."""
        too_few = self.is_staff and (self.posts is None or self.posts < rule.posts_shown_from)
        return too_few or self.amounts.budget < rule.pounds_shown_from


@dataclass(frozen=True)
class Part:
    """Lines that are shown as one: a line by itself, the small lines of a category, or small lines of several."""

    lines: tuple[Line, ...]
    is_merged: bool = False

    @property
    def amounts(self) -> Amounts:
        return sum((line.amounts for line in self.lines), Amounts())

    def common(self, name: str) -> Any:
        """Return what all its lines have in common, `SEVERAL` where they differ."""
        found = {getattr(line, name) for line in self.lines}
        return found.pop() if len(found) == 1 else SEVERAL

    @property
    def order(self) -> tuple[bool, Decimal, int]:
        """The largest first, what was merged last."""
        return self.is_merged, -self.amounts.budget, self.lines[0].key


def parts_of(lines: Iterable[Line], rule: ReportingRule) -> list[Part] | None:
    """Return the lines as they may be shown; None where even their sum would tell somebody's pay.

    Small lines are merged by category. What would still tell something goes into one part of other lines; if that
    does, it takes in the next smallest part, until it does not.
    """
    found = list(lines)
    small = [line for line in found if line.is_small(rule)]
    single = [Part((line,)) for line in found if line not in small]
    groups = [Part(tuple(group), is_merged=True) for group in _by_category(small).values()]
    other = [line for part in groups if _tells(part.lines, rule) for line in part.lines]
    kept = sorted([*single, *(part for part in groups if not _tells(part.lines, rule))], key=_smallest_merged_first)
    while _tells(other, rule):
        if not kept:
            return None
        other += kept.pop(0).lines
    if other:
        kept.append(Part(tuple(sorted(other, key=lambda line: line.key)), is_merged=True))
    return sorted(kept, key=lambda part: part.order)


def _by_category(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.category].append(line)
    return found


def _smallest_merged_first(part: Part) -> tuple[bool, Decimal, int]:
    return not part.is_merged, part.amounts.budget, part.lines[0].key


def _tells(lines: Iterable[Line], rule: ReportingRule) -> bool:
    """Whether some sum over lines is the money of one small line alone, or the pay of too few posts."""
    found = list(lines)
    return any(tells_of_few([line for line in found if getattr(line.amounts, one)], rule) for one in MEASURES)


def tells_of_few(having: list[Line], rule: ReportingRule) -> bool:
    """Whether lines that have some money tell by their sum what one of them has, or what a few people are paid."""
    if not any(line.is_small(rule) for line in having):
        return False
    posts = sum((line.posts or ZERO for line in having), ZERO)
    return len(having) == 1 or (all(line.is_staff for line in having) and posts < rule.posts_shown_from)


@dataclass(frozen=True)
class Row:
    """A sum over whole parts, for one value of what they are told apart by."""

    value: Any
    parts: list[Part] = field(default_factory=list)

    @property
    def amounts(self) -> Amounts:
        return sum((part.amounts for part in self.parts), Amounts())


def rows_by(parts: Iterable[Part], name: str) -> list[Row]:
    """Return parts added up by `category`, `stream` or `place`, the most money first, `SEVERAL` last."""
    found: dict[Any, list[Part]] = defaultdict(list)
    for part in parts:
        found[part.common(name)].append(part)
    rows = [Row(value, members) for value, members in found.items()]
    return sorted(rows, key=lambda row: (row.value == SEVERAL, -row.amounts.budget, row.parts[0].lines[0].key))


def total_of(parts: Iterable[Part]) -> Amounts:
    return sum((part.amounts for part in parts), Amounts())
