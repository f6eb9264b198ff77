"""Measure how long the money of a board takes to draw together, and how that grows with the number of its entries."""

import datetime
import time
from itertools import product
from statistics import median
from typing import Any

from bench_common import client, judge, judge_most, prepared_database, report, start_portal, usually
from places import Refused, sentences_for_people

ROUNDS = usually(7, in_short=1)
REQUESTS = usually(3, in_short=1)
MOST = 1.25
MOST_QUERIES = 15
CLUSTERS, LINES, YEARS, TIMES = usually((14, 40, 3, 100), in_short=(2, 3, 2, 3))
FIRST = 2025
AT = datetime.datetime(2026, 3, 9, 9, 30, tzinfo=datetime.UTC)
ON = AT.date()
# The same postings again, on the same days and in the same periods.
AGAIN = """
    INSERT INTO budgets_entry (key, kind, line_id, amount, dated_on, period, reason, reference, drawn, entered_at)
    SELECT gen_random_uuid(), kind, line_id, amount, dated_on, period, reason, reference, drawn, entered_at
    FROM budgets_entry, generate_series(2, %s)
    WHERE kind = 'actual' AND line_id = ANY(%s)
"""


def run() -> None:
    """Print the milliseconds of the page with a year's entries and with a hundred times as many, and its queries."""
    with prepared_database("bench_money") as address:
        start_portal(address)
        few, many = full_board("few"), full_board("many")
        post_again(many)
        client().force_login(person())
        rounds = [(seconds(few), seconds(many)) for _ in range(ROUNDS)]
        report("money_together_entries", entries(few), "entries")
        report("money_together_entries_many", entries(many), "entries")
        report("money_together", 1000 * median(one for one, _other in rounds), "ms")
        ratio = median(other / one for one, other in rounds)
        milliseconds = 1000 * median(other for _one, other in rounds)
        judge(f"money_together_{TIMES}_times_the_entries", milliseconds, "ms", ratio=ratio, most=MOST)
        judge_most("queries_of_money_together", queries(many), "queries", MOST_QUERIES)


def seconds(board: Any) -> float:
    """Return the least of some times: what others do on the machine only adds."""
    found = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        opens(board)
        found.append(time.perf_counter() - start)
    return min(found)


def opens(board: Any) -> None:
    from django.urls import reverse

    response = client().get(reverse("budgets:board", kwargs={"key": board.pk, "year": FIRST}))
    if response.status_code != 200:
        raise Refused(f"The page of money answered {response.status_code}.")


def queries(board: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as counted:
        opens(board)
    return len(counted)


def entries(board: Any) -> int:
    from budgets.models import Entry

    return Entry.objects.filter(line__body__parent=board).count()


# --- what it is measured on ---


def person() -> Any:
    from accounts.models import Person

    found, _new = Person.objects.get_or_create(email="bench@example.org", defaults={"name": "Example Officer"})
    found.authenticator_set.get_or_create(type="totp", defaults={"data": {"secret": "made for a measurement"}})
    return found


def full_board(name: str) -> Any:
    """Make a board with its finance officer, 14 clusters and 40 lines each in three years; return it."""
    from clusters.models import Area
    from common.dated import from_day
    from governance.models import Appointment, Basis, Office, Seat

    nation = Area.objects.filter(kind=Area.Kind.HEALTH_BOARD, is_example=True).order_by("pk")[0].parent
    board = _area(Area.Kind.HEALTH_BOARD, f"{name}-board", nation)
    clusters = [_area(Area.Kind.CLUSTER, f"{name}-{number}", board) for number in range(CLUSTERS)]
    seat = Seat.objects.create(body=board, office=Office.FINANCE_OFFICER)
    Appointment.objects.create(
        seat=seat, person=person(), basis=Basis.SUBSTANTIVE, during=from_day(ON), nominated_at=AT, confirmed_at=AT
    )
    _fill(clusters)
    return board


def _area(kind: str, name: str, parent: Any) -> Any:
    from clusters.models import Area

    names = {"name_en": name, "name_cy": name, "slug_en": f"bench-{name}", "slug_cy": f"bench-{name}"}
    return Area.objects.create(kind=kind, code=f"bench-{name}", parent=parent, is_example=True, **names)


def _fill(clusters: list[Any]) -> None:
    from budgets.models import BudgetLine, Entry, FinancialYear, FundingStream

    nation = clusters[0].parent.parent
    streams = [
        FundingStream.objects.get_or_create(code=f"bench-{one}", defaults={"name_en": f"Stream {one}", "body": nation})
        for one in range(4)
    ]
    years = [FinancialYear.objects.get_or_create(first_year=FIRST + one)[0] for one in range(YEARS)]
    categories = BudgetLine.Category.values
    made = BudgetLine.objects.bulk_create(
        BudgetLine(
            body_id=cluster.pk,
            stream=streams[place % len(streams)][0],
            year=year,
            heading="infrastructure",
            title_en=f"Line {place}",
            category=categories[place % len(categories)],
            opened_at=AT,
        )
        for cluster, year, place in product(clusters, years, range(LINES))
    )
    Entry.objects.bulk_create((entry for line in made for entry in _entries(line)), batch_size=5000)


def _entries(line: Any) -> list[Any]:
    """Return an allocation, ten months of spending and two of forecast; an indication for the years to come."""
    from budgets.models import Entry, Kind

    def entry(kind: str, period: int, amount: int) -> Any:
        day = datetime.date(line.year.first_year + (period > 9), (period + 2) % 12 + 1, 5)
        entered_at = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
        told = {"dated_on": day, "period": period, "reason": "Example", "entered_at": min(entered_at, AT)}
        return Entry(line=line, kind=kind, amount=amount, **told)

    if line.year.first_year > FIRST:
        return [entry(Kind.INDICATIVE, 1, 900)]
    spent = [entry(Kind.ACTUAL, period, 5) for period in range(1, 11)]
    return [entry(Kind.ALLOCATION, 1, 10_000), *spent, entry(Kind.FORECAST, 11, 70), entry(Kind.FORECAST, 12, 70)]


def post_again(board: Any) -> None:
    """Post every spending of a board a hundred times; the rules of single entries are not what is measured."""
    import pgtrigger
    from django.db import connection

    from budgets.models import BudgetLine
    from common.roles import as_owner

    lines = list(BudgetLine.objects.filter(body__parent=board).values_list("pk", flat=True))
    with as_owner(), pgtrigger.ignore("budgets.Entry:ledger_rules"), connection.cursor() as cursor:
        cursor.execute(AGAIN, [TIMES, lines])
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    with sentences_for_people():
        run()
