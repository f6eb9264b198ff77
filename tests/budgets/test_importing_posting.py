"""An extract is posted whole or not at all, no row twice, and never without a word where it does not reconcile."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.utils import translation

from accounts.models import AuditRecord
from budgets.actions import extracts as actions
from budgets.actions import periods
from budgets.actions.entries import spend
from budgets.actions.posting import Told
from budgets.extracts import exporting
from budgets.extracts.columns import COLUMNS
from budgets.ledger import balance, balances, total
from budgets.models import BudgetLine, Entry, Kind
from common import jobs
from common.errors import Refused
from governance.powers.policies import NotAllowed
from tests.budgets.extracts import CODES, Extracts, comma_separated, counted, row
from tests.moments import ON

pytestmark = pytest.mark.django_db


@pytest.fixture
def extracts():
    return Extracts()


def test_rows_become_actual_spending_on_their_lines(extracts):
    rows = [row("T1", amount="10.10"), row("T2", amount="(2.05)", words=""), row("T3", codes=CODES[2], amount="7")]

    imported = extracts.post(comma_separated(*rows), total="15.05", reason="")

    assert imported.state == "posted"
    entries = Entry.objects.order_by("line", "-amount").values_list("kind", "line", "amount", "reason", "reference")
    assert list(entries) == [
        ("actual", extracts.one.pk, Decimal("10.10"), "Pens", "INV1"),
        ("actual", extracts.one.pk, Decimal("-2.05"), "extract.csv", "INV1"),
        ("actual", extracts.three.pk, Decimal("7.00"), "Pens", "INV1"),
    ]
    assert set(Entry.objects.values_list("imported", "entered_by")) == {(imported.pk, extracts.officer.pk)}
    assert balance(extracts.one).spent == Decimal("8.05")


def test_what_fits_no_line_goes_to_the_suspense_of_the_board(extracts):
    imported = extracts.post(comma_separated(row("T1"), row("T2", codes=("CC7", "1"), amount="3")), total="13")

    suspense = BudgetLine.objects.get(heading="suspense")
    assert (suspense.body_id, suspense.year, suspense.title_cy) == (
        extracts.board.pk,
        extracts.year,
        "Cyfrif dros dro gwariant a fewnforiwyd",
    )
    assert balance(suspense).spent == 3
    assert counted(imported) == {"new": (1, 10), "suspense": (1, 3)}
    extracts.post(comma_separated(row("T3", codes=("CC7", "1"), amount="4")), total="4")
    assert balance(BudgetLine.objects.get(heading="suspense")).spent == 7


def test_a_row_that_comes_again_is_known(extracts):
    extracts.post(comma_separated(row("T1"), row("", amount="5"), row("", amount="5")))

    later = comma_separated(row("T2"), row("", amount="5"), row("T1"), row("", amount="5"), row("", amount="5"))
    imported = extracts.post(later)

    assert counted(imported) == {"new": (2, 15), "duplicate": (3, 20)}
    assert Entry.objects.count() == 5


def test_a_known_number_with_another_amount_is_asked_about(extracts):
    extracts.post(comma_separated(row("T1")))

    imported = extracts.read(comma_separated(row("t1", amount="11")), total="11")

    (asked,) = imported.rows.values_list("outcome", "fault_en")
    assert asked == ("asked", "This transaction number was posted before with another amount or other codes.")
    with pytest.raises(Refused, match="Say what becomes"):
        extracts.confirm(imported, "Corrected")
    with pytest.raises(Refused, match="nothing to post"):
        actions.confirm(imported=imported, asked="leave", **extracts.by)
    actions.confirm(imported=imported, asked="post", **extracts.by)
    assert counted(extracts.work(imported)) == {"new": (1, 11)}
    assert counted(extracts.read(comma_separated(row("T1", amount="11")))) == {"duplicate": (1, 11)}


def test_a_known_row_of_a_closed_period_is_known_not_refused(extracts):
    extracts.post(comma_separated(row("T1")))
    periods.close_period(board=extracts.board, year=extracts.year, period=11, **extracts.by)

    assert counted(extracts.read(comma_separated(row("T1"), row("T2")))) == {"duplicate": (1, 10), "refused": (1, 10)}


def test_what_another_extract_posted_meanwhile_is_not_posted_twice(extracts):
    first, second = (extracts.read(comma_separated(row("T1"), row(f"T{number}"))) for number in (2, 3))
    for imported in (first, second):
        extracts.work(extracts.confirm(imported, "Both"))

    second.refresh_from_db()
    assert counted(second) == {"new": (1, 10), "duplicate": (1, 10)}
    assert Entry.objects.count() == 3


@pytest.mark.parametrize("stated", [None, "10.01"])
def test_an_extract_that_does_not_reconcile_needs_a_reason_that_is_kept(extracts, stated):
    imported = extracts.read(comma_separated(row("T1")), total=stated)
    with pytest.raises(Refused, match="Say why"):
        extracts.confirm(imported, "  ")

    posted = extracts.work(extracts.confirm(imported, "One row comes later"))

    assert posted.difference_reason == "One row comes later"
    confirmed, entered = AuditRecord.objects.filter(action__in=["budgets.confirm_import", "budgets.post_import"])
    assert confirmed.details["reason"] == "One row comes later"
    assert entered.details["entered"] == 1
    assert (entered.by, entered.bodies) == (extracts.officer, [extracts.board.pk])


def test_an_extract_without_a_good_row_is_not_posted(extracts):
    imported = extracts.read(comma_separated(row("T1", amount="x")))

    with pytest.raises(Refused, match="nothing to post"):
        extracts.confirm(imported, "All the same")


def test_a_period_closed_between_looking_and_posting_stops_it_whole(extracts):
    imported = extracts.confirm(extracts.read(comma_separated(row("T1"), row("T2", day="10/01/2026")), total="20"))
    periods.close_period(board=extracts.board, year=extracts.year, period=11, **extracts.by)

    stopped = extracts.work(imported)

    assert not Entry.objects.exists()
    assert stopped.standing == "read"
    assert stopped.job.message_en == "Period 11 was closed since the extract was read, so nothing was posted."
    assert stopped.job.message_cy == "Caewyd cyfnod 11 ers darllen yr echdyniad, felly ni chofnodwyd dim."
    periods.reopen_period(closing=extracts.board.period_closings.get(), reason="Late rows", **extracts.by)
    assert extracts.work(extracts.confirm(imported)).state == "posted"


def test_a_line_closed_between_looking_and_posting_stops_it_whole(extracts):
    imported = extracts.confirm(extracts.read(comma_separated(row("T1")), total="10"))
    BudgetLine.objects.filter(pk=extracts.one.pk).update(closed_at=extracts.by["at"])

    stopped = extracts.work(imported)

    assert not Entry.objects.exists()
    assert "Read it again" in stopped.job.message_en


def test_posting_twice_posts_once(extracts):
    imported = extracts.post(comma_separated(row("T1")), total="10")

    again = actions.post(imported=imported, at=extracts.by["at"], on=ON)

    assert again.state == "posted"
    assert Entry.objects.count() == 1
    assert AuditRecord.objects.filter(action="budgets.post_import").count() == 1
    with pytest.raises(Refused, match="cannot be done now"):
        extracts.confirm(imported)


def test_an_abandoned_extract_posts_nothing(extracts):
    imported = extracts.read(comma_separated(row("T1")), total="10")

    actions.discard(imported=imported, **extracts.by)

    assert not imported.rows.exists()
    with pytest.raises(Refused, match="Abandoned"):
        extracts.confirm(imported)


def test_a_posted_extract_is_not_abandoned(extracts):
    imported = extracts.post(comma_separated(row("T1")), total="10")

    with pytest.raises(Refused, match="cannot be done now"):
        actions.discard(imported=imported, **extracts.by)


@pytest.mark.parametrize("deed", [actions.confirm, actions.discard])
def test_only_who_keeps_the_ledger_decides(extracts, deed):
    imported = extracts.read(comma_separated(row("T1")), total="10")

    with pytest.raises(NotAllowed):
        deed(imported=imported, **{**extracts.by, "by": extracts.lead})


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_what_is_exported_and_sent_again_is_known_whole(extracts, extension, language):
    words = row("T1", amount="1,250.10", words="=SUM(A1)"), row("", amount="-5", codes=("CC7", ""))
    extracts.post(comma_separated(*words), total="1245.10")
    extracts.reverse(extracts.spend(extracts.two, "3"))
    told = Told(dated_on=datetime.date(2026, 3, 31), reason="Late", period=13)
    spend(line=extracts.two, amount=Decimal("12.34"), told=told, **extracts.by)
    with translation.override(language):
        content = exporting.WRITERS[extension](extracts.board, extracts.year)
        columns = {column: str(words) for column, words in COLUMNS.items()}

    imported = extracts.read(content, columns=columns)

    spent = total(balances(BudgetLine.objects.all()).values()).spent
    assert counted(imported) == {"duplicate": (Entry.objects.filter(kind=Kind.ACTUAL).count(), spent)}


def test_an_export_holds_the_ledger_of_its_board_and_year_alone(extracts):
    extracts.post(comma_separated(row("T1")), total="10")
    other = Extracts()
    other.post(comma_separated(row("T9", amount="99")), total="99")
    extracts.allocate(extracts.one, "100")

    rows = list(csv.reader(io.StringIO(exporting.comma_separated(extracts.board, extracts.year).decode("utf-8-sig"))))

    assert rows[0] == [str(words) for words in COLUMNS.values()]
    assert [cells[1:] for cells in rows[1:]] == [["2026-02-10", "11", "CC1", "5100", "10.00", "Pens", "INV1"]]


def test_a_job_that_arrives_twice_is_done_once(extracts):
    imported = extracts.confirm(extracts.read(comma_separated(row("T1")), total="10"))
    imported.refresh_from_db()

    assert [jobs.run(imported.job_id) is None for _time in range(2)] == [False, True]
    assert Entry.objects.count() == 1
