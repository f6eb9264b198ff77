"""How the good rows of an extract become entries: all in one statement, and none twice."""

from collections import Counter

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.actions.posting import Moment, refuse_total
from budgets.extracts.staging import closed_periods
from budgets.models import BudgetLine, FundingStream, Kind, LedgerImport, LedgerImportRow, LineSum
from common.errors import Refused, in_each_language
from common.tabular import Filled

Outcome = LedgerImportRow.Outcome
POSTED = (Outcome.NEW, Outcome.SUSPENSE)
ENTER = """
    INSERT INTO budgets_entry (key, kind, line_id, amount, dated_on, period, reason, reference, drawn,
                               imported_id, entered_by_id, entered_at)
    SELECT key, 'actual', COALESCE(line_id, %(suspense)s), amount, dated_on, period,
           COALESCE(NULLIF(description, ''), %(name)s), reference, 0, imported_id, %(by)s, %(at)s
        FROM budgets_ledgerimportrow
        WHERE imported_id = %(imported)s AND outcome IN ('new', 'suspense')
        ORDER BY number
    ON CONFLICT (key) DO NOTHING
"""
# What another extract posted since these rows were read.
MEANWHILE = """
    UPDATE budgets_ledgerimportrow AS row SET outcome = 'duplicate'
        WHERE row.imported_id = %(imported)s AND row.outcome IN ('new', 'suspense')
          AND NOT EXISTS (SELECT 1 FROM budgets_entry AS entry
                          WHERE entry.key = row.key AND entry.imported_id = row.imported_id)
"""


def enter(imported: LedgerImport, *, at: Moment) -> int:
    """Post the good rows of an extract in this transaction; return how many entries there are now from it."""
    suspense = _suspense(imported, at=at)
    _hold_lines(imported, suspense)
    _refuse_closed(imported)
    _refuse_more_than_held(imported, suspense)
    facts = {
        "imported": imported.pk,
        "suspense": suspense and suspense.pk,
        "name": imported.file.name,
        "by": imported.confirmed_by_id,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(ENTER, facts)
        entered: int = cursor.rowcount
        cursor.execute(MEANWHILE, facts)
    return entered


def _suspense(imported: LedgerImport, *, at: Moment) -> BudgetLine | None:
    """Return the board's own line of suspense, opened where it is needed first; None where no row goes there.

    What fits no line is of no stream that is known either, so the line has a stream of its own that says so. Whoever
    clears it takes the entry back and posts it on the right line.
    """
    if not imported.rows.filter(outcome=Outcome.SUSPENSE).exists():
        return None
    stream, _is_new = FundingStream.objects.get_or_create(
        code=f"unknown-{imported.board_id}",
        defaults={"body_id": imported.board_id, **_named("name", gettext_lazy("Stream not known yet"))},
    )
    line, _is_new = BudgetLine.objects.get_or_create(
        body_id=imported.board_id,
        stream=stream,
        year_id=imported.year_id,
        heading=BudgetLine.Heading.SUSPENSE,
        defaults={"opened_at": at, **_named("title", gettext_lazy("Suspense of imported spending"))},
    )
    return line


def _named(field: str, words: str) -> dict[str, str]:
    return {f"{field}_{language}": text for language, text in in_each_language(words).items()}


def _hold_lines(imported: LedgerImport, suspense: BudgetLine | None) -> None:
    """Take hold of the lines as posting by hand does, in one order; `Refused` where one was closed meanwhile."""
    used = imported.rows.filter(outcome=Outcome.NEW).order_by().values("line")
    keys = {row["line"] for row in used.distinct()} | ({suspense.pk} if suspense else set())
    held = BudgetLine.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    closed = [line for line in held if line.closed_at is not None and line != suspense]
    if closed:
        told = {"line": closed[0].title}
        raise Refused(_("A line was closed since the extract was read: %(line)s. Read it again.") % told)


def _refuse_closed(imported: LedgerImport) -> None:
    """Raise `Refused` where a period that the good rows need was closed since they were read."""
    good = imported.rows.filter(outcome__in=POSTED).order_by()
    needed = good.filter(period__in=closed_periods(imported)).values_list("period", flat=True).distinct()
    for period in sorted(needed):
        closed = gettext_lazy("Period %(period)s was closed since the extract was read, so nothing was posted.")
        raise Refused(Filled(closed, {"period": period}))


def _refuse_more_than_held(imported: LedgerImport, suspense: BudgetLine | None) -> None:
    """Raise `Refused` where spending would come to more on a line, or in a period of it, than the ledger can hold."""
    good = imported.rows.filter(outcome__in=POSTED).order_by()
    rows = good.values("line", "period").annotate(sum=Sum("amount")).values_list("line", "period", "sum")
    sums = Counter({(line or suspense and suspense.pk, period): amount for line, period, amount in rows})
    lines = BudgetLine.objects.in_bulk({line for line, _period in sums})
    there = LineSum.objects.filter(line__in=lines, kind=Kind.ACTUAL).values("line", "period")
    sums.update({(row["line"], row["period"]): row["sum"] for row in there.annotate(sum=Sum("amount")).order_by()})
    for key, line in lines.items():
        periods = [amount for (one, _period), amount in sums.items() if one == key]
        for amount in (*periods, sum(periods)):
            refuse_total(line, amount)
