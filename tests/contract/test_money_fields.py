"""One rule of reading amounts: no form and no reader has another."""

import ast

from tests.contract.test_files_out import modules

# Decimal numbers that are no amounts of money.
NO_MONEY = {"whole_time_equivalents", "posts_shown_from", "sessions_per_week", "_target"}
READER = "common/money.py"


def names_of_decimal_fields(module: ast.Module) -> list[str]:
    """Return what the decimal fields of a module's forms are assigned to, or which function makes them."""
    found = []
    for node in ast.walk(module):
        if not isinstance(node, (ast.Assign, ast.Return, ast.FunctionDef)):
            continue
        inside = node.body if isinstance(node, ast.FunctionDef) else [node]
        returned = [one.value for one in inside if isinstance(one, (ast.Assign, ast.Return))]
        if any(is_decimal_field(value) for value in returned):
            found.append(node.targets[0].id if isinstance(node, ast.Assign) else getattr(node, "name", ""))
    return [name for name in found if name]


def is_decimal_field(value: ast.expr | None) -> bool:
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr in ("DecimalField", "FloatField")
        and isinstance(value.func.value, ast.Name)
        and value.func.value.id == "forms"
    )


def test_money_is_asked_for_by_the_field_of_money_alone():
    assert {name for _file, module in modules() for name in names_of_decimal_fields(module)} == NO_MONEY


def test_nothing_else_takes_commas_out_of_what_was_written():
    def takes_commas_out(node: ast.AST) -> bool:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return False
        texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
        return (
            node.func.attr in ("replace", "sub", "translate", "maketrans") and bool(texts) and texts[0] in (",", "[, ]")
        )

    assert {name for name, module in modules() for node in ast.walk(module) if takes_commas_out(node)} == {READER}
