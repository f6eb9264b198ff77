"""An extract is read row by row: what fits a line, what is known already, what goes to suspense, what is refused."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest

from budgets.actions import extracts as actions
from budgets.actions import periods
from budgets.extracts import files
from budgets.extracts.columns import guessed
from budgets.extracts.reconciling import Reconciled
from budgets.models import BudgetLine, LedgerImport, LedgerMapping
from common import grids
from common.errors import Refused
from governance.powers.policies import NotAllowed
from tests.budgets.extracts import CODES, HEADINGS, MAPPED, Extracts, comma_separated, counted, row, workbook
from tests.factories import BudgetLineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def extracts():
    return Extracts()


def told(imported):
    return list(imported.rows.filter(outcome="refused").values_list("number", "fault_column", "fault_en"))


def test_headings_are_guessed_and_what_was_said_last_time_comes_first():
    assert guessed(HEADINGS) == MAPPED
    assert guessed(["Dyddiad", "Canolfan gost", "Cod goddrychol", "Swm"]).keys() == {
        "date",
        "cost_centre",
        "subjective_code",
        "amount",
    }
    assert guessed(["Date", "Value", "Gross"], {"amount": "Gross"}) == {"date": "Date", "amount": "Gross"}


def test_rows_share_a_number_and_what_is_the_same_is_asked_about(extracts):
    """The two sides of a journal are both taken; one row twice may be a mistake."""
    sides = row("J77"), row("J77", codes=CODES[1], amount="-10"), row("J78", amount="5"), row("j77")

    imported = extracts.read(comma_separated(*sides))

    assert counted(imported) == {"new": (3, 5), "asked": (1, 10)}
    assert imported.rows.get(outcome="asked").fault_en == "Row 2 has the same transaction number, codes and amount."


def test_a_mapping_is_remembered_for_the_board(extracts):
    extracts.read(comma_separated(row("T1")))

    assert LedgerMapping.objects.get(board=extracts.board).columns == MAPPED


def test_rows_go_to_their_lines_or_to_suspense(extracts):
    BudgetLineFactory(body=extracts.cluster, year=extracts.year, cost_centre="CC9", subjective_code="1")
    BudgetLineFactory(body=extracts.other_cluster, year=extracts.year, cost_centre="CC9", subjective_code="1")
    rows = [
        row("T1", amount="10.10"),
        row("T2", codes=("cc2", "5100"), amount="(2.05)"),
        row("T3", codes=("CC9", "1"), amount="5"),
        row("T4", codes=("CC7", "5100"), amount="7"),
        row("T5", codes=("", ""), amount="1"),
    ]

    imported = extracts.read(comma_separated(*rows), total="21.05")

    assert counted(imported) == {"new": (2, Decimal("8.05")), "suspense": (3, Decimal("13.00"))}
    assert list(imported.rows.values_list("line", flat=True)) == [extracts.one.pk, extracts.three.pk, None, None, None]
    assert Reconciled.of(imported).is_even
    assert imported.state == "read"


def test_a_closed_line_takes_no_row(extracts):
    BudgetLine.objects.filter(pk=extracts.one.pk).update(closed_at=extracts.by["at"])

    assert counted(extracts.read(comma_separated(row("T1")))) == {"suspense": (1, Decimal("10.00"))}


def test_rows_that_cannot_be_taken_are_refused_by_row_and_column(extracts):
    periods.close_period(board=extracts.board, year=extracts.year, period=1, **extracts.by)
    rows = [
        row("T1"),
        row("T2", amount="12x"),
        row("T3", day="31/02/2026"),
        row("T4", day="01/04/2026"),
        row("T5", day="03/04/2025"),
        row("T1", amount="11"),
        row("T6", amount="0.00"),
        row("T7", codes=("C" * 41, "5100")),
    ]

    imported = extracts.read(comma_separated(*rows))

    assert told(imported) == [
        (3, "Net Amount", "“12x” is not an amount."),
        (4, "Transaction Date", "“31/02/2026” is not a day such as 31/03/2026."),
        (5, "Transaction Date", "01/04/2026 lies outside the financial year 2025/26."),
        (6, "Transaction Date", "Period 1 is closed: it takes no entry."),
        (8, "Net Amount", "The amount is nought: there is nothing to post."),
        (9, "Cost Centre", "The text is longer than 40 characters."),
    ]
    assert all(imported.rows.filter(outcome="refused").exclude(fault_cy="").values_list("fault_cy", flat=True))


def test_a_period_may_differ_from_the_day(extracts):
    headings = (*HEADINGS, "Period")
    content = comma_separated((*row("T1"), "P13"), (*row("T2"), ""), (*row("T3"), "14"), headings=headings)

    imported = extracts.read(content, columns={**MAPPED, "period": "Period"})

    assert list(imported.rows.values_list("period", flat=True)) == [13, 11, None]
    assert told(imported) == [(4, "Period", "“14” is not a period from 1 to 13.")]


def test_the_last_row_may_state_the_total(extracts):
    imported = extracts.read(comma_separated(row("T1"), row("T2"), ("", "", "", "", "20.01", "Grand total:", "")))

    assert imported.stated_total == Decimal("20.01")
    assert counted(imported) == {"new": (2, 20)}
    assert Reconciled.of(imported).words == ("The file states £20.01. The rows that are taken come to £20: £0.01 less.")


def test_a_total_that_differs_from_the_one_of_the_file_stops_the_reading(extracts):
    imported = extracts.read(comma_separated(row("T1"), ("Total", "", "", "", "10", "", "")), total="11")

    assert imported.job.state == "failed"
    assert imported.job.message_en == "You gave £11 as the total, but the last row of the file says £10."
    assert imported.standing == "sent"


def test_a_total_among_the_rows_is_a_row_that_is_refused(extracts):
    total = ("Total", "", "", "", "10", "", "")

    imported = extracts.read(comma_separated(row("T1"), total, row("T2")))

    assert told(imported) == [(3, "Transaction Date", "The cell is empty.")]


def test_reading_again_stages_no_row_twice(extracts):
    imported = extracts.read(comma_separated(row("T1"), row("T2")))
    actions.read(imported=imported, columns=MAPPED, stated_total=Decimal(20), **extracts.by)
    again = extracts.work(imported)

    assert again.rows.count() == 2
    assert (again.state, again.stated_total) == ("read", 20)


def test_a_workbook_is_read_with_its_numbers_and_days(extracts):
    rows = [
        ("T1", datetime(2026, 2, 10), "CC1", 5100, 0.1, "Pens", "INV1"),
        ("T2", date(2026, 2, 10), "CC1", 5100, 0.2, "=Not a formula", "INV2"),
        ("T3", "10/02/2026", "CC1", "5100", "(0.05)", None, None),
        ("T4", "10/02/2026", "CC1", "5100", 0.125, None, None),
        (None, None, None, None, 0.25, "Total", None),
    ]

    imported = extracts.read(workbook(*rows))

    assert counted(imported) == {"new": (3, Decimal("0.25")), "refused": (1, 0)}
    assert told(imported) == [(5, "Net Amount", "“0.125” is not an amount in pounds and pence.")]
    assert Reconciled.of(imported).is_even


def test_titles_above_the_heading_and_other_separators_are_read(extracts):
    lines = ["Extract of the ledger", "", ";".join(HEADINGS), ";".join(row("T1", words="Caffè"))]
    imported = extracts.read("\r\n".join(lines).encode("cp1252"))

    assert list(imported.rows.values_list("number", "description")) == [(4, "Caffè")]


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def truncated() -> bytes:
    return workbook(row("T1"))[:-200]


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (lambda: b" \n", "empty"),
        (lambda: b"x" * (files.LARGEST + 1), "larger than 20 MB"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(100), "password"),
        (lambda: b"%PDF-1.7 and so on", "neither CSV"),
        (lambda: b"a,\0,c", "neither CSV"),
        (lambda: b"just words\nand more", "no row of headings"),
        (lambda: zipped(part=b"x"), "damaged"),
        (truncated, "damaged"),
        (lambda: zipped(bomb=bytes(grids.UNPACKED + 1)), "too large once it is unpacked"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence_and_leaves_nothing(extracts, made, sentence):
    with pytest.raises(Refused, match=sentence):
        extracts.send(made())

    assert not LedgerImport.objects.exists()


def test_an_extract_of_too_many_rows_is_refused(extracts, monkeypatch):
    sent = extracts.send(comma_separated(*(row(f"T{number}") for number in range(4))))
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    actions.read(imported=sent, columns=MAPPED, stated_total=None, **extracts.by)

    imported = extracts.work(sent)

    assert imported.job.message_en == "The file has more than 100,000 rows. Send it in parts."
    assert imported.standing == "sent"


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({**MAPPED, "amount": ""}, "Say which column holds this: Amount"),
        ({**MAPPED, "amount": "Nowhere"}, "Say which column holds this: Amount"),
        ({**MAPPED, "amount": "Narrative"}, "cannot hold two things"),
    ],
)
def test_columns_must_be_named_and_differ(extracts, columns, sentence):
    with pytest.raises(Refused, match=sentence):
        extracts.read(comma_separated(row("T1")), columns=columns)


def test_only_who_keeps_the_ledger_sends_an_extract(extracts):
    more = {"board": extracts.board, "year": extracts.year, "name": "x.csv", "content": comma_separated(row("T1"))}
    with pytest.raises(NotAllowed):
        actions.send(**more, **{**extracts.by, "by": extracts.lead})


def test_rows_without_a_number_are_told_apart_by_how_many_are_alike(extracts):
    content = comma_separated(row(), row(), row(amount="11"))

    keys = [set(extracts.read(content).rows.values_list("key", flat=True)) for _time in range(2)]

    assert len(keys[0]) == 3
    assert keys[0] == keys[1]


# --- what could be lost, or read as something else ---


def test_an_amount_whose_comma_parts_cells_is_refused_and_the_other_rows_are_read(extracts):
    lines = [",".join(HEADINGS), ",".join(row("T1", amount="1,234.50")), ",".join(row("T2", amount='"1,234.50"'))]

    imported = extracts.read("\r\n".join(lines).encode())

    assert counted(imported) == {"new": (1, Decimal("1234.50")), "refused": (1, 0)}
    ((number, column, sentence),) = told(imported)
    assert (number, column) == (2, "")
    assert sentence.startswith("The row has 8 cells, the heading has 7. A cell that holds what parts the cells")


def test_a_quotation_mark_without_its_partner_stops_the_reading_with_its_row(extracts):
    rows = [row(f"T{number}") for number in range(40)]
    lines = [",".join(cells) for cells in (HEADINGS, *rows)]
    lines[31] = ",".join(row("T30", words='"Pens'))

    imported = extracts.read("\r\n".join(lines).encode())

    assert imported.standing == "sent"
    assert imported.job.message_en == (
        "Row 32: a quotation mark opens a cell here and is not closed where the cell ends."
    )
    assert imported.job.message_cy.startswith("Rhes 32: ")


def test_an_amount_that_can_be_read_in_two_ways_is_refused_with_both(extracts):
    rows = [
        row("T1", amount="1250,50"),
        row("T2", amount="(12,5)"),
        row("T3", amount="1.250"),
        row("T4", amount="1,250"),
    ]

    imported = extracts.read(comma_separated(*rows))

    assert [sentence.partition(". Write")[0] for _number, _column, sentence in told(imported)] == [
        "“1250,50” can be read as £1,250.50 or as £125,050",
        "“12,5” can be read as £12.50 or as £125",
        "“1.250” can be read as £1.25 or as £1,250",
    ]
    assert counted(imported)["new"] == (1, 1250)


def test_a_dash_is_how_accounts_write_nought(extracts):
    imported = extracts.read(comma_separated(row("T1", amount=" -   "), row("T2", amount="£-")))

    assert [sentence for _number, _column, sentence in told(imported)] == [
        "The amount is nought: there is nothing to post."
    ] * 2


def test_what_is_not_seen_changes_no_code_and_no_amount(extracts):
    rows = [row("T1", codes=("CC1\u200b", "5100")), row("T2", codes=("\u00a0CC1 ", "5100 ")), row("T3", amount="–30")]

    imported = extracts.read(comma_separated(*rows))

    assert counted(imported) == {"new": (3, -10)}


def test_remarks_below_the_total_are_no_rows(extracts):
    total, remark = ("Total", "", "", "", "20", "", ""), ("Report run 01/03/2026 09:12", *[""] * 6)

    imported = extracts.read(comma_separated(row("T1"), row("T2"), total, remark))

    assert imported.stated_total == 20
    assert counted(imported) == {"new": (2, 20)}


def test_two_columns_of_one_heading_are_refused(extracts):
    headings = (*HEADINGS, "Net Amount")
    content = comma_separated((*row("T1"), "12.00"), headings=headings)

    with pytest.raises(Refused, match="Two columns have the same heading: Net Amount"):
        extracts.read(content)


def test_a_semicolon_file_may_have_commas_in_its_texts(extracts):
    words = "Pens, paper, ink, card, tape, glue, labels, clips, boxes"
    lines = [";".join(cells) for cells in (HEADINGS, row("T1", words=words), row("T2"))]

    assert counted(extracts.read("\r\n".join(lines).encode())) == {"new": (2, 20)}


def test_what_spreadsheet_programs_call_unicode_is_read(extracts):
    lines = ["\t".join(cells) for cells in (HEADINGS, row("T1", words="Tŷ"))]

    imported = extracts.read("\r\n".join(lines).encode("utf-16"))

    assert list(imported.rows.values_list("description", "outcome")) == [("Tŷ", "new")]


def test_one_key_written_in_two_ways_is_one_number(extracts):
    number = "5f0b6b1e-7d5c-4b52-9a3c-3d1f6a4c8e21"

    imported = extracts.read(comma_separated(row(number), row(number.upper())))

    assert counted(imported) == {"new": (1, 10), "refused": (1, 10)}
