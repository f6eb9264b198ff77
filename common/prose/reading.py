"""Reads a text by the rules of `Marks`: CommonMark's own, as far as they are among ours.

No markup of HTML, no picture, no code, no quotation, no reference and no other address than of the web and of mail is
a mark; all of it is words.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from common.prose.tree import Block, Grid, Heading, Items, Marks, Paragraph, Run, Runs, text_of, texts_in

RULES = {
    Marks.BRIEF: ("emphasis", "link", "escape", "newline"),
    Marks.FULL: ("emphasis", "link", "escape", "newline", "heading", "list", "table"),
}
ADDRESS = re.compile(r"(?:https?://|mailto:)\S+\Z", re.IGNORECASE)
# What word processors put before the item of a list.
BULLET = re.compile(r"^([ \t]*)[•·▪●◦‣][ \t]+", re.MULTILINE)
# A paragraph beside a table that says what it is, in either language.
CAPTION = re.compile(r"(?:table|tabl)\s*:\s*", re.IGNORECASE)
MOST_KEPT = 2048
# As many `#` make a heading of the second level.
SECOND = 3


class _Reader(MarkdownIt):
    """The reader with addresses of the web and of mail alone, which stay as they were typed."""

    def validateLink(self, url: str) -> bool:
        return bool(ADDRESS.match(url))

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link


@cache
def _reader(marks: Marks) -> MarkdownIt:
    return _Reader("zero", {"html": False, "linkify": False, "typographer": False}).enable(RULES[marks])


@lru_cache(maxsize=MOST_KEPT)
def blocks_of(text: str, marks: Marks) -> tuple[Block, ...]:
    """Return what a text consists of."""
    if marks is Marks.NONE:
        return (Paragraph((Run(text.strip()),)),) if text.strip() else ()
    cleaned = BULLET.sub(r"\1- ", text.replace("\r\n", "\n")) if marks is Marks.FULL else text
    found = _with_captions(_blocks(SyntaxTreeNode(_reader(marks).parse(cleaned)).children))
    return tuple(_stepwise(found))


def plain_words(text: str, marks: Marks) -> str:
    """Return a text without its marks, a paragraph, heading or cell a line: for the search, a count, a summary."""
    return text if marks is Marks.NONE else "\n".join(texts_in(blocks_of(text, marks)))


def count_words(text: str, marks: Marks) -> int:
    return len(plain_words(text, marks).split())


# --- blocks ---


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> list[Block]:
    return [block for node in nodes for block in _block(node)]


def _block(node: SyntaxTreeNode) -> Iterator[Block]:
    if node.type == "heading":
        if _inside(node):
            yield Heading(2 if int(node.tag[1:]) >= SECOND else 1, _inside(node))
    elif node.type in ("bullet_list", "ordered_list"):
        items = [tuple(_blocks(item.children)) for item in node.children]
        if any(items):
            start = int(node.attrs.get("start", 1))
            yield Items(node.type == "ordered_list", start, tuple(item for item in items if item))
    elif node.type == "table":
        yield _grid(node)
    elif node.children:
        yield Paragraph(_inside(node))


def _grid(node: SyntaxTreeNode) -> Grid:
    head, *bodies = node.children
    (heading,) = head.children
    is_number = tuple("right" in str(cell.attrs.get("style", "")) for cell in heading.children)
    rows = tuple(tuple(_inside(cell) for cell in row.children) for body in bodies for row in body.children)
    return Grid((), tuple(_inside(cell) for cell in heading.children), rows, is_number)


def _with_captions(blocks: list[Block]) -> list[Block]:
    """Give each table the paragraph beside it that says what it is."""
    found: list[Block] = []
    for block in blocks:
        before = found[-1] if found else None
        if isinstance(block, Grid) and isinstance(before, Paragraph) and _caption(before):
            found[-1] = Grid(_caption(before), block.head, block.rows, block.is_number)
        elif isinstance(before, Grid) and not before.caption and isinstance(block, Paragraph) and _caption(block):
            found[-1] = Grid(_caption(block), before.head, before.rows, before.is_number)
        else:
            found.append(block)
    return found


def _caption(paragraph: Paragraph) -> Runs:
    first, *others = paragraph.runs or (Run(""),)
    begun = CAPTION.match(first.text)
    if begun is None or not text_of(paragraph.runs)[begun.end() :].strip():
        return ()
    return (Run(first.text[begun.end() :], first.is_strong, first.is_emphasised, first.address), *others)


def _stepwise(blocks: list[Block]) -> Iterator[Block]:
    """Give blocks with headings that step down one at a time, so that none is missed by whoever goes by them."""
    is_begun = False
    for block in blocks:
        if isinstance(block, Heading):
            block = Heading(block.level if is_begun else 1, block.runs)
            is_begun = True
        yield block


# --- runs ---


def _inside(node: SyntaxTreeNode) -> Runs:
    """Return the runs of a block that holds words."""
    inline = [child for child in node.children if child.type == "inline"]
    return tuple(_joined(_runs(inline[0].token.children or ()))) if inline and inline[0].token else ()


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    strong = emphasised = 0
    address: Any = ""
    for token in tokens:
        strong += token.nesting if token.type.startswith("strong") else 0
        emphasised += token.nesting if token.type.startswith("em_") else 0
        if token.type == "link_open":
            address = token.attrs["href"]
        elif token.type == "link_close":
            address = ""
        text = "\n" if token.type in ("softbreak", "hardbreak") else token.content
        if text and token.nesting == 0:
            yield Run(text, strong > 0, emphasised > 0, str(address))


def _joined(runs: Iterator[Run]) -> list[Run]:
    """Return runs with those that look alike as one."""
    found: list[Run] = []
    for run in runs:
        look = (run.is_strong, run.is_emphasised, run.address)
        if found and look == (found[-1].is_strong, found[-1].is_emphasised, found[-1].address):
            found[-1] = Run(found[-1].text + run.text, *look)
        else:
            found.append(run)
    return found
