"""The marks of a text on their way to a translator: in XLIFF inline codes, which a tool keeps whole and shows as such.

A code is what was typed. So a text that comes back is the same letter by letter where nobody changed it, whichever of
its characters were taken for marks.
"""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement  # noqa: S405 — writes only

from common.prose.tree import Marks

LINK = r"\[(?=[^\[\]\n]+\]\()|\]\([^()\s]*\)"
EMPHASIS = r"\*{1,3}|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)"
LINES = r"^#{1,6}[ ]|^[ \t]*(?:[-•]|\d+\.)[ ]|^\|[ :|-]+\|$|\|"
PATTERNS = {
    Marks.BRIEF: re.compile(f"{LINK}|{EMPHASIS}"),
    Marks.FULL: re.compile(f"{LINES}|{LINK}|{EMPHASIS}", re.MULTILINE),
}
# A number of a list, and the address of a link, may be others in the other language.
KIND_OF = ((re.compile(r"\d+"), "1"), (re.compile(r"\]\(.*"), "]("), (re.compile(r"[ \t]+|-{2,}|:"), ""))


def pieces(text: str, marks: Marks) -> Iterator[tuple[str, bool]]:
    """Give a text in pieces, each with whether it is a mark."""
    if marks is Marks.NONE:
        yield text, False
        return
    end = 0
    for found in PATTERNS[marks].finditer(text):
        yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    yield text[end:], False


def lost(source: str, target: str, marks: Marks) -> list[str]:
    """Return the marks of a text that its translation lacks."""
    return sorted((_kinds(source, marks) - _kinds(target, marks)).elements())


def _kinds(text: str, marks: Marks) -> Counter[str]:
    return Counter(_kind(piece) for piece, is_mark in pieces(text, marks) if is_mark)


def _kind(mark: str) -> str:
    for pattern, kind in KIND_OF:
        mark = pattern.sub(kind, mark)
    return mark


class Codes:
    """The codes of one unit: written with its source first, so that a translation has the same for the same marks."""

    def __init__(self, unit: Element, marks: Marks, *texts: str) -> None:
        self.marks = marks
        self.data: dict[str, str] = {}
        self.of_source: list[tuple[str, str]] = []
        told = {piece for text in texts for piece, is_mark in pieces(text, marks) if is_mark}
        holder = SubElement(unit, "originalData") if told else None
        for place, mark in enumerate(sorted(told), start=1):
            self.data[mark] = f"d{place}"
            if holder is not None:
                SubElement(holder, "data", {"id": f"d{place}"}).text = mark

    def write(self, element: Element, text: str, *, is_source: bool) -> None:
        """Write a text into an element, its marks as codes."""
        waiting = [] if is_source else list(self.of_source)
        last: Element | None = None
        for piece, is_mark in pieces(text, self.marks):
            if is_mark:
                last = SubElement(element, "ph", self._attributes(piece, waiting))
            elif last is None:
                element.text = (element.text or "") + piece
            else:
                last.tail = (last.tail or "") + piece

    def _attributes(self, mark: str, waiting: list[tuple[str, str]]) -> dict[str, str]:
        own = next((one for one in waiting if one[1] == mark), None)
        if own is not None:
            waiting.remove(own)
        else:
            own = (str(len(self.of_source) + 1), mark)
            self.of_source.append(own)
        return {"id": own[0], "dataRef": self.data[mark], "equiv": mark.strip(), "disp": mark.strip()}
