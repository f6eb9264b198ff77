"""Extracts of a ledger as their pages show them."""

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgets.actions.extracts import mark_of_import
from budgets.extracts import queries
from budgets.extracts.columns import COLUMNS
from budgets.extracts.entering import POSTED
from budgets.extracts.forms import ColumnsForm
from budgets.extracts.reconciling import Reconciled
from budgets.models import BudgetLine, LedgerImport, LedgerImportRow
from common import workbooks
from common.forms import asked
from common.models import Job
from common.numbers import number, pounds

Row = dict[str, Any]
State = LedgerImport.State


def page(imported: LedgerImport) -> dict[str, Any]:
    """Return what the page of an extract shows at the point where it stands."""
    standing = imported.standing
    shown = {"imported": imported, "standing": standing, "work": work(imported)}
    if standing in (State.READ, State.POSTING, State.POSTED):
        return {**shown, **outcome(imported), "seen": mark_of_import(imported)}
    return shown


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
        "outcomes": [_told(imported, *one) for one in told],
        "all_rows": number(sum(count for _name, count, _amount in told)),
        "all_amounts": pounds(sum((amount for _name, _count, amount in told), Decimal(0))),
        "reconciled": reconciled,
        "refused": [_refused(row) for row in queries.refused_of(imported)[: queries.SHOWN]],
        "refused_count": refused,
        "lines": [_line(*one) for one in queries.by_line(imported)],
        "samples": _samples(imported),
        "may_post": imported.standing == State.READ and any(count for name, count, _sum in told if name in POSTED),
    }


def _told(imported: LedgerImport, name: str, count: int, amount: Decimal) -> Row:
    words = str(LedgerImportRow.Outcome(name).label)
    if name == LedgerImportRow.Outcome.NEW and imported.state == State.POSTED:
        words = _("Posted on their lines")
    return {"words": words, "rows": number(count), "amount": pounds(amount)}


def _refused(row: LedgerImportRow) -> Row:
    return {
        "number": row.number,
        "column": row.fault_column or _("The whole row"),
        "fault": row.fault_cy if get_language() == "cy" else row.fault_en,
        "amount": pounds(row.amount),
    }


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
    listed = [_listed(question) if question["name"] in COLUMNS else question for question in found["questions"]]
    return {**found, "questions": sorted(listed, key=lambda question: question["name"] not in COLUMNS)}


def _listed(question: Row) -> Row:
    if question["component"] == "select":
        return question
    items = [{"value": item["value"], "text": item["text"]} for item in question["items"]]
    shared = {name: question[name] for name in ("name", "hint", "error_message", "value")}
    named = {"id": question["id_prefix"], "label": question["fieldset"]["legend"]}
    return {**shared, **named, "component": "select", "items": items}


def refused_sheet(imported: LedgerImport) -> workbooks.Sheet:
    """Return all refused rows as a table, with what stands in them as far as it could be read."""
    headings = (_("Row"), _("Column"), _("What is wrong"), *(str(words) for words in COLUMNS.values()))
    headings = tuple(name for name in headings if name != str(COLUMNS["number"]))
    rows = tuple(_refused_cells(row) for row in queries.refused_of(imported))
    title = _("Refused rows")
    return workbooks.Sheet(title, title, tuple(workbooks.Heading(name) for name in headings), rows)


def _refused_cells(row: LedgerImportRow) -> tuple[workbooks.Cell, ...]:
    fault = row.fault_cy if get_language() == "cy" else row.fault_en
    amount = "" if row.amount is None else str(row.amount)
    day = row.dated_on.isoformat() if row.dated_on else ""
    told = (day, str(row.period or ""), row.cost_centre, row.subjective_code)
    column = row.fault_column or _("The whole row")
    return (str(row.number), column, fault, *told, _amount(amount), row.description, row.reference)


def _amount(written: str) -> workbooks.Cell:
    return workbooks.Number(float(written), 2) if written else ""
