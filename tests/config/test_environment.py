import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from config import environment

TOLD = {
    "PUBLISHER_EN": "Example Health",
    "PUBLISHER_CY": "Iechyd Enghreifftiol",
    "CONTACT_EMAIL": "clusters@clusters.example",
    "STATISTICAL_STATUS": "Example",
    "COMPLIANCE_STATUS": "Example",
    "ENFORCEMENT_TEXT_EN": "Example",
    "ENFORCEMENT_TEXT_CY": "Enghraifft",
    "STATEMENT_DATES": "2026",
    "PRIVACY_TEXT": "Example",
}
SAFE = {
    **TOLD,
    "SECRET_KEY": "abcdefghij" * 6,
    "FACTOR_KEYS": "0123456789abcdef" * 4,
    "ALLOWED_HOSTS": "clusters.example",
    "PUBLIC_ADDRESS": "https://clusters.example",
    "MAIL_HOST": "mail.example",
    "MAIL_FROM": "clusters@clusters.example",
}
WAITS = environment.Waits(connect=1, statement=2, lock=3)


def test_a_safe_production_starts():
    environment.refuse_unsafe_production(SAFE)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short or too simple"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY is too short or too simple"),
        ({"FACTOR_KEYS": "0" * 64}, "FACTOR_KEYS holds a key that is too simple"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
        ({"ALLOWED_HOSTS": "clusters.example,*"}, r"ALLOWED_HOSTS is \*"),
        ({"CLOCK_FILE": "/somewhere"}, "CLOCK_FILE is set"),
        ({"PUBLIC_ADDRESS": "http://clusters.example"}, "PUBLIC_ADDRESS is not an address with https"),
        ({"MAIL_HOST": ""}, "MAIL_HOST is not set"),
        ({"MAIL_FROM": ""}, "MAIL_FROM is not set"),
        ({"OIDC_ISSUER": "http://id.example"}, "OIDC_ISSUER is not an https address"),
    ],
)
def test_an_unsafe_production_says_which_thing_is_unsafe(change, sentence):
    with pytest.raises(ImproperlyConfigured, match=f"^{sentence}"):
        environment.refuse_unsafe_production({**SAFE, **change})


def test_every_fault_is_named_at_once():
    with pytest.raises(ImproperlyConfigured, match=r"DEBUG is on.*SECRET_KEY is too short.*ALLOWED_HOSTS is not set"):
        environment.refuse_unsafe_production({"DEBUG": "yes", "SECRET_KEY": "x"})


def test_a_run_is_in_production_unless_something_says_otherwise():
    assert environment.environment_name({}) == "production"
    with pytest.raises(ImproperlyConfigured, match="it must be one of production, development, test"):
        environment.environment_name({"ENVIRONMENT": "staging"})


@pytest.mark.parametrize("name", ["production", "development"])
def test_only_tests_keep_passwords_in_a_way_that_costs_no_time(name):
    assert environment.password_hashers(name)[0] == "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    assert get_hasher().algorithm == "md5"


def test_a_missing_secret_is_a_sentence():
    with pytest.raises(ImproperlyConfigured, match=r"^SECRET_KEY is not set: it is the secret"):
        environment.required("SECRET_KEY", "the secret", {})


def test_keys_of_second_factors_are_needed_and_are_keys():
    key = SAFE["FACTOR_KEYS"]

    assert environment.factor_keys({"FACTOR_KEYS": f"{key}, {'f0' * 32}"}) == [key, "f0" * 32]
    with pytest.raises(ImproperlyConfigured, match=r"^FACTOR_KEYS is not set: it is the key"):
        environment.factor_keys({})
    for wrong in ("short", key.upper(), f"{key},x", f"{key}00"):
        with pytest.raises(ImproperlyConfigured, match="64 hexadecimal digits"):
            environment.factor_keys({"FACTOR_KEYS": wrong})


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("redis://cache:6379/1", "redis://cache:6379/1"),
        ("unix:///run/valkey.sock?db=2", "redis+socket:///run/valkey.sock?virtual_host=2"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0"),
    ],
)
def test_the_broker_address_is_written_as_celery_takes_it(address, expected):
    assert environment.broker(address) == expected


def test_a_database_address_may_name_a_socket():
    parts = environment.database("postgresql://clwstwr:pass@/portal?host=/run/postgres&sslmode=require", WAITS)

    assert (parts["NAME"], parts["USER"], parts["PASSWORD"]) == ("portal", "clwstwr", "pass")
    assert (parts["HOST"], parts["PORT"]) == ("/run/postgres", "")
    assert parts["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(("process", "statement", "lock"), [({}, 3600, 30), ({"PROCESS": "web"}, 30, 10)])
def test_whoever_answers_readers_waits_less_for_the_database(process, statement, lock):
    assert environment.waits(process) == environment.Waits(5, statement, lock)


def test_each_wait_can_be_set():
    long = {"DATABASE_LONG_STATEMENT_SECONDS": "60", "DATABASE_LONG_LOCK_SECONDS": "2"}
    short = {"DATABASE_STATEMENT_SECONDS": "4", "DATABASE_LOCK_SECONDS": "1", "DATABASE_CONNECT_SECONDS": "9"}

    assert environment.waits(long | short) == environment.Waits(9, 60, 2)
    assert environment.waits(long | short | {"PROCESS": "web"}) == environment.Waits(9, 4, 1)


def test_waits_are_told_to_the_database_and_its_address_may_say_otherwise():
    plain = environment.database("postgresql://host/portal", WAITS)["OPTIONS"]
    own = environment.database("host=h dbname=p connect_timeout=7 options='-c lock_timeout=9s'", WAITS)["OPTIONS"]

    assert (plain["connect_timeout"], plain["options"]) == (1, "-c statement_timeout=2s -c lock_timeout=3s")
    assert own["connect_timeout"] == "7"
    assert own["options"] == "-c statement_timeout=2s -c lock_timeout=3s -c lock_timeout=9s"


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "two", "²", "1" * 10])
def test_a_number_that_is_none_is_a_sentence(value):
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_LOCK_SECONDS is .*; it must be a whole number from 1"):
        environment.waits({"PROCESS": "web", "DATABASE_LOCK_SECONDS": value})


def test_lists_and_pairs_are_read():
    variables = {"HOSTS": " a , ,b", "PAIRS": "a=en, b=cy"}

    assert environment.listed("HOSTS", variables) == ["a", "b"]
    assert environment.paired("PAIRS", variables) == {"a": "en", "b": "cy"}


def test_there_is_an_identity_provider_only_where_all_of_it_is_named():
    whole = dict.fromkeys(environment.PROVIDER_VARIABLES, "x") | {"OIDC_ISSUER": "https://id.example/tenant/v2.0/"}

    named = environment.identity_provider(whole)

    assert environment.identity_provider({}) == {}
    assert named["settings"]["server_url"] == "https://id.example/tenant/v2.0"
    assert (named["client_id"], named["secret"]) == ("x", "x")
    with pytest.raises(ImproperlyConfigured, match="needs OIDC_CLIENT_SECRET, OIDC_NAME_CY as well"):
        environment.identity_provider(whole | {"OIDC_CLIENT_SECRET": "", "OIDC_NAME_CY": ""})


def test_forms_may_lead_to_the_provider_and_where_it_sends_people_on():
    variables = {"OIDC_ISSUER": "https://id.example/tenant/v2.0", "OIDC_ORIGINS": "https://sign-in.example"}

    assert environment.provider_origins(variables) == ["https://id.example", "https://sign-in.example"]
    assert environment.provider_origins({}) == []


def test_the_owner_is_another_role_of_the_same_database():
    waits = environment.waits({})
    running = environment.database("postgresql://running:x@/portal", waits)

    named = environment.owner("postgresql://owner:y@/portal?host=/elsewhere", running, waits)

    assert environment.owner("", running, waits) is None
    assert (named["USER"], named["NAME"], named["HOST"]) == ("owner", "portal", "/elsewhere")
    for address, words in {"running@/portal": "the same role", "owner@/other": "'other'"}.items():
        with pytest.raises(ImproperlyConfigured, match=words):
            environment.owner(f"postgresql://{address}", running, waits)


def run_manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL", "PATH")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_production_passes_the_deployment_check():
    checked = run_manage("check", "--deploy", "--fail-level", "WARNING", **SAFE)

    assert (checked.returncode, checked.stderr) == (0, checked.stderr)
    assert "no issues" in checked.stdout


def test_a_production_in_which_the_publisher_has_not_spoken_does_not_start():
    said = {**SAFE, "ENFORCEMENT_TEXT_CY": "", "STATISTICAL_STATUS": "[to come]", "CONTACT_EMAIL": ""}
    refused = run_manage("check", **said)

    assert refused.returncode != 0
    assert refused.stderr.splitlines()[-1].endswith(
        "CONTACT_EMAIL not set: give the address to which readers write. "
        "STATISTICAL_STATUS_EN and STATISTICAL_STATUS_CY not set: give the status of the figures. "
        "ENFORCEMENT_TEXT_CY not set: give whom to turn to where a complaint about accessibility is not answered well."
    )


def test_what_the_publisher_says_is_read_in_the_readers_language():
    variables = {"PUBLISHER_EN": "Example Health", "PUBLISHER_CY": "Iechyd Enghreifftiol", "STATUS": "X"}
    publisher, status = environment.told("PUBLISHER", variables), environment.told("STATUS", variables)

    said = []
    for language in ("en", "cy"):
        with translation.override(language):
            said.append((str(publisher), str(status)))

    assert said == [("Example Health", "X"), ("Iechyd Enghreifftiol", "X")]
    assert not environment.told("NOTHING", variables)


def test_a_production_without_a_secret_does_not_start():
    refused = run_manage("check")

    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr


@pytest.mark.parametrize(
    ("name", "said", "are_there"),
    [("development", "", True), ("test", "", True), ("production", "", False), ("production", "on", True)],
)
def test_production_does_without_examples_unless_it_is_a_rehearsal(name, said, are_there):
    assert environment.examples(name, {"EXAMPLES": said}) is are_there


def test_no_mail_leaves_a_rehearsal():
    server = {"MAIL_HOST": "mail.example.org"}

    assert "filebased" in environment.mail("folder", server, leaves=False)["EMAIL_BACKEND"]
    assert "smtp" in environment.mail("folder", server)["EMAIL_BACKEND"]
