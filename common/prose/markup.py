"""Writes a text down as HTML: the few elements that are written here, and everything else escaped."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common.prose.reading import blocks_of
from common.prose.tree import Block, Grid, Heading, Items, Marks, Paragraph, Run, Runs, text_of

DEEPEST = 6
NOTHING = "–"  # noqa: RUF001 — stands in a cell that holds nothing


def markup_of(text: str, marks: Marks, *, under: int = 2) -> SafeString:
    """Return a text as HTML; its headings stand `under` one of that level."""
    return _written(blocks_of(text, marks), under)


def _written(blocks: Iterable[Block], under: int) -> SafeString:
    return format_html_join("", "{}", ((_block(block, under),) for block in blocks))


def _block(block: Block, under: int) -> SafeString:
    if isinstance(block, Heading):
        return format_html(
            "<{tag}>{words}</{tag}>", tag=f"h{min(under + block.level, DEEPEST)}", words=_runs(block.runs)
        )
    if isinstance(block, Items):
        return _items(block, under)
    if isinstance(block, Grid):
        return _grid(block)
    return format_html("<p>{}</p>", _runs(block.runs))


def _items(block: Items, under: int) -> SafeString:
    begins = format_html(' start="{}"', block.start) if block.is_numbered and block.start != 1 else ""
    items = format_html_join("", "<li>{}</li>", ((_item(item, under),) for item in block.items))
    return format_html(
        "<{tag}{begins}>{items}</{tag}>", tag="ol" if block.is_numbered else "ul", begins=begins, items=items
    )


def _item(blocks: tuple[Block, ...], under: int) -> SafeString:
    """Return an item; one that is a paragraph, with lists under it or not, needs no element for that."""
    first, *others = blocks or (Paragraph(()),)
    if isinstance(first, Paragraph) and all(isinstance(one, Items) for one in others):
        return format_html("{}{}", _runs(first.runs), _written(others, under))
    return _written(blocks, under)


def _grid(block: Grid) -> SafeString:
    """Return a table as every table of a page stands: in a region that scrolls, which its caption names."""
    name = text_of(block.caption) or table_name(block)
    caption = format_html("<caption{}>{}</caption>", *_caption(block, name))
    head = format_html_join("", '<th scope="col"{}>{}</th>', zip(_sides(block), map(_cell, block.head), strict=True))
    rows = format_html_join("", "<tr>{}</tr>", ((_row(row, block),) for row in block.rows))
    return format_html(
        '<div class="app-scroll" role="region" tabindex="0" aria-label="{}"><table class="app-table app-prose__table">'
        "{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        *(" ".join(name.split()), caption, head, rows),
    )


def table_name(block: Grid) -> str:
    """Return what a table without a caption is called: after its columns."""
    columns = ", ".join(words for words in map(text_of, block.head) if words)
    return _("Table: %(columns)s") % {"columns": columns or NOTHING}


def _caption(block: Grid, name: str) -> tuple[SafeString, SafeString]:
    if block.caption:
        return mark_safe(""), _runs(block.caption)
    return mark_safe(' class="nhsuk-u-visually-hidden"'), escape(name)


def _row(row: tuple[Runs, ...], block: Grid) -> SafeString:
    first, *others = row
    cells = format_html_join("", "<td{}>{}</td>", zip(_sides(block)[1:], map(_cell, others), strict=True))
    return format_html('<th scope="row">{}</th>{}', _cell(first), cells)


def _sides(block: Grid) -> list[SafeString]:
    return [mark_safe(' class="app-number"' if one else "") for one in block.is_number]


def _cell(runs: Runs) -> SafeString:
    return _runs(runs) or escape(NOTHING)


def _runs(runs: Runs) -> SafeString:
    """Return runs; those of one link stand in one element, whatever else they look like."""
    linked = groupby(runs, key=lambda run: run.address)
    return format_html_join("", "{}", ((_linked(address, list(of_link)),) for address, of_link in linked))


def _linked(address: str, runs: list[Run]) -> SafeString:
    words = format_html_join("", "{}", ((_run(run),) for run in runs))
    return format_html('<a href="{}">{}</a>', address, words) if address else words


def _run(run: Run) -> SafeString:
    said = mark_safe(escape(run.text).replace("\n", "<br>"))  # noqa: S308 — escaped before
    if run.is_emphasised:
        said = format_html("<em>{}</em>", said)
    if run.is_strong:
        said = format_html("<strong>{}</strong>", said)
    return said
