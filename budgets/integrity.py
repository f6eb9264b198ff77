"""What must hold of the ledger at any moment, asked of the database itself, whoever wrote to it."""

from collections.abc import Iterable
from functools import partial

from django.db import connection

from common import integrity

BOARD_OF = "CASE WHEN {0}.body_kind IN ('health_board', 'nation') THEN {0}.id ELSE {0}.parent_id END"
# The sums as they would be if all entries were added up now, beside those that are kept.
SUMS = """
    WITH told AS (
        SELECT line_id, kind, period, (entered_at AT TIME ZONE 'Europe/London')::date AS entered_on, amount, drawn, id
            FROM budgets_entry
        UNION ALL
        SELECT to_line_id, 'received', period, (entered_at AT TIME ZONE 'Europe/London')::date, amount, 0, id
            FROM budgets_entry WHERE to_line_id IS NOT NULL
    ), added AS (
        SELECT line_id, kind, period, entered_on, drawn,
               CASE kind WHEN 'forecast' THEN latest ELSE amount END AS amount
        FROM (SELECT line_id, kind, period, entered_on, sum(amount) AS amount, sum(drawn) AS drawn,
                     (array_agg(amount ORDER BY id DESC))[1] AS latest
              FROM told GROUP BY 1, 2, 3, 4) AS each
    )
    SELECT DISTINCT coalesce(added.line_id, kept.line_id) FROM added
        FULL JOIN budgets_linesum kept USING (line_id, kind, period, entered_on)
        WHERE added.amount IS DISTINCT FROM kept.amount OR added.drawn IS DISTINCT FROM kept.drawn ORDER BY 1
"""
VIREMENTS = f"""
    SELECT e.id FROM budgets_entry e
        JOIN budgets_budgetline one ON one.id = e.line_id JOIN governance_body giver ON giver.id = one.body_id
        JOIN budgets_budgetline other ON other.id = e.to_line_id JOIN governance_body taker ON taker.id = other.body_id
        WHERE {BOARD_OF.format("giver")} <> {BOARD_OF.format("taker")}
           OR one.year_id <> other.year_id OR one.stream_id <> other.stream_id ORDER BY 1
"""  # noqa: S608 - names of columns alone
DRAWN = """
    SELECT c.id FROM budgets_entry c JOIN budgets_entry e ON e.draws_on_id = c.id
        WHERE c.kind = 'commitment' GROUP BY c.id, c.amount
        HAVING sum(e.drawn) > c.amount - (SELECT coalesce(-sum(r.amount), 0) FROM budgets_entry r
                                          WHERE r.reverses_id = c.id) ORDER BY 1
"""
ALLOCATED = """
    SELECT line_id FROM budgets_entry WHERE kind IN ('allocation', 'reduction', 'return')
        GROUP BY line_id HAVING sum(CASE kind WHEN 'allocation' THEN amount ELSE -amount END) < 0 ORDER BY 1
"""
AGREED = """
    SELECT r.id FROM budgets_moneyrequest r LEFT JOIN budgets_entry e ON e.id = r.entry_id
        WHERE r.outcome = 'agreed' AND (
            e.id IS NULL OR e.kind <> r.what OR e.amount <> r.amount
            OR r.what = 'virement' AND (e.line_id <> r.from_line_id OR e.to_line_id <> r.to_line_id)
            OR r.what = 'carry_over' AND e.line_id <> r.to_line_id) ORDER BY 1
"""
CLOSED = f"""
    SELECT DISTINCT e.id FROM budgets_entry e JOIN budgets_budgetline l ON l.id = e.line_id
        JOIN governance_body b ON b.id = l.body_id
        JOIN budgets_periodclosing c ON c.year_id = l.year_id AND c.period = e.period
             AND c.board_id = {BOARD_OF.format("b")}
        WHERE e.entered_at > c.closed_at AND (c.reopened_at IS NULL OR e.entered_at < c.reopened_at) ORDER BY 1
"""  # noqa: S608 - names of columns alone
ON_CLOSED_LINES = """
    SELECT DISTINCT e.id FROM budgets_entry e JOIN budgets_budgetline l ON l.id IN (e.line_id, e.to_line_id)
        WHERE e.entered_at > l.closed_at ORDER BY 1
"""
# What the command prints of each check, how a fault is said, and which rows have it.
CHECKS = (
    ("Sums of budget lines are those of their entries", "Budget line {}: its sums are not those of its entries.", SUMS),
    ("Virements stay in a board, year and stream", "Entry {}: a virement out of its board, year or stream.", VIREMENTS),
    ("Spending draws on no more than was committed", "Entry {}: more is drawn than was committed.", DRAWN),
    ("No allocation is below nought", "Budget line {}: its allocation is below nought.", ALLOCATED),
    ("What was agreed about money was posted", "Request {}: agreed, but not posted as it was asked for.", AGREED),
    ("Closed periods took no entry", "Entry {}: entered in a period after it was closed.", CLOSED),
    ("Closed lines took no entry", "Entry {}: entered on a line that was closed.", ON_CLOSED_LINES),
)


def faults(query: str, words: str) -> Iterable[str]:
    """Say of each row that a query finds what is wrong with it."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [words.format(key) for (key,) in cursor.fetchall()]


def register() -> None:
    for title, words, query in CHECKS:
        integrity.register(title, partial(faults, query, words))
