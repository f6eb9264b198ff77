"""Word documents as every room makes them: real headings, lists and tables, contents, page numbers, language and title.

A document knows nothing of what it is about. Words come as runs (`common.prose`), so that what somebody wrote looks in
Word as it does on the page.
"""

import datetime
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.run import Run as TextRun

from common.prose.markup import NOTHING, table_name
from common.prose.tree import Block, Grid, Heading, Items, Run, Runs, text_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLATE = RGBColor(0x1F, 0x2D, 0x37)
LINK_COLOUR = RGBColor(0x00, 0x5E, 0xB8)
MARGIN = Mm(20)
TEXT_WIDTH = 170
# Of a cell of a table, in millimetres: beside its words, and of a letter of these; and how many letters count.
PADDING, LETTER = 4.5, 2.0
LONGEST_WORD, MOST_LETTERS = 18, 120
# Of each level the size and the room before it, in points.
HEADINGS = ((20, 0), (16, 20), (13, 14), (11.5, 12), (11, 10), (11, 8))
IN_A_TABLE = "Table Text"
DEEPEST = 6
DEEPEST_LIST = 3
LONGEST_CAPTION = 250


@dataclass(frozen=True)
class Said:
    """Words of a document; `language` and `note` say which they are in, where that is another than the document's."""

    runs: Runs
    language: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return bool(text_of(self.runs).strip())


def said(words: Said | str) -> Said:
    return words if isinstance(words, Said) else Said((Run(str(words)),))


class Writer:
    """Writes a document down, part by part."""

    def __init__(self, *, title: str, author: str, language: str, made_at: datetime.datetime) -> None:
        self.document: WordDocument = docx.Document()
        self.language, self.bookmarks = language, 0
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, author, ""
        properties.language = f"{language}-GB"
        properties.created = properties.modified = made_at.astimezone(datetime.UTC).replace(tzinfo=None)
        self._set_styles()
        self._set_page(title)

    def written(self) -> bytes:
        content = io.BytesIO()
        self.document.save(content)
        return content.getvalue()

    # --- parts ---

    def heading(self, words: Said | str, level: int, *, bookmark: str = "") -> None:
        """Write a heading; contents lead to its bookmark."""
        paragraph = self.document.add_heading("", min(level, DEEPEST))
        if bookmark:
            self._mark(paragraph, bookmark)
        self._say(paragraph, said(words))

    def paragraph(self, words: Said | str, *, style: str | None = None) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        self._say(paragraph, said(words))
        return paragraph

    def facts(self, *facts: tuple[str, Said | str | None]) -> None:
        """Write what is known, each under its name; nothing of what is not."""
        for label, value in facts:
            if value:
                paragraph = self.document.add_paragraph()
                paragraph.add_run(f"{label}: ").bold = True
                self._say(paragraph, said(value))

    def contents(self, title: str, entries: Sequence[tuple[str, str]]) -> None:
        """Write the contents: the words and the bookmark of each entry; Word fills in the pages as it opens them."""
        self.document.add_paragraph(title, style="TOC Heading")
        for words, bookmark in entries:
            link = _link_inside(self.document.add_paragraph(style="toc 1"), bookmark)
            link.append(_run_of(f"{words}\t"))
            _append_field(link, f"PAGEREF {bookmark} \\h")

    def table(
        self,
        caption: Said | str,
        headings: Sequence[Said | str],
        rows: Sequence[Sequence[Said | str]],
        *,
        numbers: Collection[int] = (),
    ) -> None:
        """Write a table under its caption; `numbers` are the columns that stand to the right."""
        self._caption(said(caption))
        table = self.document.add_table(rows=1, cols=len(headings), style="Table Grid")
        _describe(table, text_of(said(caption).runs))
        self._row(table.rows[0], headings, numbers, is_bold=True)
        _repeat(table.rows[0])
        for row in rows:
            self._row(table.add_row(), row, numbers)
        _set_widths(table)
        self.document.add_paragraph()

    def prose(self, blocks: Sequence[Block], *, under: int, language: str = "", note: str = "") -> None:
        """Write a text; its headings stand `under` one of that level."""
        if note and blocks:
            self.paragraph(Said((Run(note, is_emphasised=True),)))
        for block in blocks:
            self._block(block, under, language)

    # --- texts ---

    def _block(self, block: Block, under: int, language: str) -> None:
        if isinstance(block, Heading):
            self.heading(Said(block.runs, language), under + block.level)
        elif isinstance(block, Items):
            self._items(block, under, language)
        elif isinstance(block, Grid):
            self._grid(block, language)
        else:
            self.paragraph(Said(block.runs, language))

    def _items(self, block: Items, under: int, language: str, depth: int = 1) -> None:
        kind = "List Number" if block.is_numbered else "List Bullet"
        style = kind if depth == 1 else f"{kind} {min(depth, DEEPEST_LIST)}"
        numbering = self._numbering(style, block.start) if block.is_numbered else None
        for item in block.items:
            for place, inner in enumerate(item):
                if isinstance(inner, Items):
                    self._items(inner, under, language, depth + 1)
                elif isinstance(inner, (Heading, Grid)):
                    self._block(inner, under, language)
                else:
                    # A second paragraph of an item is no item of its own.
                    own = (
                        style if place == 0 else f"List Continue{'' if depth == 1 else f' {min(depth, DEEPEST_LIST)}'}"
                    )
                    paragraph = self.paragraph(Said(inner.runs, language), style=own)
                    if numbering is not None and place == 0:
                        _number(paragraph, numbering)

    def _numbering(self, style: str, start: int) -> int:
        """Return a numbering that begins anew, so that a list does not go on where the one before it ended."""
        numbering: Any = self.document.part.numbering_part.element
        pattern = self.document.styles[style].element.pPr.numPr.numId.val
        abstract = next(one for one in numbering.num_lst if one.numId == pattern).abstractNumId.val
        anew = numbering.add_num(abstract)
        anew.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(anew.numId)

    def _grid(self, block: Grid, language: str) -> None:
        numbers = {place for place, is_number in enumerate(block.is_number) if is_number}
        rows = [[self._cell(cell, language) for cell in row] for row in block.rows]
        heads = [self._cell(cell, language) for cell in block.head]
        caption = Said(block.caption, language) if block.caption else table_name(block)
        self.table(caption, heads, rows, numbers=numbers)

    def _cell(self, runs: Runs, language: str) -> Said:
        return Said(runs, language) if runs else said(NOTHING)

    def _say(self, paragraph: Any, words: Said, *, is_bold: bool = False) -> None:
        """Write words in a paragraph; those in another language say so, to eyes and to screen readers."""
        holder, last = paragraph._p, ""
        for run in words.runs:
            if run.address != last:
                holder, last = _link_outside(paragraph, run.address) if run.address else paragraph._p, run.address
            element = _run_of(run.text, is_bold=run.is_strong or is_bold, is_italic=run.is_emphasised)
            if words.language:
                _speak(element.get_or_add_rPr(), words.language)
            if run.address:
                font = TextRun(element, paragraph).font
                font.color.rgb, font.underline = LINK_COLOUR, True
            holder.append(element)
        if words.note:
            paragraph.add_run(f" ({words.note})").italic = True

    # --- tables ---

    def _caption(self, caption: Said) -> None:
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        self._say(paragraph, caption)

    def _row(self, row: Any, words: Sequence[Said | str], numbers: Collection[int], *, is_bold: bool = False) -> None:
        for place, (cell, one) in enumerate(zip(row.cells, words, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.style = self.document.styles[IN_A_TABLE]
            if place in numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._say(paragraph, said(one), is_bold=is_bold)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    # --- the document as a whole ---

    def _set_styles(self) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(11)
        normal.paragraph_format.space_after = Pt(5)
        _speak(normal.element.get_or_add_rPr(), self.language)
        for name in ("Title", *(f"Heading {level}" for level in range(1, DEEPEST + 1)), "Caption"):
            font = styles[name].font
            font.name, font.color.rgb, font.italic = "Arial", SLATE, False
            _drop_theme_font(styles[name].element)
        styles["Caption"].font.size = Pt(10)
        for level, (size, before) in enumerate(HEADINGS, start=1):
            heading = styles[f"Heading {level}"]
            heading.font.size, heading.paragraph_format.space_before = Pt(size), Pt(before)
            heading.paragraph_format.space_after = Pt(4)
        cells = styles.add_style(IN_A_TABLE, WD_STYLE_TYPE.PARAGRAPH)
        cells.base_style = normal
        cells.font.size, cells.paragraph_format.space_after = Pt(9.5), Pt(1)
        contents = styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        contents.base_style = normal
        stops = contents.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        self._set_contents_heading()

    def _set_contents_heading(self) -> None:
        """Give the contents a heading that looks like one of the second level and is not among them."""
        if "TOC Heading" not in [style.name for style in self.document.styles]:
            self.document.styles.add_style("TOC Heading", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style = self.document.styles["TOC Heading"]
        second = self.document.styles["Heading 2"]
        style.base_style = second
        style.font.size, style.font.color.rgb, style.font.name = second.font.size, SLATE, "Arial"

    def _set_page(self, title: str) -> None:
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
        footer = page.footer.paragraphs[0]
        footer.style = self.document.styles["Footer"]
        footer.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        footer.add_run(f"{title}\t")
        for words, field in ((_("Page"), "PAGE"), ("/", "NUMPAGES")):
            footer.add_run(f"{words} " if field == "PAGE" else f" {words} ")
            _append_field(footer._p, field)

    def _mark(self, paragraph: Any, name: str) -> None:
        for element in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(element)
            mark.set(qn("w:id"), str(self.bookmarks))
            if element == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)
        self.bookmarks += 1


# --- what python-docx has no words for ---


def _run_of(text: str, *, is_bold: bool = False, is_italic: bool = False) -> Any:
    """Return a run by itself, to stand in a paragraph or in a link."""
    run = TextRun(OxmlElement("w:r"), None)  # type: ignore[arg-type]
    run.text = text
    if is_bold:
        run.bold = True
    if is_italic:
        run.italic = True
    return run._r


def _speak(properties: Any, language: str) -> None:
    """State the language of what has these properties."""
    spoken = properties.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        properties.append(spoken)
    spoken.set(qn("w:val"), f"{language}-GB")


def _drop_theme_font(style: Any) -> None:
    """Let the font that is named count, and not the one of the theme."""
    fonts = style.rPr.find(qn("w:rFonts")) if style.rPr is not None else None
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        if fonts is not None and fonts.get(qn(f"w:{name}")) is not None:
            del fonts.attrib[qn(f"w:{name}")]


def _link_outside(paragraph: Any, address: str) -> Any:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    return link


def _link_inside(paragraph: Any, bookmark: str) -> Any:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    paragraph._p.append(link)
    return link


def _field_mark(kind: str, *, is_dirty: bool = False) -> Any:
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if is_dirty:
        mark.set(qn("w:dirty"), "true")
    run.append(mark)
    return run


def _instruction(words: str) -> Any:
    run, instruction = OxmlElement("w:r"), OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {words} "
    run.append(instruction)
    return run


def _append_field(holder: Any, words: str) -> None:
    """Add a field that Word works out: it has no value until then."""
    parts = (_field_mark("begin", is_dirty=True), _instruction(words), _field_mark("separate"), _field_mark("end"))
    for one in parts:
        holder.append(one)


def _number(paragraph: Any, numbering: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def _describe(table: Any, caption: str) -> None:
    """Give a table its caption for screen readers as well."""
    description = OxmlElement("w:tblCaption")
    description.set(qn("w:val"), caption[:LONGEST_CAPTION])
    table._tbl.tblPr.append(description)


def _repeat(row: Any) -> None:
    """Let a row stand at the head of each page that its table goes on to."""
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(repeated)


def _set_widths(table: Any) -> None:
    """Give each column room for its longest word, and what is left to those that say most."""
    columns = [[cell.text for cell in column.cells] for column in table.columns]
    least = [_room(max((word for text in texts for word in text.split()), key=len, default="")) for texts in columns]
    wanted = [min(max(map(len, texts)), MOST_LETTERS) for texts in columns]
    left = TEXT_WIDTH - sum(least)
    shares = [left * one / (sum(wanted) or 1) if left > 0 else 0 for one in wanted]
    table.autofit = False
    for column, own, share in zip(table.columns, least, shares, strict=True):
        column.width = Mm(min(own, TEXT_WIDTH / len(columns)) + share if left <= 0 else own + share)
        for cell in column.cells:
            cell.width = column.width


def _room(word: str) -> float:
    return PADDING + LETTER * min(len(word), LONGEST_WORD)
