"""Hold the Welsh catalogue to the source: every message, in Welsh, whole and fit to be filled in."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.management.commands.update_catalogue import CATALOGUE, extracted_messages, message_key

IDENTICAL = Path(settings.BASE_DIR) / "tests" / "common" / "identical_to_english.txt"

# The rule of Unicode CLDR for Welsh: https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
PLURAL_RULE = "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;"
PLURAL_FORMS = range(6)

# Named places to fill, and whatever stands between angle brackets: tags with their attributes, parts of addresses.
PLACE = re.compile(r"%\(\w+\)[a-z]|%?\{\w+\}|<[^<>]+>")
PERCENT_THAT_FILLS = re.compile(r"%%|%\(\w+\)[a-z]")
TO_BE_WRITTEN = re.compile(r"\b(?:TODO|TBC|FIXME|XX+|lorem|placeholder)\b", re.IGNORECASE)

# These words change the beginning of the word after them, which a place to fill cannot do.
BEFORE_A_PLACE = re.compile(
    r"(?<![\w'’])(?:yn|i|o|a|â|na|gan|am|ar|at|dan|dros|drwy|heb|hyd|wrth)(?:\s|<[^<>]*>)+(?:%\(|%?\{)(?P<name>\w+)",
    re.IGNORECASE,
)
# Dates and numbers begin with a digit, and a digit does not change.
BEGINS_WITH_A_DIGIT = frozenset({"day", "high"})


class Command(BaseCommand):
    help = "Fail, and say why, when the Welsh catalogue is not complete and sound."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue = polib.pofile(str(CATALOGUE))
        found = faults(catalogue, extracted_messages(), allowed(IDENTICAL.read_text(encoding="utf-8")))
        if found:
            raise CommandError("\n".join(["The Welsh catalogue is not in order:", *found]))
        self.stdout.write(f"The Welsh catalogue is in order. Messages: {len(catalogue)}.")


def allowed(lines: str) -> frozenset[str]:
    """Return the messages that a list of them holds; a line that begins with # is for its readers."""
    return frozenset(line for line in lines.splitlines() if line and not line.startswith("#"))


def faults(catalogue: polib.POFile, source: polib.POFile, identical: Collection[str]) -> list[str]:
    """Return what is wrong with the catalogue, a sentence for each fault.

    `source` holds the messages as extracted; `identical` those that may be the same in both languages.
    """
    found = [*_header_faults(catalogue), *_differences(catalogue, source)]
    for entry in catalogue:
        if not entry.obsolete:
            found += [f"{entry.msgid!r}: {fault}" for fault in message_faults(entry, identical)]
    return found


def message_faults(entry: polib.POEntry, identical: Collection[str] = ()) -> Iterator[str]:
    """Yield what is wrong with one message."""
    if entry.fuzzy:
        yield "marked as fuzzy."
    forms = welsh_forms(entry)
    if not all(form.strip() for form in forms):
        yield "has no Welsh, or not in each of the six forms." if entry.msgid_plural else "has no Welsh."
        return
    if entry.msgid in forms and entry.msgid not in identical:
        yield "is the same in both languages."
    for form in dict.fromkeys(forms):
        yield from (f"{fault} {form!r}" for check in CHECKS if (fault := check(entry, form)))


def welsh_forms(entry: polib.POEntry) -> list[str]:
    """Return the Welsh of a message: one text, or the six of a message with a number."""
    if not entry.msgid_plural:
        return [entry.msgstr]
    return [entry.msgstr_plural.get(form, "") for form in PLURAL_FORMS]


def _header_faults(catalogue: polib.POFile) -> Iterator[str]:
    if catalogue.metadata.get("Plural-Forms") != PLURAL_RULE:
        yield f"The header must say: Plural-Forms: {PLURAL_RULE}"


def _differences(catalogue: polib.POFile, source: polib.POFile) -> Iterator[str]:
    ours, theirs = _keys(catalogue), _keys(source)
    yield from (f"{key[1]!r}: in the source, not in the catalogue." for key in theirs - ours)
    yield from (f"{key[1]!r}: in the catalogue, no longer in the source." for key in ours - theirs)
    yield from (f"{entry.msgid!r}: obsolete, so no longer in the source." for entry in catalogue.obsolete_entries())


def _keys(messages: Iterable[polib.POEntry]) -> set[tuple[str | None, str, str]]:
    return {message_key(entry) for entry in messages if not entry.obsolete}


def _places(entry: polib.POEntry, form: str) -> str:
    same = sorted(PLACE.findall(form)) == sorted(PLACE.findall(entry.msgid))
    return "" if same else "the places to fill, tags or addresses differ:"


def _percent(entry: polib.POEntry, form: str) -> str:
    """A message that is filled in writes each percent sign twice; one sign alone would stop the page."""
    alone = PERCENT_THAT_FILLS.search(entry.msgid) and "%" in PERCENT_THAT_FILLS.sub("", form).replace("%{", "{")
    return "a percent sign stands alone:" if alone else ""


def _ampersand(_entry: polib.POEntry, form: str) -> str:
    return "an ampersand, where Welsh has a word:" if "&" in form else ""


def _unfinished(_entry: polib.POEntry, form: str) -> str:
    return "words that wait for others:" if TO_BE_WRITTEN.search(form) else ""


def _mutation(_entry: polib.POEntry, form: str) -> str:
    names = {match["name"] for match in BEFORE_A_PLACE.finditer(form)}
    return "a word that mutates the next stands before a place to fill:" if names - BEGINS_WITH_A_DIGIT else ""


CHECKS: tuple[Callable[[polib.POEntry, str], str], ...] = (_places, _percent, _ampersand, _unfinished, _mutation)
