"""Extracts of a ledger for tests: a board whose lines have codes, and files as its ledger would write them."""

import csv
import io
from decimal import Decimal

from openpyxl import Workbook

from budgets.actions import extracts
from budgets.models import BudgetLine, LedgerImport
from common import jobs
from tests.budgets.test_ledger import Ledger

HEADINGS = ("Transaction Number", "Transaction Date", "Cost Centre", "Account Code", "Net Amount", "Narrative", "Ref")
MAPPED = dict(
    zip(
        ("number", "date", "cost_centre", "subjective_code", "amount", "description", "reference"),
        HEADINGS,
        strict=True,
    )
)
CODES = (("CC1", "5100"), ("CC1", "5200"), ("CC2", "5100"))


def row(number="", day="10/02/2026", codes=CODES[0], amount="10.00", words="Pens", reference="INV1") -> tuple:
    return (number, day, *codes, amount, words, reference)


def comma_separated(*rows: tuple, headings=HEADINGS) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([headings, *rows])
    return stream.getvalue().encode()


def workbook(*rows: tuple, headings=HEADINGS) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    for cells in (headings, *rows):
        book.active.append(cells)
    book.save(stream)
    return stream.getvalue()


class Extracts(Ledger):
    """The ledger of a board, three lines of which have the codes of `CODES`."""

    def __init__(self) -> None:
        super().__init__()
        for line, (cost_centre, code) in zip(self.lines, CODES, strict=True):
            BudgetLine.objects.filter(pk=line.pk).update(cost_centre=cost_centre, subjective_code=code)
            line.refresh_from_db()

    def send(self, content: bytes, name="extract.csv") -> LedgerImport:
        return extracts.send(board=self.board, year=self.year, name=name, content=content, **self.by)

    def read(self, content: bytes, total=None, columns=None) -> LedgerImport:
        """Send an extract and have it read."""
        sent = self.send(content)
        stated = None if total is None else Decimal(total)
        extracts.read(imported=sent, columns=columns or MAPPED, stated_total=stated, **self.by)
        return self.work(sent)

    def confirm(self, imported: LedgerImport, reason="") -> LedgerImport:
        extracts.confirm(imported=imported, reason=reason, **self.by)
        return imported

    def post(self, content: bytes, total=None, reason="Agreed by telephone") -> LedgerImport:
        """Send an extract, have it read, confirm it and have it posted."""
        return self.work(self.confirm(self.read(content, total), reason))

    def work(self, imported: LedgerImport) -> LedgerImport:
        """Do the background work of an import that waits; return the import as it is then."""
        imported = LedgerImport.objects.get(pk=imported.pk)
        jobs.run(imported.job_id)
        return LedgerImport.objects.get(pk=imported.pk)


def counted(imported: LedgerImport) -> dict[str, tuple[int, Decimal]]:
    """Return the rows of each outcome that has any, with what they come to."""
    told = imported.outcome.items()
    return {name: (one["rows"], Decimal(one["amount"])) for name, one in told if one["rows"]}
