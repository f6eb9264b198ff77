"""Texts on their way to a translator and back: as CSV in two languages, and as XLIFF 2.0, which translation tools read.

Both hold for each text its id, where it stands, the source, the other half as it is, how that stands, and a mark from
which can be seen whether somebody changed it while the file was away.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring  # noqa: S405 — writes only

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from common import grids, separated
from common.separated import LOST_LETTER
from common.tabular import BrokenFile, Row, Table
from plans.bilingual.codes import Codes
from plans.bilingual.texts import Text, plain
from plans.editions.kinds import KINDS
from plans.editions.languages import LANGUAGES, Standing, other
from plans.models import Edition

COLUMNS = ("id", "place", "source_language", "source", "target_language", "target", "standing", "mark")
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "xlf": "application/xliff+xml"}
XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
TEXTS = ("source", "target")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# How XLIFF calls the standings; a text out of date is to be translated again.
STATES = {Standing.DRAFT: "translated", Standing.TRANSLATED: "translated", Standing.CHECKED: "reviewed"}
LARGEST = 4_000_000
# What the id of a text looks like.
ID = re.compile(rf"(?:{'|'.join(KINDS)})\.[\w-]+\.\w+\Z")
MOST_ROWS = 5000
# Letters of Welsh that the encoding of older spreadsheet programs lacks: each becomes a question mark in it.
LACKED = re.compile("[ŵŷŴŶ]")
ADDRESS = re.compile(r"\S+://\S+")
# A question mark where none can stand: before a letter, or behind what is left of tŷ and its mutations.
NO_QUESTION = re.compile(r"\?(?=[^\W\d_])|(?<=\b[td])\?|(?<=\b[tn]h)\?", re.IGNORECASE)
# How a workbook writes the carriage return of a line break.
RETURN = "_x000D_"


@dataclass(frozen=True)
class Written:
    """One row of a file that came back. `mark` is of the half as it was when the file was made."""

    id: str
    source: str
    target: str
    mark: str

    def as_data(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Sent:
    """What was read from a file: into which language, and its rows."""

    language: str
    rows: list[Written]


# --- To the translator ---


def comma_separated(texts: Iterable[Text], *, into: str) -> bytes:
    """Return texts as CSV, UTF-8 with a byte-order mark; paragraphs are kept."""
    return separated.written([COLUMNS, *(_cells(text, into) for text in texts)])


def _cells(text: Text, into: str) -> list[str]:
    half = text.half
    cells = (text.id, text.place, other(into), half.source, into, half.text, half.standing.label, text.mark)
    return [plain(str(cell)) for cell in cells]


def xliff(edition: Edition, texts: Iterable[Text], *, into: str) -> bytes:
    """Return texts as XLIFF 2.0, one unit each; at least one, for a file without any is none."""
    root = Element("xliff", {"xmlns": XLIFF, "version": "2.0", "srcLang": other(into), "trgLang": into})
    inside = SubElement(root, "file", {"id": f"edition-{edition.pk}", "original": str(edition)})
    for text in texts:
        _unit(inside, text)
    _lay_out(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _lay_out(element: Element, depth: int = 1) -> None:
    """Put each element on a line of its own, down to the segments: the texts themselves keep every space of theirs."""
    if element.tag in TEXTS or len(element) == 0:
        return
    element.text = "\n" + "  " * depth
    for place, child in enumerate(element, start=1):
        child.tail = "\n" + "  " * (depth - (place == len(element)))
        _lay_out(child, depth + 1)


def _unit(inside: Element, text: Text) -> None:
    unit = SubElement(inside, "unit", {"id": text.id, "name": text.place})
    notes = SubElement(unit, "notes")
    for category, words in (("place", text.place), ("standing", str(text.half.standing.label)), ("mark", text.mark)):
        if words:
            SubElement(notes, "note", {"category": category}).text = plain(words)
    source, target = plain(text.half.source), plain(text.half.text)
    codes = Codes(unit, text.marks, source, target)
    segment = SubElement(unit, "segment", {"state": STATES.get(text.half.standing, "initial")})
    codes.write(SubElement(segment, "source", {SPACE: "preserve"}), source, is_source=True)
    if target:
        codes.write(SubElement(segment, "target", {SPACE: "preserve"}), target, is_source=False)


# --- And back ---


def read(name: str, content: bytes) -> Sent:
    """Read a file that came back, whichever of the two it is; `BrokenFile` says why it cannot be read."""
    if len(content) > LARGEST:
        raise BrokenFile(file=name, problem=_("the file is too large."))
    sent = _read_xliff(name, content) if _is_xml(content) else _read_table(name, content)
    if not sent.rows:
        raise BrokenFile(file=name, problem=_("the file holds no text."))
    if len(sent.rows) > MOST_ROWS:
        raise BrokenFile(file=name, problem=_("the file holds too many texts."))
    return sent


def _is_xml(content: bytes) -> bool:
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return content[: grids.BEGINNING].decode(encoding, errors="replace").lstrip()[:1] == "<"


def _read_table(name: str, content: bytes) -> Sent:
    """Read a table as spreadsheet programs write it: CSV of any separator and encoding, or a workbook."""
    columns = ("id", "source", "target_language", "target", "mark")
    table = Table.sent(name, content, columns=columns, row_marks=LANGUAGES, row_shape=ID)
    rows = list(islice(table, MOST_ROWS + 1))
    languages = {_language_of(row) for row in rows}
    if len(languages) > 1:
        raise BrokenFile(file=name, problem=_("the file holds texts into more than one language."))
    written = [_written(row) for row in rows]
    _refuse_lost_letters(rows, written)
    return Sent("".join(languages), written)


def _language_of(row: Row) -> str:
    """Return the language of a row; a tool may add the country."""
    return _base(row.optional("target_language")) or row.one_of("target_language", LANGUAGES)


def _base(tag: str) -> str:
    """Return the language of a tag such as cy-GB, empty where it is none of ours."""
    language = re.split("[-_]", tag.strip().lower())[0]
    return language if language in LANGUAGES else ""


def _written(row: Row) -> Written:
    told = (row.optional(column).replace(RETURN, "") for column in ("id", "source", "target", "mark"))
    return Written(*(plain(separated.unguarded(cell)) for cell in told))


def _refuse_lost_letters(rows: Iterable[Row], written: list[Written]) -> None:
    """Refuse a file that was saved in an encoding without ŵ and ŷ: each is a question mark now, and cannot be told."""
    if any(LACKED.search(one.target) for one in written):
        return
    for row, one in zip(rows, written, strict=True):
        if _lost(one.target) > _lost(one.source):
            raise row.fault("target", LOST_LETTER)


def _lost(text: str) -> int:
    return len(NO_QUESTION.findall(ADDRESS.sub(" ", text)))


def _read_xliff(name: str, content: bytes) -> Sent:
    root = _parsed(name, content)
    language = _base(root.get("trgLang", ""))
    if root.tag != f"{{{XLIFF}}}xliff" or not language or _base(root.get("srcLang", "")) != other(language):
        raise BrokenFile(file=name, problem=_("the file is not XLIFF 2.0 between English and Welsh."))
    return Sent(language, [_of_unit(unit) for unit in root.iter(f"{{{XLIFF}}}unit")])


def _parsed(name: str, content: bytes) -> Any:
    """Return the root of a file of XML that brings neither entities nor references of its own."""
    try:
        return fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BrokenFile(file=name, problem=_("the file is not XML that can be read safely.")) from error


def _of_unit(unit: Any) -> Written:
    """Return a unit; where a tool divided it into segments, these are joined again."""
    notes = {note.get("category"): note.text or "" for note in unit.iter(f"{{{XLIFF}}}note")}
    parts = list(_parts(unit, _codes(unit)))
    source, target = "".join(part for part, _target in parts), "".join(part for _source, part in parts)
    return Written(unit.get("id", ""), plain(source), plain(target), notes.get("mark", "").strip())


def _codes(unit: Any) -> dict[str, str]:
    """Return what each inline code of a unit stands for, by the name of its data and by its own."""
    data = {one.get("id", ""): one.text or "" for one in unit.iter(f"{{{XLIFF}}}data")}
    own = {one.get("id", ""): data.get(one.get("dataRef", "")) for one in unit.iter(f"{{{XLIFF}}}ph")}
    return {**{f"#{name}": mark for name, mark in own.items() if mark is not None}, **data}


def _parts(unit: Any, codes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Return source and target of each segment; what lies between segments is the same in both where nobody said."""
    for part in unit:
        if part.tag not in (f"{{{XLIFF}}}segment", f"{{{XLIFF}}}ignorable"):
            continue
        source, target = _inside(part, "source", codes), _inside(part, "target", codes)
        between = part.tag == f"{{{XLIFF}}}ignorable"
        yield source or "", (source if between and target is None else target) or ""


def _inside(part: Any, name: str, codes: dict[str, str]) -> str | None:
    found = part.find(f"{{{XLIFF}}}{name}")
    return None if found is None else "".join(_told(found, codes))


def _told(element: Any, codes: dict[str, str]) -> Iterator[str]:
    """Give the text of an element, its inline codes as what they stand for."""
    if element.tag == f"{{{XLIFF}}}ph":
        # A tool may name the data, or only the code of the source that it repeats.
        yield codes.get(element.get("dataRef", "")) or codes.get(f"#{element.get('id')}", "")
    yield element.text or ""
    for child in element:
        yield from _told(child, codes)
        yield child.tail or ""
