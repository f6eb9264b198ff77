"""Cut a style sheet to the blocks of NHS.UK frontend that the portal's templates use.

A block is what a class begins with: `nhsuk-table` of `nhsuk-table__row` and `nhsuk-table--striped`. A block is kept
whole, since templates put the names of its variants together; selectors that name another block go, and rules that have
no selector left.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLASS = re.compile(r"nhsuk-[a-z0-9_-]+")
IN_SELECTOR = re.compile(r"\.(nhsuk-[a-z0-9_-]+)")
NEGATED = re.compile(r":not\([^)]*\)")
# At-rules that hold rules of their own.
NESTING = ("@media", "@supports", "@layer", "@container")
# Where classes are written: markup, the code that makes some, and scripts.
PLACES = ("templates/**/*.html", "*/**/*.py", "static/clwstwr/*")
NOT_OURS = ("tests", "script", ".venv")
# What the script of NHS.UK frontend puts on the page.
BY_SCRIPT = {"nhsuk-frontend-supported"}


def block_of(name: str) -> str:
    return re.split(r"__|--", name)[0]


def classes_used() -> set[str]:
    """Return the classes that stand in templates, code and styles of the portal; one that ends in - is a beginning."""
    found = set(BY_SCRIPT)
    for place in PLACES:
        for path in ROOT.glob(place):
            if path.is_file() and path.relative_to(ROOT).parts[0] not in NOT_OURS:
                found |= set(CLASS.findall(path.read_text(encoding="utf-8", errors="ignore")))
    return found


def blocks_used(sheet: str) -> set[str]:
    """Return the blocks of a style sheet of which the portal uses any class."""
    used = classes_used()
    blocks, beginnings = {block_of(name) for name in used}, tuple(name for name in used if name.endswith("-"))
    styled = classes_styled(sheet)
    return {block_of(name) for name in styled if block_of(name) in blocks or name.startswith(beginnings)}


def classes_styled(sheet: str) -> set[str]:
    return set(IN_SELECTOR.findall(sheet))


def cut(sheet: str, blocks: Collection[str]) -> str:
    """Return a style sheet without rules about other blocks."""
    return "".join(_kept(head, body, blocks) for head, body in _rules(sheet))


def _kept(head: str, body: str | None, blocks: Collection[str]) -> str:
    if body is None:
        return head
    if head.lstrip().startswith(NESTING):
        inside = cut(body, blocks)
        return f"{head}{{{inside}}}" if inside else ""
    if head.lstrip().startswith("@"):
        return f"{head}{{{body}}}"
    selectors = [one for one in _selectors(head) if _is_about(one, blocks)]
    return f"{','.join(selectors)}{{{body}}}" if selectors else ""


def _is_about(selector: str, blocks: Collection[str]) -> bool:
    return all(block_of(name) in blocks for name in IN_SELECTOR.findall(NEGATED.sub("", selector)))


def _rules(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Give what stands before each pair of braces and what stands in it; None for a statement without any."""
    start = 0
    while start < len(sheet):
        opening, semicolon = sheet.find("{", start), sheet.find(";", start)
        if opening < 0 or 0 <= semicolon < opening:
            end = semicolon + 1 or len(sheet)
            yield sheet[start:end], None
        else:
            end = _end_of(sheet, opening)
            yield sheet[start:opening], sheet[opening + 1 : end - 1]
        start = end


def _end_of(sheet: str, opening: int) -> int:
    """Return where a block ends that opens with a brace; braces within quotation marks are none."""
    depth = 0
    for mark in re.finditer(r"\"[^\"]*\"|'[^']*'|[{}]", sheet[opening:]):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0:
            return opening + mark.end()
    return len(sheet)


def _selectors(head: str) -> list[str]:
    """Return the selectors of a rule: parted by the commas that stand in no brackets."""
    return re.findall(r"(?:[^,(\[]|\([^)]*(?:\([^)]*\)[^)]*)*\)|\[[^\]]*\])+", head)
