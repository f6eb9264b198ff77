"""What a text consists of once its marks are read: blocks of runs, the same for a page, a PDF and a Word document."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Marks(StrEnum):
    """Which marks a text may have."""

    # None: a title, or a text from before there were marks.
    NONE = "none"
    # Emphasis and links.
    BRIEF = "brief"
    # Two levels of headings, lists and tables as well.
    FULL = "full"


@dataclass(frozen=True)
class Run:
    """Words that look alike; a line break is a run of its own."""

    text: str
    is_strong: bool = False
    is_emphasised: bool = False
    address: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a text; `level` is 1 or 2, and no 2 stands before the first 1."""

    level: int
    runs: Runs


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Items:
    """A list; each item is blocks, most often one paragraph."""

    is_numbered: bool
    start: int
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True)
class Grid:
    """A table; `is_number` says of each column whether its cells stand to the right."""

    caption: Runs
    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    is_number: tuple[bool, ...]


Block = Heading | Paragraph | Items | Grid


def texts_in(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Give the words of blocks in reading order, without their marks: a paragraph, a heading, a cell at a time."""
    for block in blocks:
        if isinstance(block, Items):
            for item in block.items:
                yield from texts_in(item)
        elif isinstance(block, Grid):
            yield from (text_of(runs) for runs in (block.caption, *block.head) if runs)
            yield from (text_of(cell) for row in block.rows for cell in row if cell)
        else:
            yield text_of(block.runs)


def text_of(runs: Runs) -> str:
    return "".join(run.text for run in runs)
