"""What a reader may ask of the summary table; all of it stands in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

COMPARATORS = ("wales", "board")
VIEWS = ("matrix", "indicator", "cluster")
SHOWS = ("differences", "higher", "lower", "no_difference", "no_figure")
DIFFERENCES = (0, 5, 10, 25, 50)
NAME = "name"


@dataclass(frozen=True)
class Asked:
    """A reader's choices, each already one of those that exist; what is not understood is as if not asked."""

    compare: str = "wales"
    differ: int = 0
    show: str = ""
    topic: str = ""
    board: str = ""
    indicators: tuple[str, ...] = ()
    sort: str = NAME
    order: str = "asc"
    grouped: bool = True
    view: str = ""
    indicator: str = ""
    cluster: str = ""

    def but(self, **changes: object) -> str:
        """Return the query of the same choices with some changed; empty where all are the usual ones."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        return urlencode(list(changed._pairs()))

    def _pairs(self) -> Iterable[tuple[str, str]]:
        usual = Asked()
        for name in (
            "view",
            "indicator",
            "cluster",
            "compare",
            "differ",
            "show",
            "topic",
            "board",
            "sort",
            "order",
        ):
            value = getattr(self, name)
            if value != getattr(usual, name):
                yield name, str(value)
        if not self.grouped:
            yield "grouped", "no"
        for code in self.indicators:
            yield "indicators", code

    @property
    def filters(self) -> dict[str, object]:
        """What narrows the table, by name."""
        names = ("differ", "show", "topic", "board", "indicators")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def asked(
    query: QueryDict,
    *,
    indicators: Iterable[str],
    topics: Iterable[str],
    boards: Iterable[str],
    former: Mapping[str, str] | None = None,
) -> Asked:
    """Read the choices from an address; one that says what an indicator was called before means the indicator."""
    codes, renamed = set(indicators), former or {}
    sort, wanted, indicator = (
        [renamed.get(code, code) for code in query.getlist(name)] for name in ("sort", "indicators", "indicator")
    )
    return Asked(
        compare=_one_of(query.get("compare"), COMPARATORS, "wales"),
        differ=int(_one_of(query.get("differ"), [str(step) for step in DIFFERENCES], "0")),
        show=_one_of(query.get("show"), SHOWS, ""),
        topic=_one_of(query.get("topic"), topics, ""),
        board=_one_of(query.get("board"), boards, ""),
        indicators=tuple(dict.fromkeys(code for code in wanted if code in codes)),
        sort=_one_of(_last(sort), codes, NAME),
        order=_one_of(query.get("order"), ("asc", "desc"), "asc"),
        grouped=query.get("grouped") != "no",
        view=_one_of(query.get("view"), VIEWS, ""),
        indicator=_one_of(_last(indicator), codes, ""),
        cluster=query.get("cluster", ""),
    )


def _last(values: list[str]) -> str | None:
    return values[-1] if values else None


def _one_of(value: str | None, allowed: Iterable[str], otherwise: str) -> str:
    return value if value is not None and value in allowed else otherwise
