"""How tests look at the pages of the finance officer."""

from bs4 import BeautifulSoup

from tests.budgets.test_ledger import Ledger


def with_second_factor() -> Ledger:
    """Return a ledger whose officer and approver sign in with a second factor."""
    ledger = Ledger()
    for person in (ledger.officer, ledger.approver):
        person.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    return ledger


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def row_of(page, heading) -> list[str]:
    """Return the cells of the first row whose heading begins with some words."""
    found = next(row for row in page.select("tbody tr") if row.th.get_text(" ", strip=True).startswith(heading))
    return [cell.get_text(" ", strip=True) for cell in found.find_all("td")]
