"""Measure how the time of a page grows with figures, and with clusters of other boards, that it does not show."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

import psycopg
from bench_common import (
    client,
    database,
    fresh,
    judge,
    let_go,
    owner_of,
    prepared_database,
    public_pages,
    report,
    start_portal,
    use_database,
    usually,
)
from places import Refused, sentences_for_people
from psycopg import sql

ROUNDS = usually(7, in_short=1)
REQUESTS = usually(5, in_short=1)
MOST = 1.25
# How often figures are copied: as other indicators, as earlier periods, as earlier releases.
TEN_TIMES = usually((1, 2, 5), in_short=(1, 2, 1))
HUNDRED_TIMES = usually((2, 5, 10), in_short=(2, 1, 2))
CLUSTERS_TIMES = usually(20, in_short=2)
BASE = "bench_growth"
FIGURE_PAGES = (
    "indicators_summary",
    "indicators_health_board_summary",
    "indicators_indicator",
    "portal_cluster",
    "portal_home",
)
# A cluster's page draws every other cluster as a dot, so it may grow with them.
BOARD_PAGES = ("portal_health_board", "indicators_health_board_summary")
EVERY = sql.SQL("true")
# A copy of a row has the row's number plus so much for each copy, so that what belonged together still does.
STRIDES = {"indicators": 10**6, "periods": 10**8, "releases": 10**10, "clusters": 10**6}


@dataclass(frozen=True)
class Copies:
    """Which rows of a table are copied: `numbers` move by the stride, `words` get the copy's number, others are set."""

    table: str
    numbers: tuple[str, ...]
    words: tuple[str, ...] = ()
    fixed: dict[str, str] = field(default_factory=dict)
    area: str = ""


SETS = "indicators_figureset"
CURRENT = "indicators_currentfigureset"
FIGURES = Copies("indicators_figure", ("id", "figure_set_id"))
INDICATORS = (
    Copies("indicators_indicator", ("id",), ("code", "slug", "slug_en", "slug_cy"), {"key_order": "NULL"}),
    Copies(SETS, ("id", "indicator_id")),
    Copies(CURRENT, ("id", "indicator_id", "figure_set_id")),
    FIGURES,
)
PERIODS = (
    Copies("indicators_period", ("id",), ("code",)),
    Copies(SETS, ("id", "period_id")),
    Copies(CURRENT, ("id", "period_id", "figure_set_id"), fixed={"is_latest": "false"}),
    FIGURES,
)
RELEASES = (
    Copies("indicators_release", ("id",), fixed={"number": "number - copy * 100"}),
    Copies(SETS, ("id", "release_id")),
    FIGURES,
)
# `area` names the column that says which cluster a row belongs to.
CLUSTERS = (
    Copies("governance_body", ("id",), ("slug", "slug_en", "slug_cy"), area="id"),
    Copies("clusters_area", ("body_ptr_id",), ("code",), area="body_ptr_id"),
    Copies("clusters_population", ("id", "area_id"), area="area_id"),
    Copies("indicators_figure", ("id", "area_id"), area="area_id"),
)


def run() -> None:
    """Print one line per page and size: name, value, unit, and the ratio to the time without growth."""
    with prepared_database(BASE) as address:
        start_portal(address)
        pages = public_pages()
        board = board_of(pages["portal_health_board"])
        let_go()
        with grown_databases(board) as (ten, hundred, clusters):
            compare(
                {name: pages[name] for name in FIGURE_PAGES},
                {"1x_figures": BASE, "10x_figures": ten, "100x_figures": hundred},
            )
            compare(
                {name: pages[name] for name in BOARD_PAGES},
                {"1x_other_clusters": BASE, "20x_other_clusters": clusters},
            )
            let_go()


@contextmanager
def grown_databases(board: int) -> Iterator[tuple[str, str, str]]:
    """Give the names of databases with ten and a hundred times the figures, and twenty times the other clusters."""
    names = (f"{BASE}_10x", f"{BASE}_100x", f"{BASE}_clusters")
    with (
        database(names[0], like=BASE) as ten,
        database(names[1], like=BASE) as hundred,
        database(names[2], like=BASE) as clusters,
    ):
        grow_figures(ten, *TEN_TIMES)
        grow_figures(hundred, *HUNDRED_TIMES)
        grow_clusters(clusters, board, CLUSTERS_TIMES)
        yield names


def grow_figures(address: str, indicators: int, periods: int, releases: int) -> None:
    """Copy every figure: as other indicators, as earlier periods, as releases that others have followed."""
    with psycopg.connect(owner_of(address)) as server:
        before = count(server, FIGURES.table)
        grow(server, INDICATORS, indicators, STRIDES["indicators"])
        grow(server, PERIODS, periods, STRIDES["periods"])
        server.execute("UPDATE indicators_release SET number = number + 1000")
        grow(server, RELEASES, releases, STRIDES["releases"])
        expect(count(server, FIGURES.table), before * indicators * periods * releases, "figures")
    settle(address)


def grow_clusters(address: str, board: int, times: int) -> None:
    """Copy every cluster of the other boards with its populations and figures."""
    with psycopg.connect(owner_of(address)) as server:
        before = count(server, "governance_body", other_clusters(board))
        grow(server, CLUSTERS, times, STRIDES["clusters"], other_clusters(board))
        expect(count(server, "governance_body", other_clusters(board)), before * times, "clusters of other boards")
    settle(address)


def grow(
    server: psycopg.Connection, steps: tuple[Copies, ...], times: int, stride: int, clusters: sql.Composable = EVERY
) -> None:
    """Copy rows table by table; those of some clusters only where a condition says which."""
    for step in steps if times > 1 else ():
        server.execute(insert(server, step, times, stride, clusters))


def insert(server: psycopg.Connection, step: Copies, times: int, stride: int, clusters: sql.Composable) -> sql.Composed:
    """Return the statement that copies the rows of a table once for each copy from 1 to `times` - 1."""
    found = server.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(sql.Identifier(step.table)))
    columns = [column.name for column in found.description or ()]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, generate_series(1, {copies}) AS copy "
        "WHERE {number} < {stride} AND {wanted}"
    ).format(
        table=sql.Identifier(step.table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(copied(step, column, stride) for column in columns),
        copies=sql.Literal(times - 1),
        number=sql.Identifier(step.numbers[0]),
        stride=sql.Literal(stride),
        wanted=belongs_to(step, clusters),
    )


def belongs_to(step: Copies, clusters: sql.Composable) -> sql.Composable:
    if not step.area:
        return EVERY
    inside = sql.SQL("{} IN (SELECT id FROM governance_body WHERE {})")
    return inside.format(sql.Identifier(step.area), clusters)


def copied(step: Copies, column: str, stride: int) -> sql.Composable:
    """Return what stands in a column of the copy."""
    if column in step.fixed:
        return sql.SQL(step.fixed[column])
    if column in step.numbers:
        return sql.SQL("{} + copy * {}").format(sql.Identifier(column), sql.Literal(stride))
    if column in step.words:
        return sql.SQL("{} || '-' || copy").format(sql.Identifier(column))
    return sql.Identifier(column)


def count(server: psycopg.Connection, table: str, condition: sql.Composable = EVERY) -> int:
    statement = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(sql.Identifier(table), condition)
    return server.execute(statement).fetchone()[0]


def other_clusters(board: int) -> sql.Composed:
    return sql.SQL("body_kind = 'cluster' AND parent_id <> {}").format(sql.Literal(board))


def expect(found: int, wanted: int, what: str) -> None:
    if found != wanted:
        raise Refused(f"There should be {wanted} {what} after the growth, and there are {found}.")


def settle(address: str) -> None:
    """Tidy the tables as a server does by itself in time."""
    with psycopg.connect(owner_of(address), autocommit=True) as server:
        server.execute("VACUUM ANALYZE")


def board_of(path: str) -> int:
    from clusters.models import HealthBoard

    return HealthBoard.objects.get(slug_en=path.rstrip("/").rpartition("/")[2]).pk


# --- times ---


def compare(pages: dict[str, str], databases: dict[str, str]) -> None:
    """Print the time of each page on each database, and its ratio to the time on the first."""
    rounds = [{size: times(pages, name) for size, name in databases.items()} for _ in range(ROUNDS)]
    usual, *grown = databases
    for page in pages:
        report(f"{page}_{usual}", 1000 * median(each[usual][page] for each in rounds), "ms")
        for size in grown:
            value = 1000 * median(each[size][page] for each in rounds)
            ratio = median(each[size][page] / each[usual][page] for each in rounds)
            judge(f"{page}_{size}", value, "ms", ratio=ratio, most=MOST)


def times(pages: dict[str, str], name: str) -> dict[str, float]:
    """Return the seconds that each page takes on a database when no cache holds it."""
    use_database(name)
    return {page: seconds(path) for page, path in pages.items()}


def seconds(path: str) -> float:
    """Return the least of some requests: what others do on the machine only adds. The first warms the connection."""
    return min([request_seconds(path) for _ in range(REQUESTS + 1)][1:])


def request_seconds(path: str) -> float:
    reader, address = client(), fresh(path)
    start = time.perf_counter()
    response = reader.get(address)
    passed = time.perf_counter() - start
    if response.status_code != 200:
        raise Refused(f"{path} answered {response.status_code}.")
    return passed


if __name__ == "__main__":
    with sentences_for_people():
        run()
