"""A text of a plan as a reader gets it: in their own language where it is written, else in the other, and said so."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from plans.editions.languages import other

BULLET = re.compile(r"^\s*[-*•]\s+")
PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass
class Block:
    """A paragraph, or the points of a list."""

    text: str = ""
    points: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Words:
    """A text, the language that it is in, whether that is another than the reader's, and whether it may have marks."""

    text: str
    language: str
    is_other: bool
    has_marks: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def note(self) -> str:
        """What a reader is told who gets it in the other language."""
        return _("in Welsh only so far") if self.language == "cy" else _("in English only so far")

    @property
    def blocks(self) -> list[Block]:
        """A text without marks in paragraphs and lists; a line that begins with a dash is an item of a list."""
        found: list[Block] = []
        for paragraph in PARAGRAPHS.split(self.text.strip()):
            lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
            for line in lines:
                _place(found, line, goes_on=line is not lines[0])
        return found


def _place(found: list[Block], line: str, *, goes_on: bool) -> None:
    """Put a line where it belongs: to the list or paragraph before it, or to a new one."""
    last = found[-1] if found else Block()
    if BULLET.match(line):
        if not last.points:
            last = Block()
            found.append(last)
        last.points.append(BULLET.sub("", line))
    elif goes_on and last.text:
        last.text += "\n" + line
    else:
        found.append(Block(line))


def read(texts: dict[str, str], language: str, *, has_marks: bool = False) -> Words:
    """Return a text given in both languages as a reader of one of them gets it."""
    if texts.get(language) or not texts.get(other(language)):
        return Words(texts.get(language, ""), language, False, has_marks)
    return Words(texts[other(language)], other(language), True, has_marks)
