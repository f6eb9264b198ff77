"""Measure how long an extract of a board's ledger takes to be read, looked at, posted and given out again."""

import csv
import datetime
import io
import time
from collections.abc import Callable
from typing import Any

from bench_common import client, judge_most, prepared_database, report, start_portal, usually
from places import Refused, sentences_for_people

ROWS, LINES = usually(50_000, in_short=200), 40
SECONDS_TO_READ, SECONDS_TO_POST, MILLISECONDS_TO_LOOK = 30, 30, 1000
MOST_QUERIES = 15
AT = datetime.datetime(2026, 3, 9, 9, 30, tzinfo=datetime.UTC)
ON = AT.date()
FIRST = datetime.date(2031, 4, 1)
HEADINGS = {
    "number": "Transaction number",
    "date": "Date",
    "cost_centre": "Cost centre",
    "subjective_code": "Subjective code",
    "amount": "Amount",
    "description": "Description",
}
Row = tuple[Any, ...]


def run() -> None:
    """Print one line per deed: CSV read and posted, the pages, the ledger given out, that file read, a workbook."""
    with prepared_database("bench_imports") as address:
        start_portal(address)
        board, year = ledger()
        imported = judge_reading("csv", board, year, comma_separated())
        judge_page("looks_at", imported)
        judge_most(f"post_{ROWS}_rows", seconds(lambda: post(imported)), "s", SECONDS_TO_POST)
        judge_page("receipt", imported)
        given: list[bytes] = []
        report(f"give_out_{ROWS}_rows", seconds(lambda: given.append(given_out(board, year))), "s")
        judge_reading("known", board, year, given[0])
        judge_reading("xlsx", board, year, workbook())


def judge_reading(name: str, board: Any, year: Any, content: bytes) -> Any:
    imported = sent(board, year, content)
    judge_most(f"read_{ROWS}_rows_{name}", seconds(lambda: work(imported)), "s", SECONDS_TO_READ)
    imported.refresh_from_db()
    if sum(one["rows"] for one in imported.outcome.values()) != ROWS or imported.outcome["refused"]["rows"]:
        raise Refused(f"The extract was not read whole: {imported.outcome}, {imported.job}.")
    return imported


def judge_page(name: str, imported: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client().force_login(officer())
    page(imported)
    judge_most(f"{name}_page", 1000 * seconds(lambda: page(imported)), "ms", MILLISECONDS_TO_LOOK)
    with CaptureQueriesContext(connection) as counted:
        page(imported)
    judge_most(f"queries_of_{name}_page", len(counted), "queries", MOST_QUERIES)


def seconds(deed: Callable[[], Any]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


# --- what is measured ---


def sent(board: Any, year: Any, content: bytes) -> Any:
    from budgets.actions import extracts
    from budgets.extracts.columns import guessed

    imported = extracts.send(board=board, year=year, name="extract", content=content, **who())
    columns = guessed(heading for heading, _sample in imported.headings)
    return extracts.read(imported=imported, columns=columns, stated_total=None, **who())


def work(imported: Any) -> None:
    from common import jobs

    jobs.run(imported.job_id)


def post(imported: Any) -> None:
    from budgets.actions import extracts

    work(extracts.confirm(imported=imported, reason="Measured", **who()))
    imported.refresh_from_db()
    if imported.entries.count() != ROWS:
        raise Refused(f"{imported.entries.count()} rows were posted.")


def page(imported: Any) -> None:
    from django.urls import reverse

    response = client().get(reverse("budgets:import", kwargs={"key": imported.pk}))
    if response.status_code != 200:
        raise Refused(f"The page of the extract answered {response.status_code}.")


def given_out(board: Any, year: Any) -> bytes:
    from budgets.extracts import exporting

    return exporting.comma_separated(board, year)


# --- what it is measured on ---


def officer() -> Any:
    from accounts.models import Person

    return Person.objects.get(email="finance.officer@example.org")


def who() -> dict[str, Any]:
    return {"by": officer(), "at": AT, "on": ON}


def ledger() -> tuple[Any, Any]:
    """Return the example board and a year for which its first cluster has forty lines with codes."""
    from budgets.models import BudgetLine, FinancialYear, FundingStream
    from clusters.models import Area

    board = Area.objects.get(kind=Area.Kind.HEALTH_BOARD, is_example=True)
    cluster = Area.objects.filter(kind=Area.Kind.CLUSTER, parent=board).order_by("pk")[0]
    year, _is_new = FinancialYear.objects.get_or_create(first_year=FIRST.year)
    stream = FundingStream.objects.create(code="bench", name_en="Bench", name_cy="Mainc", body=board)
    for number in range(LINES):
        codes = {"cost_centre": f"B{number}", "subjective_code": "1"}
        named = {"title_en": f"Line {number}", "title_cy": f"Llinell {number}", "heading": "infrastructure"}
        BudgetLine.objects.create(body=cluster, stream=stream, year=year, opened_at=AT, **codes, **named)
    return board, year


def rows() -> list[Row]:
    """Return the rows of a year, one in a thousand of which fits no line."""
    return [
        (
            f"T{number}",
            FIRST + datetime.timedelta(days=number % 365),
            f"B{number % LINES}" if number % 1000 else "B99",
            1,
            (number % 99_999 + 1) / 100,
            f"Invoice {number}",
        )
        for number in range(ROWS)
    ]


def comma_separated() -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([tuple(HEADINGS.values()), *rows()])
    return stream.getvalue().encode()


def workbook() -> bytes:
    from openpyxl import Workbook

    book, stream = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in (tuple(HEADINGS.values()), *rows()):
        sheet.append(row)
    book.save(stream)
    return stream.getvalue()


if __name__ == "__main__":
    with sentences_for_people():
        run()
