"""Several plans drawn together as at a day: priorities by theme, money by year, actions by how they stand.

Money adds up; ratings and statuses are counted. Each sum is taken from the single amounts of the rows, so that the
sums over bodies and over themes can only be equal if none was lost.
"""

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from common.money import ZERO
from common.ordering import alphabetical
from governance.models import Body
from plans.editions.kinds import KINDS
from plans.models import PlanKind
from plans.progress.drawn import Drawn, Row, Words, words
from plans.progress.queries import deadlines_missed, open_states, published_on, standings
from plans.progress.standing import Standing

NO_THEME = ""


@dataclass(frozen=True)
class Amount:
    """What one action costs in one financial year."""

    body: int
    theme: str
    year: int
    pounds: Decimal


@dataclass(frozen=True)
class Sums:
    """Amounts added up for each group and year."""

    years: list[int]
    groups: dict[Hashable, list[Decimal]]

    @property
    def by_year(self) -> list[Decimal]:
        return [sum((row[place] for row in self.groups.values()), ZERO) for place in range(len(self.years))]

    @property
    def total(self) -> Decimal:
        return sum(self.by_year, ZERO)


@dataclass(frozen=True)
class Theme:
    """What the priorities of several plans have in common, with the priorities themselves."""

    code: str
    title: Words
    priorities: list[tuple[Drawn, Row]]

    @property
    def bodies(self) -> int:
        return len({drawn.plan.body_id for drawn, _row in self.priorities})


@dataclass(frozen=True)
class Rollup:
    """The plans of some bodies on a day, as far as a reader may see them; `is_public` for everybody."""

    bodies: list[Body]
    visibilities: frozenset[str]
    on: datetime.date
    own: Body | None = None
    is_public: bool = True

    @cached_property
    def _published(self) -> list[Drawn]:
        """The latest plan of each body that was published on the day."""
        wanted = [*self.bodies, *([self.own] if self.own else [])]
        kinds = (PlanKind.CLUSTER_IMTP, PlanKind.PAN_CLUSTER)
        latest = {one.plan.body_id: one for one in published_on([body.pk for body in wanted], on=self.on, kinds=kinds)}
        return [Drawn(latest[body.pk], self.visibilities) for body in wanted if body.pk in latest]

    @cached_property
    def drawn(self) -> list[Drawn]:
        """The plans that are drawn together, in the order of the bodies."""
        return [one for one in self._published if self.own is None or one.plan.body_id != self.own.pk]

    @property
    def own_plan(self) -> Drawn | None:
        """The plan that the body itself wrote with those below it; not drawn into the sums."""
        return next((one for one in self._published if self.own and one.plan.body_id == self.own.pk), None)

    @cached_property
    def _standings(self) -> list[Standing]:
        return standings(self._published, on=self.on)

    @property
    def standings(self) -> list[Standing]:
        return self.standings_of(self.drawn)

    def standings_of(self, plans: Iterable[Drawn]) -> list[Standing]:
        editions = {one.edition.pk for one in plans}
        return [one for one in self._standings if one.drawn.edition.pk in editions]

    @property
    def missing(self) -> list[Body]:
        """The bodies without a published plan on the day."""
        present = {one.plan.body_id for one in self.drawn}
        return [body for body in self.bodies if body.pk not in present]

    @cached_property
    def late(self) -> dict[int, datetime.date]:
        """For bodies without a plan of a round: since when it should be published. Not told to the public."""
        if self.is_public:
            return {}
        return deadlines_missed([body.pk for body in self.bodies], on=self.on)

    @cached_property
    def states(self) -> dict[int, str]:
        """Where the edition that a body works on stands now. Not told to the public."""
        return {} if self.is_public else open_states([body.pk for body in self.missing])

    # --- money ---

    @cached_property
    def amounts(self) -> list[Amount]:
        return [amount for one in self.drawn for amount in amounts_of(one)]

    def money(self, by: str) -> Sums:
        """Add the amounts up by `body` or by `theme`."""
        years = sorted({one.year for one in self.amounts})
        groups: dict[Hashable, list[Decimal]] = defaultdict(lambda: [ZERO] * len(years))
        for one in self.amounts:
            groups[getattr(one, by)][years.index(one.year)] += one.pounds
        return Sums(years, dict(groups))

    @property
    def without_money(self) -> int:
        """How many actions have no money entered for any year; none entered is not nought."""
        return sum(all(each is None for each in row.money) for one in self.drawn for row in one.actions)

    # --- what they have in common ---

    @cached_property
    def themes(self) -> list[Theme]:
        """Themes with their priorities, those that most bodies share first."""
        found: dict[str, list[tuple[Drawn, Row]]] = defaultdict(list)
        titles: dict[str, Words] = {NO_THEME: Words("")}
        for one in self.drawn:
            for row in one.priorities.values():
                code = theme_of(row)
                found[code].append((one, row))
                titles.setdefault(code, words(row.fact("theme")))
        listed = [Theme(code, titles[code], rows) for code, rows in found.items()]
        return sorted(
            listed, key=lambda one: (one.code == NO_THEME, -one.bodies, alphabetical(one.title.text), one.code)
        )

    @cached_property
    def shared_figures(self) -> list[tuple[str, list[tuple[Drawn, Row]]]]:
        """Indicators on which needs of more than one body rest, with these needs."""
        found: dict[str, list[tuple[Drawn, Row]]] = defaultdict(list)
        for one in self.drawn:
            for row in one.rows("need"):
                for code in row.fact("figures") or ():
                    found[code].append((one, row))
        shared = [(code, rows) for code, rows in found.items() if len({one.plan.body_id for one, _row in rows}) > 1]
        return sorted(shared, key=lambda pair: (-len(pair[1]), pair[0]))


def theme_of(priority: Row | None) -> str:
    theme = priority.fact("theme") if priority else None
    code: str = theme["code"] if theme else NO_THEME
    return code


def amounts_of(one: Drawn) -> list[Amount]:
    """Return every amount that the actions of a plan have, with the year and the theme that it belongs to."""
    return [
        Amount(one.plan.body_id, theme_of(one.priorities.get(row.fact("priority"))), one.plan.first_year + year, pounds)
        for row in one.actions
        for year, pounds in enumerate(row.money)
        if pounds is not None
    ]


def halves_missing(one: Drawn) -> int:
    """Return how many texts of a plan exist in one language only."""
    texts: list[dict[str, Any]] = [
        row["texts"].get(name, {})
        for code, rows in one.content.items()
        for row in rows
        for name in KINDS[code].text_names
    ]
    return sum(bool(text.get("en")) != bool(text.get("cy")) for text in texts)
