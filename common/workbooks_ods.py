"""Workbooks in the OpenDocument format."""

import io
from collections.abc import Iterable

from odf import config, dc, meta, number, style, table, text
from odf.element import Element
from odf.namespaces import nsdict
from odf.opendocument import OpenDocument, OpenDocumentSpreadsheet

from common.dates import iso_moment
from common.workbooks import Cell, Link, Number, Sheet, Workbook, plain

# The library collects the namespaces that it has met, for the whole process; with all of them known from the start,
# a file does not depend on which files were written before it, nor on those being written beside it.
Element.namespaces.update(nsdict)

MOST_DECIMALS = 6
COLUMN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CHARACTER = 0.25
"""Width of a character in centimetres."""


def written(workbook: Workbook) -> bytes:
    document = OpenDocumentSpreadsheet()
    _describe(document, workbook)
    _add_styles(document, workbook.language)
    sheets = workbook.every_sheet
    for sheet in sheets:
        document.spreadsheet.addElement(_sheet(document, sheet))
    document.spreadsheet.addElement(_with(table.DatabaseRanges(), _ranges(sheets)))
    document.settings.addElement(_cursors(sheets))
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def _with(parent: Element, children: Iterable[Element]) -> Element:
    for child in children:
        parent.addElement(child)
    return parent


def _describe(document: OpenDocument, workbook: Workbook) -> None:
    at = iso_moment(workbook.written_at)
    facts = (
        dc.Title(text=plain(workbook.title)),
        dc.Creator(text=plain(workbook.publisher)),
        dc.Language(text=f"{workbook.language}-GB"),
        meta.CreationDate(text=at),
        dc.Date(text=at),
    )
    _with(document.meta, facts)


# --- styles ---


def _add_styles(document: OpenDocument, language: str) -> None:
    document.styles.addElement(
        _with(
            style.DefaultStyle(family="table-cell"),
            [style.TextProperties(fontfamily="Arial", fontsize="12pt", language=language, country="GB")],
        )
    )
    automatic = document.automaticstyles
    automatic.addElement(_cell_style("title", bold=True, size="15pt"))
    automatic.addElement(_cell_style("heading", bold=True, wrapped=True, border="0.5pt solid #000000"))
    automatic.addElement(_cell_style("words", wrapped=True))
    for decimals in range(MOST_DECIMALS + 1):
        figure = number.NumberStyle(name=f"decimals-{decimals}")
        figure.addElement(number.Number(decimalplaces=decimals, minintegerdigits=1, grouping="true"))
        automatic.addElement(figure)
        automatic.addElement(_cell_style(f"number-{decimals}", datastylename=figure))


def _cell_style(
    name: str, *, bold: bool = False, size: str = "12pt", wrapped: bool = False, border: str = "", **attributes: Element
) -> Element:
    made = style.Style(name=name, family="table-cell", **attributes)
    properties = {"wrapoption": "wrap" if wrapped else "no-wrap", "verticalalign": "top"}
    if border:
        properties["borderbottom"] = border
    made.addElement(style.TableCellProperties(**properties))
    made.addElement(style.TextProperties(fontweight="bold" if bold else "normal", fontsize=size))
    return made


def _column_style(document: OpenDocument, width: int) -> str:
    """Return the name of the style of columns so many characters wide; made when first asked for."""
    name = f"width-{width}"
    if all(made.getAttribute("name") != name for made in document.automaticstyles.getElementsByType(style.Style)):
        made = style.Style(name=name, family="table-column")
        made.addElement(style.TableColumnProperties(columnwidth=f"{width * CHARACTER:.2f}cm"))
        document.automaticstyles.addElement(made)
    return name


# --- sheets ---


def _sheet(document: OpenDocument, sheet: Sheet) -> Element:
    made = table.Table(name=plain(sheet.name))
    for width in sheet.widths:
        made.addElement(table.TableColumn(stylename=_column_style(document, width)))
    for place, line in enumerate(sheet.opening):
        made.addElement(_row([_words(line, "title" if place == 0 else "")]))
    headings = table.TableHeaderRows()
    headings.addElement(_row(_words(str(heading), "heading") for heading in sheet.headings))
    made.addElement(headings)
    for row in sheet.rows:
        made.addElement(_row(map(_cell, row)))
    return made


def _row(cells: Iterable[Element]) -> Element:
    return _with(table.TableRow(), cells)


def _cell(content: Cell) -> Element:
    if isinstance(content, Number):
        made = table.TableCell(
            valuetype="float", value=str(content), stylename=f"number-{min(content.decimals, MOST_DECIMALS)}"
        )
        made.addElement(text.P(text=f"{content.value:,.{content.decimals}f}"))
        return made
    if isinstance(content, Link):
        made = table.TableCell(valuetype="string", stylename="words")
        made.addElement(_with(text.P(), [text.A(href=f"#'{content.sheet}'.A1", text=content.sheet)]))
        return made
    return _words(content, "words")


def _words(words: str, style_name: str) -> Element:
    """Write words as words: what is of the type string is never worked out."""
    named = {"stylename": style_name} if style_name else {}
    return _with(table.TableCell(valuetype="string", **named), [text.P(text=plain(words))])


# --- what stands beside the sheets ---


def _ranges(sheets: list[Sheet]) -> Iterable[Element]:
    """Mark each block of cells as a table with a row of headings."""
    for place, sheet in enumerate(sheets, start=1):
        first = len(sheet.opening) + 1
        last = f"{_letters(len(sheet.headings))}{first + len(sheet.rows)}"
        block = f"'{plain(sheet.name)}'.A{first}:'{plain(sheet.name)}'.{last}"
        yield table.DatabaseRange(
            name=f"table_{place}", targetrangeaddress=block, containsheader="true", displayfilterbuttons="false"
        )


def _letters(column: int) -> str:
    """Return the letters of a column, counted from 1."""
    before, place = divmod(column - 1, len(COLUMN_LETTERS))
    return (_letters(before) if before else "") + COLUMN_LETTERS[place]


def _cursors(sheets: list[Sheet]) -> Element:
    """Put the reader on the first cell of the first sheet, and on the first cell of every other."""
    places = config.ConfigItemMapNamed(name="Tables")
    for sheet in sheets:
        entry = config.ConfigItemMapEntry(name=plain(sheet.name))
        places.addElement(_with(entry, [_item("CursorPositionX", "int", "0"), _item("CursorPositionY", "int", "0")]))
    view = _with(config.ConfigItemMapEntry(), [places, _item("ActiveTable", "string", plain(sheets[0].name))])
    views = _with(config.ConfigItemMapIndexed(name="Views"), [view])
    return _with(config.ConfigItemSet(name="ooo:view-settings"), [views])


def _item(name: str, kind: str, value: str) -> Element:
    made = config.ConfigItem(name=name, type=kind)
    made.addText(value)
    return made
