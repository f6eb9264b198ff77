"""What the role that runs the portal cannot do, whatever it sends: nothing that is kept goes, and no table changes."""

import pgtrigger
import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from pghistory.models import Context

from common import rights, triggers
from common.integrity import CHECKS
from governance.models import Seat
from tests.databases import Databases, addresses
from tests.factories import SeatFactory
from tests.plan_factories import EditionFactory

pytestmark = pytest.mark.django_db
REFUSED = "permission denied|must be owner"
WRITING = (
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
    "SELECT 1 FROM {table} FOR UPDATE",
    "WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT count(*) FROM gone",
)
CHANGES = (
    "DROP TABLE budgets_entry",
    "ALTER TABLE budgets_entry ADD COLUMN more int",
    "ALTER TABLE budgets_entry DISABLE TRIGGER USER",
    "ALTER TABLE budgets_entry DISABLE TRIGGER ALL",
    "ALTER TABLE budgets_entry RENAME TO entries",
    "ALTER TABLE budgets_entry OWNER TO clwstwr_running",
    "DROP TRIGGER {append_only} ON budgets_entry",
    "CREATE TRIGGER mine BEFORE INSERT ON governance_seat EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE mine AS ON INSERT TO governance_seat DO INSTEAD NOTHING",
    "CREATE INDEX ON governance_seat (id)",
    "CREATE TABLE mine (id int)",
    "CREATE TABLE mine AS SELECT * FROM governance_seat",
    "CREATE VIEW mine AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    # Its name would stand before that of the real table in the functions of triggers.
    "CREATE TEMPORARY TABLE budgets_periodclosing (id int)",
    "CREATE TEMPORARY VIEW mine AS SELECT 1",
    f"CREATE OR REPLACE FUNCTION {triggers.IGNORES}(trigger_name NAME) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    f"DROP FUNCTION {triggers.IGNORES}(NAME) CASCADE",
    f"ALTER FUNCTION {triggers.IGNORES}(NAME) SECURITY DEFINER",
    "SET session_replication_role = replica",
    "SELECT set_config('session_replication_role', 'replica', true)",
    "SET ROLE clwstwr",
    "SET SESSION AUTHORIZATION clwstwr",
    "CREATE ROLE mine",
    "ALTER ROLE clwstwr_running SUPERUSER",
    "GRANT clwstwr TO clwstwr_running",
    "DROP EXTENSION unaccent CASCADE",
    "DELETE FROM django_migrations",
)
COPIES = (
    "COPY budgets_linesum FROM STDIN",
    "COPY django_migrations FROM STDIN",
    "COPY budgets_entry FROM PROGRAM 'true'",
    "COPY budgets_entry FROM '/etc/passwd'",
    "COPY budgets_entry TO PROGRAM 'true'",
    "COPY (DELETE FROM budgets_entry RETURNING 1) TO STDOUT",
)


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def is_refused(statement: str) -> bool:
    try:
        run(statement)
    except ProgrammingError as refusal:
        return isinstance(refusal.__cause__, psycopg.errors.InsufficientPrivilege)
    return False


def test_nothing_that_is_only_added_to_can_be_changed_removed_or_emptied():
    kept = sorted(triggers.append_only())
    columns = {model._meta.db_table: model._meta.pk.column for model, _trigger in pgtrigger.registered()}
    statements = [words.format(table=table, column=columns[table]) for table in kept for words in WRITING]

    assert {"budgets_entry", "accounts_auditrecord", "governance_seatevent", "indicators_figure"} <= set(kept)
    assert [statement for statement in statements if not is_refused(statement)] == []


def test_no_other_table_can_be_emptied_and_what_is_known_of_a_change_is_kept():
    tables = connection.introspection.table_names()

    assert [table for table in tables if not is_refused(f"TRUNCATE {table} CASCADE")] == []
    assert is_refused(f"DELETE FROM {Context._meta.db_table}")


@pytest.mark.parametrize("change", CHANGES)
def test_no_table_changes_and_no_right_is_won(change):
    names = {trigger.get_pgid(model) for model, trigger in pgtrigger.registered("budgets.Entry:append_only")}

    with pytest.raises(DatabaseError, match=REFUSED):
        run(change.format(append_only=names.pop()))


@pytest.mark.parametrize("statement", COPIES)
def test_no_copy_goes_round_that(statement):
    refused = pytest.raises(psycopg.Error, match=REFUSED)

    with refused, transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("1")


def test_a_right_that_is_given_to_oneself_is_none():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE, DELETE ON budgets_entry TO clwstwr_running")  # warns, and gives nothing

    assert is_refused("DELETE FROM budgets_entry")


def ignored_everywhere() -> str:
    """Return the list that the library itself would set to have every trigger ignored."""
    return "{" + ",".join(trigger.get_pgid(model) for model, trigger in pgtrigger.registered()) + "}"


@pytest.mark.parametrize(
    "words", ["SET pgtrigger.ignore = '{names}'", "SELECT set_config('pgtrigger.ignore', '{names}', false)"]
)
def test_whoever_asks_for_triggers_to_be_ignored_is_not_obeyed(words):
    edition, seat = EditionFactory(approved=True), SeatFactory()
    before = Seat.pgh_event_model.objects.count()
    run(words.format(names=ignored_everywhere()))

    with pytest.raises(DatabaseError, match="frozen_content_stays"):
        run(f"UPDATE plans_edition SET number = number + 1 WHERE id = {edition.pk}")
    run(f"UPDATE governance_seat SET office = 'deputy' WHERE id = {seat.pk}")
    assert Seat.pgh_event_model.objects.count() == before + 1
    assert is_refused("UPDATE budgets_entry SET amount = 1")


def test_what_the_list_holds_cannot_break_a_write_of_others():
    run("SET pgtrigger.ignore = 'no list at all'")

    SeatFactory()


@pytest.mark.as_owner
def test_the_owner_is_obeyed():
    edition = EditionFactory(approved=True)
    number = edition.number
    with pgtrigger.ignore("plans.Edition:frozen_content_stays"):
        run(f"UPDATE plans_edition SET number = number + 1 WHERE id = {edition.pk}")

    edition.refresh_from_db()
    assert edition.number == number + 1


def faults(words: str) -> list[str]:
    return [fault for named in CHECKS if named.words == words for fault in named.check()]


@pytest.mark.as_owner
def test_rights_that_are_not_as_they_should_be_are_found():
    assert list(rights.other_rights()) == []
    for statement in (
        "GRANT TRUNCATE ON budgets_entry TO clwstwr_running",
        "GRANT UPDATE (amount) ON budgets_entry TO clwstwr_running",
        "REVOKE INSERT ON governance_seat FROM clwstwr_running",
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
    ):
        run(statement)

    assert faults("Rights of the role that runs the portal") == [
        "The role clwstwr_running may make tables.",
        "budgets_entry: the role clwstwr_running has the right TRUNCATE.",
        "budgets_entry: the role clwstwr_running has the right UPDATE.",
        "governance_seat: the role clwstwr_running lacks the right INSERT.",
    ]


@pytest.mark.as_owner
def test_a_function_that_obeys_anybody_again_is_found():
    before = faults("Whom the triggers obey")
    model, trigger = next(pair for pair in pgtrigger.registered("budgets.Entry:added_up"))
    pgtrigger.Trigger.install(trigger, model)

    assert before == []
    obeyed, rights_of_trigger = faults("Whom the triggers obey")
    assert obeyed.startswith("The function public._pgtrigger_should_ignore is not as it was put up: others than")
    assert rights_of_trigger == "budgets.Entry: the trigger added_up does not have the rights of the owner."


@pytest.mark.parametrize("command", ["migrate", "forget_examples"])
def test_what_needs_the_owner_says_so(command, settings):
    settings.OWNER_DATABASE = None

    with pytest.raises(CommandError, match="OWNER_DATABASE_URL is not set"):
        call_command(command)


def test_rights_are_settled_for_tables_to_come(databases: Databases):
    reached = addresses(databases.copy("tables"))
    with psycopg.connect(reached["OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("CREATE TABLE to_come (id bigserial, text text)")

    with psycopg.connect(reached["DATABASE_URL"], autocommit=True) as running:
        running.execute("INSERT INTO to_come (text) VALUES ('one')")
        running.execute("UPDATE to_come SET text = 'two'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            running.execute("TRUNCATE to_come")
