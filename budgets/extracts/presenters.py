"""Extracts of a ledger as their pages show them."""

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgets.actions.extracts import mark_of_import
from budgets.extracts import queries
from budgets.extracts.columns import EVERY
from budgets.extracts.entering import POSTED
from budgets.extracts.forms import ColumnsForm
from budgets.extracts.reconciling import Reconciled
from budgets.models import BudgetLine, FinancialYear, LedgerImport, LedgerImportRow
from common import workbooks
from common.forms import asked
from common.models import Job
from common.numbers import number, pounds
from governance.models import Body

Row = dict[str, Any]
State = LedgerImport.State
# Of such rows some may be posted.
OPEN = (*POSTED, LedgerImportRow.Outcome.ASKED)


def page(imported: LedgerImport) -> dict[str, Any]:
    """Return what the page of an extract shows at the point where it stands."""
    standing = imported.standing
    shown = {"imported": imported, "standing": standing, "work": work(imported), "hidden_words": hidden_words(imported)}
    if standing in (State.READ, State.POSTING, State.POSTED):
        return {**shown, **outcome(imported), "seen": mark_of_import(imported)}
    return shown


def hidden_words(imported: LedgerImport) -> str:
    words = _("Rows that the workbook hides, as by a filter: %(count)s. They are read like all others.")
    return words % {"count": number(imported.hidden_rows)}


def work(imported: LedgerImport) -> dict[str, Any]:
    """Return how far the background work has come, or why it failed, in the reader's language."""
    job = imported.job
    if job is None or job.state == Job.State.DONE:
        return {}
    said = job.message_cy if get_language() == "cy" else job.message_en
    heading = {"text": _("The work stopped"), "level": 2}
    return {"heading": heading, "failed": job.state == Job.State.FAILED, "said": said, "progress": job.progress}


def outcome(imported: LedgerImport) -> dict[str, Any]:
    """Return the totals by outcome, whether they reconcile, the refused rows, the lines and a sample of each kind."""
    told = list(queries.told_of(imported))
    reconciled = Reconciled.of(imported)
    refused = sum(count for name, count, _amount in told if name == LedgerImportRow.Outcome.REFUSED)
    return {
        "outcomes": [_told(imported, *one) for one in told if one[1] or one[0] != LedgerImportRow.Outcome.ASKED],
        "all_rows": number(sum(count for _name, count, _amount in told)),
        "all_amounts": pounds(sum((amount for _name, _count, amount in told), Decimal(0))),
        "reconciled": reconciled,
        "refused": [_refused(row) for row in queries.refused_of(imported)[: queries.SHOWN]],
        "refused_count": refused,
        "asked_about": [_asked_about(row) for row in queries.asked_of(imported)[: queries.SHOWN]],
        "asked_count": sum(count for name, count, _amount in told if name == LedgerImportRow.Outcome.ASKED),
        "lines": [_line(*one) for one in queries.by_line(imported)],
        "samples": _samples(imported),
        "may_post": imported.standing == State.READ and any(count for name, count, _sum in told if name in OPEN),
    }


def _told(imported: LedgerImport, name: str, count: int, amount: Decimal) -> Row:
    words = str(LedgerImportRow.Outcome(name).label)
    if name == LedgerImportRow.Outcome.NEW and imported.state == State.POSTED:
        words = _("Posted on their lines")
    return {"words": words, "rows": number(count), "amount": pounds(amount)}


def _refused(row: LedgerImportRow) -> Row:
    return {
        "number": row.number,
        "column": _fault_column(row),
        "fault": _fault(row),
        "amount": pounds(row.amount),
    }


def _fault(row: LedgerImportRow) -> str:
    return row.fault_cy if get_language() == "cy" else row.fault_en


def _asked_about(row: LedgerImportRow) -> Row:
    return {**_row(row), "fault": _fault(row)}


def posted_twice(board: Body, year: FinancialYear) -> list[Row]:
    """Return the posted rows that seem to stand in the ledger a second time, each with its file."""
    return [{**_row(row), "imported": row.imported} for row in queries.posted_twice(board, year)]


def _line(line: BudgetLine, count: int, amount: Decimal) -> Row:
    return {
        "title": line.title,
        "body": line.body.name,
        "codes": " ".join(filter(None, (line.cost_centre, line.subjective_code))),
        "rows": number(count),
        "amount": pounds(amount),
    }


def _samples(imported: LedgerImport) -> list[dict[str, Any]]:
    titles = {
        LedgerImportRow.Outcome.NEW: _("The first rows that fit a line"),
        LedgerImportRow.Outcome.SUSPENSE: _("The first rows that go to suspense"),
    }
    found = [(title, [_row(row) for row in queries.sample_of(imported, name)]) for name, title in titles.items()]
    return [{"title": title, "rows": rows} for title, rows in found if rows]


def _row(row: LedgerImportRow) -> Row:
    return {
        "number": row.number,
        "day": row.dated_on,
        "codes": " ".join(filter(None, (row.cost_centre, row.subjective_code))),
        "words": " · ".join(filter(None, (row.description, row.reference))),
        "line": f"{row.line.title}, {row.line.body.name}" if row.line else "",
        "amount": pounds(row.amount),
    }


def questions(form: ColumnsForm) -> dict[str, Any]:
    """Return the questions of the columns as lists to choose from, however few headings there are."""
    found = asked(form)
    listed = [_listed(question) if question["name"] in EVERY else question for question in found["questions"]]
    return {**found, "questions": sorted(listed, key=lambda question: question["name"] not in EVERY)}


def _listed(question: Row) -> Row:
    if question["component"] == "select":
        return question
    items = [{"value": item["value"], "text": item["text"]} for item in question["items"]]
    shared = {name: question[name] for name in ("name", "hint", "error_message", "value")}
    named = {"id": question["id_prefix"], "label": question["fieldset"]["legend"]}
    return {**shared, **named, "component": "select", "items": items}


def refused_sheet(imported: LedgerImport) -> workbooks.Sheet:
    """Return all refused rows under the headings of their file, each with what is wrong, to be mended and sent again.

    Of an extract that was read before cells were kept, what could be read of them stands there.
    """
    own = [heading for heading, _sample in imported.headings]
    told = [(_("Row"), _row_number), (_("Column"), _fault_column), (_("What is wrong"), _fault)]
    told = [(title, said) for title, said in told if title not in own]
    rows = tuple(
        (*(_cells(row).get(heading, "") for heading in own), *(said(row) for _title, said in told))
        for row in queries.refused_of(imported)
    )
    title = _("Refused rows")
    headings = (*own, *(title for title, _said in told))
    return workbooks.Sheet(title, title, tuple(workbooks.Heading(name) for name in headings), rows)


def _row_number(row: LedgerImportRow) -> str:
    return str(row.number)


def _fault_column(row: LedgerImportRow) -> str:
    return row.fault_column or _("The whole row")


def _cells(row: LedgerImportRow) -> dict[str, str]:
    if row.cells:
        return dict(row.cells)
    facts = {
        "date": row.dated_on.isoformat() if row.dated_on else "",
        "period": str(row.period or ""),
        "amount": "" if row.amount is None else f"{row.amount:.2f}",
        **{name: getattr(row, name) for name in ("cost_centre", "subjective_code", "description", "reference")},
    }
    return {heading: facts.get(column, "") for column, heading in row.imported.columns.items()}
