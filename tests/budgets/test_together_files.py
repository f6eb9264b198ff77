"""The workbook of a board's money: whoever adds the entries up again finds every total, to the penny."""

import csv
import io
from collections import defaultdict
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from budgets.actions import entries as actions
from budgets.models import Entry, Kind
from common.workbooks import Number
from tests.budgets.test_ledger import TOLD, pounds
from tests.budgets.together import FIRST, Country, entry
from tests.moments import AT, ON
from tests.workbook_rules import broken_rules, read

pytestmark = pytest.mark.django_db
CLOSED = 3
NOT_ENTERED = "[x]"


@pytest.fixture
def country(moved_clock):
    """Three clusters, in whose lines every kind of entry was made, some of them taken back."""
    moved_clock("2026-03-09T10:00:00+00:00")
    country = Country()
    lines = [country.line(place % 3, place // 3, ("staff", "training", "other")[place % 3]) for place in range(5)]
    for place, line in enumerate(lines):
        country.allocate(line, f"{1000 + place}.{10 + place}")
        Entry.objects.bulk_create(entry(line, Kind.ACTUAL, period, f"{period}0.{place}3") for period in (1, 2, 3, 11))
    one, two, *_others = lines
    country.allocate(one, "77.70", indicative=True)
    actions.reduce_allocation(line=one, amount=pounds("99.99"), told=TOLD, **country.by)
    Entry.objects.bulk_create([entry(two, Kind.CARRY_OVER, 2, "12.34")])
    country.spend(one, "30.01", draws_on=country.commit(one, "200.50"))
    country.reverse(country.commit(two, "41.41"))
    country.decide(country.move(one, lines[2], "55.55"))
    actions.accrue(line=two, amount=pounds("9.99"), told=TOLD, **country.by)
    for line, *forecast in ((one, 4, "300.30"), (one, 4, "210.10"), (two, 11, "1.00"), (two, 12, "0.01")):
        Entry.objects.bulk_create([entry(line, Kind.FORECAST, *forecast)])
    country.close(*range(1, CLOSED + 1))
    return country


def download(client, country, extension, language="en"):
    with override(language):
        what = {"key": country.board.pk, "year": FIRST, "extension": extension}
        answer = client.get(reverse("budgets:workbook", kwargs=what))
    assert answer.status_code == 200
    return answer.content


def added_up(rows, language) -> dict[str, dict[str, Decimal]]:
    """Add the rows of the sheet of entries up by line, with nothing but what stands in them."""
    with override(language):
        kinds = {str(kind.label): kind for kind in Kind}
    found = defaultdict(lambda: defaultdict(Decimal))
    spent, forecast = defaultdict(lambda: defaultdict(Decimal)), defaultdict(dict)
    for row in sorted(rows, key=lambda row: int(row[0])):
        kind, amount, drawn, to, period, line = kinds[row[1]], *map(Decimal, row[2:4]), row[4], int(row[5]), row[11]
        found[line][kind] += amount
        found[line]["drawn"] += drawn
        if kind == Kind.VIREMENT:
            found[to]["received"] += amount
        if kind in (Kind.ACTUAL, Kind.ACCRUAL):
            spent[line][period] += amount
        if kind == Kind.FORECAST:
            forecast[line][period] = amount
    return {line: measures(sums, spent[line], forecast[line]) for line, sums in found.items()}


def measures(sums, spent, forecast) -> list[Decimal | None]:
    """Return the eight amounts of a line and its variance, as the notes of the workbook say that they come about."""
    allocated = sums[Kind.ALLOCATION] - sums[Kind.REDUCTION] - sums[Kind.RETURN]
    moved = sums["received"] - sums[Kind.VIREMENT]
    budget = allocated + sums[Kind.CARRY_OVER] + moved
    committed = sums[Kind.COMMITMENT] - sums["drawn"]
    whole = sum(spent.values(), Decimal(0))
    later = {period for period in forecast if period > CLOSED}
    costs = [
        spent[period] if period <= CLOSED else max(spent.get(period, 0), forecast.get(period, 0))
        for period in {*spent, *later}
    ]
    outturn = sum(costs, Decimal(0)) if later else None
    free = budget - committed - whole
    variance = None if outturn is None else outturn - budget
    return [allocated, sums[Kind.CARRY_OVER], moved, budget, committed, whole, free, outturn, variance]


def total(each) -> list[Decimal | None]:
    """Add the measures of some lines up; what no line has is not nought."""
    return [
        sum((one for one in column if one is not None), Decimal(0)) if any(one is not None for one in column) else None
        for column in zip(*each, strict=True)
    ]


def amounts(cells) -> list[Decimal | None]:
    return [None if cell == NOT_ENTERED else Decimal(cell) for cell in cells]


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("extension", ["ods", "xlsx"])
def test_the_entries_of_the_file_give_every_total_of_it(client, enter, country, extension, language):
    enter(country.officer)
    book = read(download(client, country, extension, language), extension)
    *cuts, lines, months, entries = book.sheets[3:]
    by_line = added_up(entries.body, language)

    assert broken_rules(book, language) == []
    assert len(entries.body) == Entry.objects.count()
    assert {row[0]: amounts(row[7:16]) for row in lines.body[:-1]} == by_line
    whole = total(by_line.values())
    assert amounts(lines.body[-1][7:16]) == whole
    for column, sheet in zip((1, 2, 3), cuts, strict=True):
        groups = defaultdict(list)
        for row in lines.body[:-1]:
            groups[row[column]].append(by_line[row[0]])
        assert {row[0]: amounts(row[1:10]) for row in sheet.body[:-1]} == {
            name: total(each) for name, each in groups.items()
        }
        assert amounts(sheet.body[-1][1:10]) == whole
    for row in months.body:
        assert sum(amounts(row[6:19])) == Decimal(row[19])
    assert [Decimal(row[19]) for row in months.body[:-1]] == [by_line[row[0]][5] for row in months.body[:-1]]


def test_plain_text_holds_every_entry_and_nobody_outside_gets_it(client, enter, country):
    enter(country.officer)
    rows = list(csv.reader(io.StringIO(download(client, country, "csv").decode("utf-8-sig"))))

    assert len(rows) == Entry.objects.count() + 1
    assert sum(Decimal(row[2]) for row in rows[1:] if row[1] == "Virement") == pounds("55.55")
    enter(Country().officer)
    what = {"key": country.board.pk, "year": FIRST, "extension": "xlsx"}
    assert client.get(reverse("budgets:workbook", kwargs=what)).status_code == 404


def test_the_file_is_of_a_day(client, enter, country):
    enter(country.officer)
    Entry.objects.bulk_create([entry(country.line(), Kind.ACTUAL, 12, 5, entered_at=AT.replace(month=4))])
    what = {"key": country.board.pk, "year": FIRST, "extension": "csv"}

    content = client.get(reverse("budgets:workbook", kwargs=what) + f"?on={ON.isoformat()}").content.decode()

    assert len(content.splitlines()) == Entry.objects.count()


@given(amount=st.decimals(min_value="-999999999999.99", max_value="999999999999.99", places=2))
def test_a_number_of_a_spreadsheet_holds_an_amount_to_the_penny(amount):
    number = Number.of(float(amount), 2)

    assert Decimal(str(number)) == amount
    assert Decimal(repr(number.value)).quantize(Decimal("0.01")) == amount
