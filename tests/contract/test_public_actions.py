"""Whoever acts through a public action is checked there and leaves a record there, whichever helper does it.

Read from the code: what an action calls is followed through the portal's own modules, by name. What it cannot see is
that there is one record and not two; the tests of each action hold that.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.contract.sources import sources
from tests.contract.test_concerns import concern_of, module_of

# Where a record begins; the check that an object of powers makes itself, and the refusal that says what is lacking.
RECORD, CHECKS = "accounts.audit.recorded", ("check", "NotAllowed")
# The one way into the ledger and its records, which the actions of money take; it is nobody's act by itself.
HELPERS = ("budgets.actions.posting.", "meetings.actions.recorded")
ABOVE = "an app below the offices, which asks nobody; whoever calls it has checked (governance.offices.people)"
OWN = "one's own: the action refuses anybody else, or concerns only who acts"
# Acts that ask for no permission, with the reason.
UNCHECKED = {
    "accounts.actions.end_sessions": ABOVE,
    "accounts.actions.invite": ABOVE,
    "accounts.actions.resend": ABOVE,
    "accounts.actions.revoke": ABOVE,
    "accounts.own_actions.confirm_address": OWN,
    "accounts.own_actions.confirmable": OWN,
    "clusters.seat_actions.open_standard_seats": "run by a command",
    "governance.decisions.interest_actions.declare_interest": OWN,
    "governance.decisions.interest_actions.end_interest": OWN,
    "governance.handovers.actions.accept_handover": OWN,
    "governance.handovers.actions.prepare_handover": OWN,
    "governance.offices.actions.choose_public_names": OWN,
    "governance.offices.actions.name_in_public": OWN,
    "governance.offices.actions.revoke": OWN,
    "plans.review.mail_actions.choose_mails": OWN,
}
# Acts that leave no record of their own, with the reason.
UNRECORDED = {
    "accounts.own_actions.confirmable": "writes nothing",
    "plans.bilingual.actions.look_again": "no row of a plan changes, only what the file is shown to do",
}


@dataclass
class Module:
    """The functions of a module by name, and what its imported names stand for."""

    functions: dict[str, ast.FunctionDef]
    imported: dict[str, str] = field(default_factory=dict)


def read(texts: Mapping[str, str]) -> dict[str, Module]:
    return {name: _module(ast.parse(text)) for name, text in texts.items()}


def _module(tree: ast.Module) -> Module:
    found = Module({one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)})
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found.imported |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    return found


def named(function: ast.AST, module: str, modules: Mapping[str, Module]) -> Iterator[str]:
    """Yield what a function names: functions of the portal by their whole names, methods by their last word."""
    known = modules[module]
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            yield known.imported.get(node.id, f"{module}.{node.id}")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known.imported:
            yield f"{known.imported[node.value.id]}.{node.attr}"
        elif isinstance(node, ast.Attribute):
            yield node.attr


def reached(action: str, modules: Mapping[str, Module]) -> set[str]:
    """Return all that an action names, itself or through what it names."""
    found: set[str] = set()
    waiting = [action]
    while waiting:
        module, _dot, name = waiting.pop().rpartition(".")
        function = modules[module].functions.get(name) if module in modules else None
        for one in named(function, module, modules) if function else ():
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def public_actions(modules: Mapping[str, Module]) -> list[str]:
    """Return every function that somebody (`by`) acts through, of the modules whose concern is to act."""
    return sorted(
        f"{module}.{name}"
        for module, known in modules.items()
        if concern_of(module) == "actions"
        for name, function in known.functions.items()
        if not f"{module}.{name}".startswith(HELPERS)
        and not name.startswith("_")
        and any(one.arg == "by" for one in function.args.kwonlyargs)
    )


def is_check(name: str) -> bool:
    module, _dot, last = name.rpartition(".")
    return last in CHECKS or (concern_of(module) == "policies" and last.startswith(("check", "may", "refuse")))


def unchecked(modules: Mapping[str, Module]) -> set[str]:
    return {one for one in public_actions(modules) if not any(map(is_check, reached(one, modules)))}


def unrecorded(modules: Mapping[str, Module]) -> set[str]:
    return {one for one in public_actions(modules) if RECORD not in reached(one, modules)}


def portal() -> dict[str, Module]:
    paths = [one for one in sources() if "migrations" not in one.parts]
    return read({module_of(one): one.read_text(encoding="utf-8") for one in paths})


def test_every_public_action_checks_and_leaves_a_record():
    modules = portal()

    assert "budgets.actions.entries.spend" in public_actions(modules)
    assert unchecked(modules) == set(UNCHECKED)
    assert unrecorded(modules) == set(UNRECORDED)


ACTING = """
from accounts import audit
from hill.policies import check_hill

def climb(*, hill, by, at):
    {body}

def _checked(hill, by):
    check_hill(hill, by)

def _kept(by):
    return audit.recorded("hill.climbed", by=by)
"""


def test_the_check_bites():
    def acting(body: str) -> dict[str, Module]:
        return read({"hill.actions": ACTING.format(body=body), "hill.policies": "def check_hill(hill, by): pass"})

    whole, neither = acting("_checked(hill, by); _kept(by)"), acting("hill.save()")
    assert (unchecked(whole), unrecorded(whole)) == (set(), set())
    assert unchecked(neither) == unrecorded(neither) == {"hill.actions.climb"}
    assert unchecked(acting("_kept(by)")) == {"hill.actions.climb"}
    assert unrecorded(acting("powers_of(by).check(1); hill.save()")) == {"hill.actions.climb"}
