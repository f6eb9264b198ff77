"""The launcher of the local services, tried from outside in checkouts of its own."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.system.checkouts import SECRETS, SUPPORT, checkout_in_a_private_folder, is_alive

SOMEBODY_ELSE = 54321

ASK_VALKEY = """
import os, socket
def ask_valkey(command):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.environ["REDIS_URL"].removeprefix("unix://").partition("?")[0])
        connection.sendall(command.encode() + b"\\r\\n")
        return connection.recv(1024).decode().splitlines()
"""
KEEP_NOTE = f"""{ASK_VALKEY}
import os, sys, psycopg
with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as database:
    database.execute("CREATE TABLE IF NOT EXISTS note (text text)")
    database.execute("TRUNCATE note")
    database.execute("INSERT INTO note VALUES (%s)", [sys.argv[1]])
assert ask_valkey(f"SET note {{sys.argv[1]}}") == ["+OK"]
"""
READ_NOTE = f"""{ASK_VALKEY}
import os, psycopg
with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as database:
    print(database.execute("SELECT text FROM note").fetchone()[0])
print(ask_valkey("GET note")[1])
"""
DESCRIBE_DATABASE = """
import json, os, sys, psycopg
with psycopg.connect(os.environ[sys.argv[1]]) as database:
    print(json.dumps(database.execute('''
        SELECT rolname, rolsuper, rolcreatedb, datlocprovider, datlocale, pg_encoding_to_char(encoding),
               current_setting('listen_addresses'), current_setting('data_checksums')
        FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()
    ''').fetchone()))
"""
FORGET_ROLE = """
import os, pathlib, sys, psycopg
password = pathlib.Path(sys.argv[1]).read_text()
owner = os.environ["OWNER_DATABASE_URL"]
with psycopg.connect(owner, user="postgres", password=password, autocommit=True) as database:
    database.execute("DROP ROLE clwstwr_running")
"""
KEEP_NOTE_AND_WAIT = f"""{KEEP_NOTE}
import time
print("kept", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def checkout():
    """One for all tests: each leaves the services stopped, as a person would."""
    with checkout_in_a_private_folder() as made:
        yield made


@pytest.fixture
def second_checkout():
    with checkout_in_a_private_folder() as made:
        yield made


def start_and_keep(checkout, note):
    """Start the services with a command that keeps a note and then waits until it is ended."""
    launcher = subprocess.Popen(
        checkout.command("run", sys.executable, "-c", KEEP_NOTE_AND_WAIT, note),
        env=checkout.environment(),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert launcher.stdout.readline() == "kept\n"
    return launcher


def test_data_survive_a_stop_and_a_start(checkout):
    checkout.python(KEEP_NOTE, "Môn")

    kept = checkout.python(READ_NOTE)

    assert kept.splitlines() == ["Môn", "Môn"]


def test_the_command_ends_with_its_own_exit_code_and_nothing_is_left_running(checkout):
    launcher = start_and_keep(checkout, "anything")
    servers = checkout.server_numbers()

    launcher.send_signal(signal.SIGTERM)

    assert launcher.wait(20) == 128 + signal.SIGTERM
    assert [is_alive(number) for number in servers] == [False, False]
    assert checkout.call("run", sys.executable, "-c", "raise SystemExit(7)").returncode == 7


def test_ctrl_c_ends_the_command_and_then_the_services(checkout):
    launcher = start_and_keep(checkout, "anything")
    servers = checkout.server_numbers()

    os.killpg(launcher.pid, signal.SIGINT)

    launcher.wait(20)
    assert [is_alive(number) for number in servers] == [False, False]


def test_two_checkouts_never_meet(checkout, second_checkout):
    beside = start_and_keep(checkout, "first")
    second_checkout.python(KEEP_NOTE, "second")
    beside.send_signal(signal.SIGTERM)
    beside.wait(20)

    assert checkout.python(READ_NOTE).splitlines() == ["first", "first"]
    assert second_checkout.python(READ_NOTE).splitlines() == ["second", "second"]


def test_tests_and_development_have_data_of_their_own(checkout):
    development = checkout.variables(purpose="development")
    test = checkout.variables(purpose="test")

    assert development["ENVIRONMENT"] == "development"
    assert test["ENVIRONMENT"] == "test"
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL", *SECRETS):
        assert development[name] != test[name]


def test_the_last_user_stops_the_services(checkout):
    first = start_and_keep(checkout, "anything")
    servers = checkout.server_numbers()

    checkout.python("pass")
    while_first_runs = [is_alive(number) for number in servers]
    first.send_signal(signal.SIGTERM)
    first.wait(20)

    assert while_first_runs == [True, True]
    assert [is_alive(number) for number in servers] == [False, False]


def test_services_of_a_killed_launcher_are_used_again(checkout):
    launcher = start_and_keep(checkout, "kept")
    servers = checkout.server_numbers()

    os.killpg(launcher.pid, signal.SIGKILL)
    launcher.wait(20)
    read = checkout.python(READ_NOTE)

    assert read.splitlines() == ["kept", "kept"]
    assert [is_alive(number) for number in servers] == [False, False]


def test_a_power_cut_loses_nothing_that_was_committed(checkout):
    launcher = start_and_keep(checkout, "kept")

    for number in (*checkout.server_numbers(), launcher.pid):
        os.kill(number, signal.SIGKILL)
    os.killpg(launcher.pid, signal.SIGKILL)
    launcher.wait(20)

    assert checkout.python(READ_NOTE).splitlines() == ["kept", "kept"]


def test_a_lock_whose_number_another_program_bears_now_does_not_stop_the_start(
    checkout,
):
    checkout.python(KEEP_NOTE, "kept")
    data = checkout.state() / "postgres"
    lock = data / "postmaster.pid"
    lock.write_text(f"{os.getppid()}\n{data}\n")
    os.chown(lock, data.stat().st_uid, data.stat().st_gid)

    assert checkout.python(READ_NOTE).splitlines() == ["kept", "kept"]


def test_an_interrupted_first_start_is_begun_again(checkout):
    half_done = checkout.state("bench") / "postgres-unfinished-abc"
    half_done.mkdir()
    (half_done / "PG_VERSION").write_text("18\n")

    checkout.python(KEEP_NOTE, "kept", purpose="bench")

    assert not half_done.exists()


def test_the_database_is_closed_to_the_network_and_neither_of_its_roles_is_superuser(checkout):
    owner = json.loads(checkout.python(DESCRIBE_DATABASE, "OWNER_DATABASE_URL"))
    running = json.loads(checkout.python(DESCRIBE_DATABASE, "DATABASE_URL"))

    assert owner == ["clwstwr", False, True, "b", "C.UTF-8", "UTF8", "", "on"]
    assert running == ["clwstwr_running", False, False, *owner[3:]]


def test_data_of_before_get_the_role_that_runs_the_portal(checkout):
    """A data folder in which one role did everything, as the launcher made it before there were two."""
    checkout.python(KEEP_NOTE, "kept")
    checkout.python(FORGET_ROLE, checkout.state() / "superuser-password")
    (checkout.state() / "running-password").unlink()

    running = json.loads(checkout.python(DESCRIBE_DATABASE, "DATABASE_URL"))

    assert running[0] == "clwstwr_running"
    assert checkout.python(READ_NOTE).splitlines()[0] == "kept"


def test_a_password_is_needed_although_the_socket_is_private(checkout):
    program = """
import os, psycopg
try:
    psycopg.connect(os.environ["DATABASE_URL"].replace("clwstwr_running:", "clwstwr_running:x"))
except psycopg.OperationalError as refusal:
    print(refusal)
"""

    refusal = checkout.python(program)

    assert 'password authentication failed for user "clwstwr_running"' in refusal


def test_secrets_are_readable_only_by_their_owner(checkout):
    checkout.variables()

    names = ("secret-key", "database-password", "running-password", "superuser-password")
    modes = [(checkout.state() / name).stat().st_mode & 0o777 for name in names]

    assert modes == [0o600, 0o600, 0o600, 0o600]


def test_no_permission_of_a_parent_folder_is_loosened(checkout):
    parent = checkout.folder.parent

    checkout.variables()

    assert parent.stat().st_mode & 0o777 == 0o700


def test_a_server_that_is_named_is_used_as_it_is(checkout):
    variables = checkout.variables(DATABASE_URL="postgresql://elsewhere/db", REDIS_URL="redis://elsewhere")

    assert variables["DATABASE_URL"] == "postgresql://elsewhere/db"
    assert variables["REDIS_URL"] == "redis://elsewhere"


def test_settings_of_other_postgresql_projects_do_not_lead_astray(checkout):
    variables = checkout.variables(PGPORT="6543", PGHOST="elsewhere", LC_ALL="cy_GB.UTF-8")

    assert not [name for name in variables if name.startswith("PG")]


def test_something_else_in_the_place_of_the_socket_folder_is_refused(checkout):
    sockets = checkout.sockets()
    sockets.symlink_to(checkout.folder)
    try:
        refused = checkout.call("run", sys.executable, "-c", "pass")
    finally:
        sockets.unlink()

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{sockets} is not a folder of the account ")


def test_a_socket_folder_of_another_account_is_refused(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(SUPPORT)
    places = __import__("places")
    somebody_else = places.Account("somebody-else", SOMEBODY_ELSE, SOMEBODY_ELSE)

    with pytest.raises(places.Refused, match="is not a folder of the account somebody-else"):
        places.private_folder(tmp_path, somebody_else)

    assert tmp_path.stat().st_uid == os.geteuid()


def test_a_command_knows_where_the_portal_of_its_checkout_is_reached(checkout):
    before = checkout.variables()
    noted = checkout.state() / "address"
    noted.write_text("http://127.0.0.1:8123\n")
    try:
        beside, elsewhere = checkout.variables(), checkout.variables(PUBLIC_ADDRESS="https://clusters.example")
    finally:
        noted.unlink()

    assert "PUBLIC_ADDRESS" not in before
    assert beside["PUBLIC_ADDRESS"] == "http://127.0.0.1:8123"
    assert elsewhere["PUBLIC_ADDRESS"] == "https://clusters.example"


def test_a_command_that_does_not_exist_is_named(checkout):
    refused = checkout.call("run", "no-such-command")

    assert refused.returncode == 1
    assert refused.stderr == "no-such-command cannot be run: No such file or directory.\n"


def test_erasing_removes_the_data_of_one_purpose_only(checkout):
    checkout.python(KEEP_NOTE, "kept")
    test_state = checkout.state("test")

    checkout.call("erase", purpose="test")

    assert not test_state.exists()
    assert checkout.python(READ_NOTE).splitlines() == ["kept", "kept"]
