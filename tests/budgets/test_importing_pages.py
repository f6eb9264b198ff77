"""Pages of extracts: an officer sends, maps, looks at and posts one without a script, in either language."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from budgets.actions import extracts as actions
from budgets.extracts import queries
from budgets.models import Entry, LedgerImport
from governance.models import Office
from tests.budgets.extracts import CODES, HEADINGS, MAPPED, Extracts, comma_separated, row
from tests.factories import BudgetLineFactory, HealthBoardFactory
from tests.moments import AT
from tests.reading import hidden

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15
ROWS = [
    row("T1", amount="10.10"),
    row("T2", codes=CODES[1], amount="5"),
    row("T3", codes=("CC7", "1"), amount="7"),
    row("T4", amount="12x"),
]


@pytest.fixture
def extracts(moved_clock, enter):
    moved_clock(AT.isoformat())
    made = Extracts()
    enter(made.officer)
    return made


def list_address(extracts) -> str:
    return reverse("budgets:imports", kwargs={"key": extracts.board.pk, "year": extracts.year.first_year})


def address_of(imported, name="import") -> str:
    return reverse(f"budgets:{name}", kwargs={"key": imported.pk})


def words(soup: BeautifulSoup) -> str:
    return " ".join(soup.main.get_text(" ").split())


def test_an_extract_is_sent_mapped_read_and_posted(extracts, client, page):
    file = SimpleUploadedFile("january.csv", comma_separated(*ROWS))
    sent = client.post(list_address(extracts), {"file": file})
    imported = LedgerImport.objects.get()
    assert sent.url == address_of(imported)
    mapping = page(sent.url)
    chosen = {
        select["name"]: (select.find(selected=True) or select.option)["value"] for select in mapping.find_all("select")
    }
    assert chosen == {**MAPPED, "period": "", "debit": "", "credit": ""}
    assert "Net Amount (10.10)" in words(mapping)

    assert client.post(sent.url, {**chosen, "stated_total": "£22.10", "deed": "read"}).status_code == 302
    assert "goes on by itself" in words(page(sent.url))
    extracts.work(imported)

    preview = page(sent.url)
    assert "to the penny what the file states" in words(preview)
    cells = [[cell.get_text() for cell in line.find_all(["th", "td"])] for line in preview.find("table").find_all("tr")]
    assert cells[1:] == [
        ["To be posted", "2", "£15.10"],
        ["In the ledger already", "0", "£0"],
        ["To suspense", "1", "£7"],
        ["Row refused", "1", "£0"],
        ["All together", "4", "£22.10"],
    ]
    assert "5 Net Amount “12x” is not an amount." in words(preview)
    seen = hidden(client.get(sent.url))
    assert client.post(sent.url, {**seen, "deed": "confirm"}).status_code == 302
    extracts.work(imported)

    receipt = words(page(sent.url))
    assert f"Confirmed by {extracts.officer.name} on 9 March 2026" in receipt
    assert "Posted on their lines 2 £15.10" in receipt
    assert Entry.objects.count() == 3
    assert "january.csv" in words(page(list_address(extracts)))


def test_what_does_not_reconcile_asks_for_a_reason(extracts, client, page):
    imported = extracts.read(comma_separated(*ROWS), total="30")
    address = address_of(imported)
    assert "£7.90 less" in words(page(address))

    refused = client.post(address, {**hidden(client.get(address)), "deed": "confirm"})

    assert "Say why it is posted all the same" in refused.content.decode()
    assert not Entry.objects.exists()
    answers = {**hidden(refused), "deed": "confirm", "reason": "One row is wrong"}
    assert client.post(address, answers).status_code == 302
    extracts.work(imported)
    assert "One row is wrong" in words(page(address))


def test_rows_that_were_read_again_since_they_were_shown_are_not_posted(extracts, client):
    imported = extracts.read(comma_separated(*ROWS))
    address = address_of(imported)
    before = hidden(client.get(address))
    actions.read(imported=imported, columns=MAPPED, stated_total=Decimal("22.10"), **extracts.by)
    extracts.work(imported)

    told = [client.post(address, {**seen, "deed": "confirm"}) for seen in (before, {}, {"seen": ""})]

    assert [one.status_code for one in told] == [409, 409, 409]
    assert "The extract was read again since you looked at it." in told[0].content.decode()
    assert not Entry.objects.exists()
    assert client.post(address, {**hidden(told[0]), "deed": "confirm"}).status_code == 302


def test_columns_are_said_again_and_the_rows_read_again(extracts, client, page):
    imported = extracts.read(comma_separated(*ROWS))
    address = f"{address_of(imported)}?columns"
    assert page(address).find("select", id="id_amount").find(selected=True)["value"] == "Net Amount"

    assert client.post(address, {**MAPPED, "stated_total": "22.10", "deed": "read"}).status_code == 302

    assert extracts.work(imported).stated_total == Decimal("22.10")


def test_a_column_that_lacks_is_asked_for(extracts, client):
    imported = extracts.send(comma_separated(*ROWS))

    answer = client.post(address_of(imported), {**MAPPED, "amount": "", "deed": "read"})

    assert "Answer this question: Amount" in answer.content.decode()


def test_a_broken_file_is_refused_beside_its_question(extracts, client):
    answer = client.post(list_address(extracts), {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")})

    soup = BeautifulSoup(answer.content, "html.parser")
    assert soup.find(id="file-error").get_text() == "The file is neither CSV nor an Excel workbook (XLSX)."
    assert not LedgerImport.objects.exists()


def test_an_extract_is_abandoned(extracts, client, page):
    imported = extracts.read(comma_separated(*ROWS))

    client.post(address_of(imported), {"deed": "discard"})

    assert "Abandoned" in words(page(address_of(imported)))


def test_why_the_work_stopped_is_told_in_the_language_of_the_reader(extracts, page):
    imported = extracts.read(comma_separated(row("T1"), ("Total", "", "", "", "10", "", "")), total="11")
    with translation.override("cy"):
        address = address_of(imported)

    assert "Y cyfanswm a roddwyd gennych: £11. Dywed rhes olaf y ffeil: £10." in words(page(address))


def test_rows_that_may_be_there_already_are_posted_only_by_somebodys_word(extracts, client):
    extracts.post(comma_separated(row("T1")))
    imported = extracts.read(comma_separated(row("T1", amount="11"), row("T2")))
    address = address_of(imported)

    shown = client.get(address)
    assert "Rows that are asked about" in shown.content.decode()
    assert client.post(address, {**hidden(shown), "deed": "confirm", "reason": "Late"}).status_code == 200
    answered = {**hidden(client.get(address)), "deed": "confirm", "reason": "Late", "asked": "post"}
    assert client.post(address, answered).status_code == 302

    extracts.work(imported)
    assert sorted(Entry.objects.values_list("amount", flat=True)) == [10, 10, 11]


def test_all_refused_rows_are_in_a_file(extracts, client, monkeypatch):
    monkeypatch.setattr(queries, "SHOWN", 1)
    imported = extracts.read(comma_separated(*ROWS, row("T5", day="soon", amount="1,250.5")))

    lines = client.get(address_of(imported, "refused_rows")).content.decode("utf-8-sig").splitlines()

    assert lines == [
        ",".join((*HEADINGS, "Row", "Column", "What is wrong")),
        "T4,10/02/2026,CC1,5100,12x,Pens,INV1,5,Net Amount,“12x” is not an amount.",
        'T5,soon,CC1,5100,"1,250.5",Pens,INV1,6,Transaction Date,“soon” is not a day such as 31/03/2026.',
    ]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_ledger_is_a_file(extracts, client, extension):
    arguments = {"key": extracts.board.pk, "year": extracts.year.first_year, "extension": extension}

    response = client.get(reverse("budgets:export", kwargs=arguments))

    assert response.status_code == 200
    assert f"ledger-{extracts.board.pk}-2025.{extension}" in response["Content-Disposition"]


def test_another_board_finds_nothing(extracts, client, enter):
    imported = extracts.read(comma_separated(*ROWS))
    enter(extracts.appoint(Office.FINANCE_OFFICER, HealthBoardFactory()))

    addresses = [list_address(extracts), address_of(imported), address_of(imported, "refused_rows")]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_pages_of_forty_lines_take_few_queries(extracts, client, django_assert_max_num_queries):
    rows = [*ROWS]
    for number in range(40):
        codes = {"cost_centre": f"X{number}", "subjective_code": "1"}
        BudgetLineFactory(body=extracts.cluster, stream=extracts.stream, year=extracts.year, **codes)
        rows += [row(f"N{number}", codes=tuple(codes.values())), row(f"M{number}", amount="x")]
    mapped, read = extracts.send(comma_separated(*rows)), extracts.read(comma_separated(*rows))
    posted = extracts.post(comma_separated(*rows))
    for address in (list_address(extracts), *map(address_of, (mapped, read, posted))):
        client.get(address)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200
