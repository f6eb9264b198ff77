"""An extract that comes again in another shape posts nothing: other encoding, zeros, case, order, days, columns."""

import importlib
import io

import openpyxl
import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from budgets.extracts import presenters, queries
from budgets.models import BudgetLine, Entry, LedgerImportRow
from common import workbooks
from common.errors import Refused
from tests.budgets.extracts import CODES, HEADINGS, MAPPED, Extracts, comma_separated, counted, row

pytestmark = pytest.mark.django_db
WITHOUT_NUMBERS = {**MAPPED, "number": ""}
ROWS = [
    row("0012", codes=("0451", "05100"), amount="1250.50", words="Tŷ Gwyn caffè"),
    row("J77", codes=CODES[0], amount="10.00", words="Pens"),
    row("J77", codes=CODES[1], amount="-10.00", words="Pens moved"),
    row("T3", day="03/04/2025", codes=CODES[2], amount="20.00"),
    row("T4", day="03/04/2025", codes=CODES[2], amount="20.00"),
    row("T5", codes=("CC9", "1"), amount="3.00", words="Of no line"),
]


@pytest.fixture
def extracts():
    made = Extracts()
    BudgetLine.objects.filter(pk=made.one.pk).update(cost_centre="0451", subjective_code="05100")
    return made


def shaped(change) -> list[tuple]:
    return [tuple(change(HEADINGS[place], cell) for place, cell in enumerate(cells)) for cells in ROWS]


def lost_zeros(_heading: str, cell: str) -> str:
    return cell.lstrip("0") if cell.isdecimal() else cell


def with_decimals(heading: str, cell: str) -> str:
    return f"{cell.lstrip('0')}.0" if cell.isdecimal() else cell


def other_days(heading: str, cell: str) -> str:
    return "-".join(reversed(cell.split("/"))) if heading == "Transaction Date" else cell


def other_amounts(heading: str, cell: str) -> str:
    return f"({cell[1:]})" if heading == "Net Amount" and cell.startswith("-") else cell


def lower(_heading: str, cell: str) -> str:
    return cell.lower()


def workbook_of_numbers() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADINGS)
    for cells in ROWS:
        book.active.append([float(cell) if cell.lstrip("-").replace(".", "").isdecimal() else cell for cell in cells])
    book.save(stream)
    return stream.getvalue()


def saved_again() -> dict[str, bytes]:
    plain = comma_separated(*ROWS).decode()
    return {
        "as it was": plain.encode(),
        "Windows-1252": plain.encode("cp1252", errors="replace"),
        "Unicode text": plain.replace(",", "\t").encode("utf-16"),
        "semicolons": plain.replace(",", ";").encode(),
        "zeros lost": comma_separated(*shaped(lost_zeros)),
        "codes with decimals": comma_separated(*shaped(with_decimals)),
        "lower case": comma_separated(*shaped(lower)),
        "other days": comma_separated(*shaped(other_days)),
        "brackets for credits": comma_separated(*shaped(other_amounts)),
        "another order": comma_separated(*reversed(ROWS)),
        "a workbook": workbook_of_numbers(),
    }


@pytest.mark.parametrize("columns", [MAPPED, WITHOUT_NUMBERS], ids=["numbers", "no numbers"])
def test_what_was_saved_again_in_any_shape_is_known_whole(extracts, columns):
    extracts.work(extracts.confirm(extracts.read(comma_separated(*ROWS), columns=columns), "Agreed"))
    assert Entry.objects.count() == len(ROWS)

    for name, content in saved_again().items():
        assert counted(extracts.read(content, columns=columns)).keys() == {"duplicate"}, name
    # Words are no part of what a row is known by, nor is a column that was not there before.
    fewer = {**columns, "description": "", "reference": ""}
    assert counted(extracts.read(comma_separated(*ROWS), columns=fewer)).keys() == {"duplicate"}


def test_what_had_a_number_and_has_none_any_more_is_asked_about(extracts):
    extracts.post(comma_separated(*ROWS))

    imported = extracts.read(comma_separated(*ROWS), columns=WITHOUT_NUMBERS)

    assert counted(imported).keys() == {"asked"}
    page = presenters.page(imported)
    assert (page["asked_count"], page["asked_about"][0]["number"]) == (len(ROWS), 2)


def test_what_was_entered_by_hand_is_asked_about(extracts):
    entry = extracts.spend(extracts.two, "10")
    day = entry.dated_on.strftime("%d/%m/%Y")

    imported = extracts.read(comma_separated(row("T1", day=day, codes=CODES[1]), row("T2", day=day)))

    assert [(one.outcome, one.line_id) for one in imported.rows.all()][0] == ("asked", extracts.two.pk)


def test_refused_rows_are_mended_in_the_file_that_is_given_back_and_are_then_known_with_the_whole(extracts):
    broken = [row("T1", amount="-1,00.x"), row("T2"), row("T3", day="31/02/2026", words="=Café")]
    mended = [row("T1", amount="-1.00"), row("T2"), row("T3", day="28/02/2026", words="=Café")]
    imported = extracts.post(comma_separated(*broken))
    with translation.override("en"):
        given = workbooks.comma_separated(presenters.refused_sheet(imported)).decode("utf-8-sig")
    assert given.splitlines()[0] == ",".join((*HEADINGS, "Row", "Column", "What is wrong"))

    again = extracts.read(given.encode())
    assert counted(again)["refused"][0] == 2
    sent_back = given.replace("'-1,00.x", "-1.00").replace("-1,00.x", "-1.00").replace("31/02/2026", "28/02/2026", 1)
    extracts.post(sent_back.encode())

    assert sorted(Entry.objects.values_list("amount", "reason")) == [(-1, "Pens"), (10, "=Café"), (10, "Pens")]
    assert counted(extracts.read(comma_separated(*mended))).keys() == {"duplicate"}


def test_rows_of_the_earlier_identity_are_given_the_present_one_and_told_where_two_fall_together(extracts):
    extracts.post(comma_separated(*ROWS))
    extracts.post(comma_separated(row("T90", amount="7"), row("T91", amount="8")))
    waiting = extracts.read(comma_separated(row("T92", amount="9")))
    first = LedgerImportRow.objects.get(amount=7)
    before = {one.pk: (one.identity, one.values_key, one.number_key) for one in LedgerImportRow.objects.all()}
    LedgerImportRow.objects.update(identity=None, values_key=None, number_key=None, key_version=2)
    migration = importlib.import_module("budgets.migrations.0003_known_again")

    migration.identify(apps, connection.schema_editor())

    assert before == {one.pk: (one.identity, one.values_key, one.number_key) for one in LedgerImportRow.objects.all()}
    posted = LedgerImportRow.objects.exclude(imported=waiting)
    assert set(posted.values_list("key_version", flat=True)) == {1}
    # The second has a key of its own, as under the identity that went by spelling.
    LedgerImportRow.objects.filter(amount=8).update(identity=first.identity)
    assert [one.amount for one in queries.posted_twice(extracts.board, extracts.year)] == [8]


def test_a_row_whose_entry_has_an_earlier_key_is_known_by_its_identity(extracts):
    imported = extracts.post(comma_separated(row("T1")))
    earlier = row("T1", amount="6")
    known = extracts.read(comma_separated(earlier)).rows.get()
    LedgerImportRow.objects.filter(imported=imported).update(key_version=1, identity=known.identity)

    assert counted(extracts.read(comma_separated(earlier))) == {"duplicate": (1, 6)}
    with pytest.raises(Refused, match="nothing to post"):
        extracts.confirm(extracts.read(comma_separated(earlier)))
