"""What the database itself refuses of the ledger, whoever writes, and the sums that it keeps beside the entries."""

import pgtrigger

from common.triggers import OfTheOwner, WrittenByTriggers

# Two entries on one line come one after the other.
HOLD_LINES = """
    PERFORM 1 FROM budgets_budgetline WHERE id IN (NEW.line_id, NEW.to_line_id) ORDER BY id FOR UPDATE;
    SELECT * INTO line FROM budgets_budgetline WHERE id = NEW.line_id;
"""
WITHIN_YEAR = """
    SELECT first_year INTO first FROM budgets_financialyear WHERE id = line.year_id;
    IF NEW.dated_on < make_date(first, 4, 1) OR NEW.dated_on >= make_date(first + 1, 4, 1) THEN
        RAISE EXCEPTION 'entry of % lies outside the year of its line', NEW.dated_on
            USING ERRCODE = 'check_violation';
    END IF;
"""
OPEN_PERIOD = """
    SELECT CASE WHEN body_kind IN ('health_board', 'nation') THEN id ELSE parent_id END INTO board
        FROM governance_body WHERE id = line.body_id;
    IF EXISTS (SELECT 1 FROM budgets_periodclosing c WHERE c.board_id = board AND c.year_id = line.year_id
               AND c.period = NEW.period AND c.reopened_at IS NULL) THEN
        RAISE EXCEPTION 'period % is closed', NEW.period USING ERRCODE = 'check_violation';
    END IF;
"""
WITHIN_BOARD = """
    IF NEW.to_line_id IS NOT NULL THEN
        SELECT * INTO other FROM budgets_budgetline WHERE id = NEW.to_line_id;
        SELECT CASE WHEN body_kind IN ('health_board', 'nation') THEN id ELSE parent_id END INTO other_board
            FROM governance_body WHERE id = other.body_id;
        IF other_board <> board OR other.year_id <> line.year_id OR other.stream_id <> line.stream_id THEN
            RAISE EXCEPTION 'a virement stays in its board, year and stream' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
"""
# What is closed takes nothing, nor gives: the line that an entry is on, and the one that a virement goes to.
CLOSED_LINES = """
    IF line.closed_at IS NOT NULL OR other.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'line % is closed', CASE WHEN line.closed_at IS NULL THEN other.id ELSE line.id END
            USING ERRCODE = 'check_violation';
    END IF;
"""
OPPOSITE = """
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT * INTO reversed FROM budgets_entry WHERE id = NEW.reverses_id;
        IF reversed.reverses_id IS NOT NULL OR reversed.line_id <> NEW.line_id OR reversed.kind <> NEW.kind
           OR reversed.to_line_id IS DISTINCT FROM NEW.to_line_id OR reversed.amount <> -NEW.amount
           OR reversed.drawn <> -NEW.drawn OR reversed.draws_on_id IS DISTINCT FROM NEW.draws_on_id THEN
            RAISE EXCEPTION 'a reversal is the opposite of its entry' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
"""
UNDRAWN = """
    IF NEW.kind = 'commitment' AND NEW.reverses_id IS NOT NULL THEN
        SELECT COALESCE(sum(e.drawn), 0) INTO total FROM budgets_entry e
            WHERE e.draws_on_id = NEW.reverses_id;
        IF total <> 0 THEN
            RAISE EXCEPTION 'spending draws on this commitment' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
"""
DRAWN_AT_MOST = """
    IF NEW.draws_on_id IS NOT NULL THEN
        SELECT COALESCE(sum(CASE WHEN e.id = NEW.draws_on_id OR e.reverses_id = NEW.draws_on_id
                                 THEN e.amount ELSE -e.drawn END), 0) - NEW.drawn INTO total
            FROM budgets_entry e WHERE e.line_id = NEW.line_id
             AND (e.id = NEW.draws_on_id OR e.reverses_id = NEW.draws_on_id OR e.draws_on_id = NEW.draws_on_id);
        IF total < 0 THEN
            RAISE EXCEPTION 'more is drawn than was committed' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
"""
ALLOCATED_AT_LEAST = """
    IF NEW.kind IN ('allocation', 'reduction', 'return') THEN
        SELECT COALESCE(sum(CASE e.kind WHEN 'allocation' THEN e.amount ELSE -e.amount END), 0)
             + CASE NEW.kind WHEN 'allocation' THEN NEW.amount ELSE -NEW.amount END INTO total
            FROM budgets_entry e
            WHERE e.line_id = NEW.line_id AND e.kind IN ('allocation', 'reduction', 'return');
        IF total < 0 THEN
            RAISE EXCEPTION 'an allocation never falls below nought' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
"""
# A forecast is replaced by the next one of its line and period.
REPLACED = """
    IF NEW.kind = 'forecast' AND NEW.reverses_id IS NOT NULL THEN
        RAISE EXCEPTION 'a forecast is replaced, not taken back' USING ERRCODE = 'check_violation';
    END IF;
"""
RULES = (
    HOLD_LINES,
    WITHIN_YEAR,
    OPEN_PERIOD,
    WITHIN_BOARD,
    CLOSED_LINES,
    OPPOSITE,
    UNDRAWN,
    DRAWN_AT_MOST,
    ALLOCATED_AT_LEAST,
    REPLACED,
)
# What was entered on one day, added up by line, kind and period; of forecasts the last one said.
SUMS = """
    INSERT INTO budgets_linesum (line_id, kind, period, entered_on, amount, drawn)
    SELECT line_id, kind, period, (entered_at AT TIME ZONE 'Europe/London')::date, sum(amount), sum(drawn)
        FROM (SELECT line_id, kind, period, entered_at, amount, drawn FROM entered WHERE kind <> 'forecast'
              UNION ALL
              SELECT to_line_id, 'received', period, entered_at, amount, 0 FROM entered WHERE to_line_id IS NOT NULL
             ) AS each
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (line_id, kind, period, entered_on)
        DO UPDATE SET amount = budgets_linesum.amount + EXCLUDED.amount, drawn = budgets_linesum.drawn + EXCLUDED.drawn;
"""
LATEST = """
    INSERT INTO budgets_linesum (line_id, kind, period, entered_on, amount, drawn)
    SELECT DISTINCT ON (line_id, period, said_on) line_id, kind, period, said_on, amount, 0
        FROM (SELECT id, line_id, kind, period, (entered_at AT TIME ZONE 'Europe/London')::date AS said_on, amount
              FROM entered WHERE kind = 'forecast') AS each
        ORDER BY line_id, period, said_on, id DESC
    ON CONFLICT (line_id, kind, period, entered_on) DO UPDATE SET amount = EXCLUDED.amount;
"""


def ledger_rules() -> pgtrigger.Trigger:
    """Return the trigger that refuses an entry which the ledger cannot take."""
    return pgtrigger.Trigger(
        name="ledger_rules",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        declare=[
            ("line", "budgets_budgetline%ROWTYPE"),
            ("other", "budgets_budgetline%ROWTYPE"),
            ("reversed", "budgets_entry%ROWTYPE"),
            ("first", "integer"),
            ("board", "bigint"),
            ("other_board", "bigint"),
            ("total", "numeric"),
        ],
        func="".join((*RULES, "    RETURN NEW;")),
    )


def on_open_lines(*lines: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses what is written anew about a closed line; `lines` say in SQL which ones."""
    named = ", ".join(lines)
    return pgtrigger.Trigger(
        name="on_open_lines",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        declare=[("closed", "bigint")],
        func=f"""
            PERFORM 1 FROM budgets_budgetline WHERE id IN ({named}) ORDER BY id FOR SHARE;
            SELECT id INTO closed FROM budgets_budgetline WHERE id IN ({named}) AND closed_at IS NOT NULL LIMIT 1;
            IF closed IS NOT NULL THEN
                RAISE EXCEPTION 'line % is closed', closed USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - parts of SQL that models of this app state
    )


def added_up() -> pgtrigger.Trigger:
    """Return the trigger that adds new entries to the sums of their lines, in the transaction that enters them."""
    return OfTheOwner(
        name="added_up",
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new="entered"),
        func=f"{SUMS}{LATEST}    RETURN NULL;",
    )


def only_by_entries() -> pgtrigger.Trigger:
    """Return the trigger that refuses sums which no entry made."""
    return WrittenByTriggers(
        name="only_by_entries",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
        func="RAISE EXCEPTION 'sums follow from the entries' USING ERRCODE = 'check_violation';",
    )
