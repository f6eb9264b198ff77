"""What must hold for every form and every handler of a fault, whoever adds one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance.powers.permissions import URL_PERMISSIONS, Permission
from tests.contract.sources import ROOT, sources
from tests.contract.test_addresses import named_patterns

A_FORM = re.compile(r"<form\b[^>]*method=.post[^>]*>.*?</form>", re.DOTALL)
# Forms that change nothing by themselves, or that send on what another form was.
WITHOUT_A_KEY = {
    "accounts/sign-in.html": "leads to the identity provider",
    "accounts/passkey-form.html": "is answered by a passkey, whose challenge counts once",
    "accounts/kept.html": "holds what was sent, the key among it",
}
# Where any fault at all is caught, with the reason; it is logged there with all that is known of it.
CATCHING_ALL = {
    "common/batches.py": "one of many that fails in whatever way keeps the others from nothing; it is logged",
    "common/caches.py": "a conversation with the cache that broke off is not gone on with; the fault is raised",
    "common/middleware.py": "what cannot be answered at once is left to a thread, which says what is wrong",
    "common/jobs.py": "a job that fails in whatever way has failed, and says so",
    "accounts/outbox.py": "whatever happens once the mail server has the text, nobody knows whether the mail left",
}
EVERYTHING = {"Exception", "BaseException"}
# What a page may do with what stands in an address: hand it whole to a form, or to what reads it as what it is.
BY_HAND = re.compile(r"request\.GET(\.|\[)|\bin request\.GET\b")


def pages() -> list[str]:
    return sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("name", [name for name in pages() if A_FORM.search((ROOT / "templates" / name).read_text())])
def test_every_form_has_a_key_that_counts_once(name):
    forms = A_FORM.findall((ROOT / "templates" / name).read_text())

    lacking = [form[:80] for form in forms if "{% sent_once" not in form]

    assert bool(lacking) == (name in WITHOUT_A_KEY), lacking


def test_every_page_of_an_office_carries_out_what_is_sent_once():
    guarded = {
        name
        for name, permission in URL_PERMISSIONS.items()
        if permission not in (Permission.PUBLIC, Permission.ANYBODY)
    }
    of_accounts = {name for name in guarded if name.startswith(("account", "mfa"))}
    marked = {name for name, pattern in named_patterns().items() if getattr(pattern.callback, "is_done_once", False)}

    assert guarded - of_accounts <= marked
    assert {"account_details", "account_change_address", "account_confirm_address", "account_sessions"} <= marked


def handlers(path: Path) -> Iterator[ast.ExceptHandler]:
    """Return the handlers of a file that catch everything."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.walk(node.type) if node.type else [ast.Name("BaseException")]
            if any(isinstance(one, ast.Name) and one.id in EVERYTHING for one in caught):
                yield node


def test_nobody_catches_everything_to_make_things_quiet():
    found = [str(path.relative_to(ROOT)) for path in sources() for _handler in handlers(path)]

    assert found == sorted(CATCHING_ALL, key=list(dict.fromkeys(found)).index)


def test_no_page_reads_its_address_by_hand():
    reading = {str(path.relative_to(ROOT)) for path in sources() if BY_HAND.search(path.read_text())}

    assert reading == set()
