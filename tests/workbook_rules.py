"""Reads workbooks of both formats back, and says which rules for readable spreadsheets they break."""

import io
import re
from dataclasses import dataclass, field

import openpyxl
from odf import config, dc, style, table, text
from odf.namespaces import CONFIGNS, DCNS, FONS, OFFICENS, STYLENS, TABLENS, XLINKNS
from odf.opendocument import load
from openpyxl.utils import range_boundaries

MARKER = re.compile(r"\[(?:note|nodyn) (\d+)\]")
MARK = re.compile(r"\[[a-z]+\]")


@dataclass
class ReadSheet:
    """A sheet as a reader's program sees it. `block` is the marked table: first row, last row, last column."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    blocks: list[tuple[int, int, int]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def head(self) -> list[str]:
        return self.rows[self.blocks[0][0] - 1]

    @property
    def body(self) -> list[list[str]]:
        return self.rows[self.blocks[0][0] : self.blocks[0][1]]


@dataclass
class ReadBook:
    title: str
    language: str
    first_seen: str
    sheets: list[ReadSheet]

    def sheet(self, place: int) -> ReadSheet:
        return self.sheets[place]


def read(content: bytes, extension: str) -> ReadBook:
    return {"xlsx": _read_xlsx, "ods": _read_ods}[extension](content)


# --- the rules ---


def broken_rules(book: ReadBook, language: str) -> list[str]:
    """Return every rule that a workbook breaks, each as a sentence."""
    broken = [fault for sheet in book.sheets for fault in _broken_in_sheet(sheet)]
    if not book.title:
        broken.append("The document has no title.")
    if book.language != f"{language}-GB":
        broken.append(f"The document's language is {book.language}.")
    if book.first_seen != book.sheets[0].name:
        broken.append("The workbook does not open on its cover.")
    return [*broken, *_broken_contents(book), *_broken_notes(book)]


def _broken_in_sheet(sheet: ReadSheet) -> list[str]:
    if len(sheet.blocks) != 1:
        return [f"{sheet.name}: {len(sheet.blocks)} marked tables."]
    first, last, width = sheet.blocks[0]
    above = sheet.rows[: first - 1]
    block = [row + [""] * (width - len(row)) for row in sheet.rows[first - 1 : last]]
    broken = [*sheet.faults]
    if not above or any(not line[0] or any(line[1:]) for line in above):
        broken.append("the lines above the table are not all in column A, or one is empty.")
    if len(sheet.rows) != last or any(len(row) != width for row in block):
        broken.append("something stands beside or below the table.")
    if any(not cell for row in block for cell in row):
        broken.append("the table has an empty cell.")
    if len({heading.lower() for heading in sheet.head}) != width:
        broken.append("two headings are alike.")
    if last == first:
        broken.append("the table has no rows.")
    return [f"{sheet.name}: {fault}" for fault in broken]


def _broken_contents(book: ReadBook) -> list[str]:
    contents = book.sheets[1]
    others = [sheet.name for sheet in book.sheets if sheet is not contents]
    broken = [] if [row[0] for row in contents.body] == others else ["The contents do not name every other sheet."]
    return broken + ([] if contents.links == others else ["A link of the contents leads nowhere."])


def _broken_notes(book: ReadBook) -> list[str]:
    notes, tables = book.sheets[2], book.sheets[3:]
    explained = {row[0] for row in notes.body}
    referred = {found for sheet in tables for heading in sheet.head for found in _markers(heading)}
    in_cells = {found for sheet in tables for row in sheet.body for cell in row for found in _markers(cell)}
    marks = {cell for sheet in tables for row in sheet.body for cell in row if MARK.fullmatch(cell)}
    broken = [f"{one} is not explained." for one in sorted((referred | marks) - explained)]
    broken += [f"{one} is not referred to." for one in sorted(explained - referred) if MARKER.fullmatch(one)]
    return broken + [f"{one} stands in a cell." for one in sorted(in_cells)]


def _markers(words: str) -> list[str]:
    return [found.group() for found in MARKER.finditer(words)]


# --- Excel ---


def _read_xlsx(content: bytes) -> ReadBook:
    book = openpyxl.load_workbook(io.BytesIO(content))
    properties = book.properties
    return ReadBook(
        properties.title, properties.language, book.active.title, [_xlsx_sheet(page) for page in book.worksheets]
    )


def _xlsx_sheet(page) -> ReadSheet:
    sheet = ReadSheet(page.title)
    for row in page.iter_rows():
        cells = [_xlsx_text(cell) for cell in row]
        sheet.rows.append(cells if all(cells) else _without_empty_end(cells))
    for marked in page.tables.values():
        left, first, right, last = range_boundaries(marked.ref)
        sheet.blocks.append((first, last, right - left + 1))
        if marked.headerRowCount != 1 or [column.name for column in marked.tableColumns] != sheet.rows[first - 1]:
            sheet.faults.append("the marked headings are not those of the sheet.")
    sheet.links = [
        cell.hyperlink.location.split("!")[0].strip("'") for row in page.iter_rows() for cell in row if cell.hyperlink
    ]
    sheet.faults += _xlsx_faults(page)
    return sheet


def _xlsx_text(cell) -> str:
    if isinstance(cell.value, int | float):
        decimals = len(cell.number_format.partition(".")[2])
        return f"{cell.value:.{decimals}f}"
    return cell.value or ""


def _xlsx_faults(page) -> list[str]:
    cells = [cell for row in page.iter_rows() for cell in row]
    cursor = page.sheet_view.selection[0]
    found = {
        "cells are merged.": bool(page.merged_cells.ranges),
        "the cursor is not at A1.": (cursor.activeCell, cursor.sqref) != ("A1", "A1"),
        "panes are frozen.": page.freeze_panes is not None,
        "the sheet is hidden.": page.sheet_state != "visible",
        "there is a formula.": any(cell.data_type == "f" for cell in cells),
        "cells are filled with colour.": any(cell.fill.fill_type for cell in cells),
    }
    return [fault for fault, is_so in found.items() if is_so]


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


# --- OpenDocument ---


def _read_ods(content: bytes) -> ReadBook:
    document = load(io.BytesIO(content))
    facts = {child.qname: str(child) for child in document.meta.childNodes}
    items = {item.getAttrNS(CONFIGNS, "name"): item for item in document.settings.getElementsByType(config.ConfigItem)}
    sheets = [_ods_sheet(one) for one in document.spreadsheet.getElementsByType(table.Table)]
    _add_ranges(document, sheets)
    _add_document_faults(document, sheets)
    return ReadBook(facts[(DCNS, "title")], facts[(DCNS, "language")], str(items["ActiveTable"]), sheets)


def _ods_sheet(read_table) -> ReadSheet:
    sheet = ReadSheet(read_table.getAttrNS(TABLENS, "name"))
    rows = read_table.getElementsByType(table.TableRow)
    for row in rows:
        cells = row.getElementsByType(table.TableCell)
        sheet.rows.append(_without_empty_end([_ods_text(cell) for cell in cells]))
        if any(cell.getAttrNS(TABLENS, "formula") for cell in cells):
            sheet.faults.append("there is a formula.")
        if any(cell.getAttrNS(TABLENS, f"number-{way}-spanned") for way in ("columns", "rows") for cell in cells):
            sheet.faults.append("cells are merged.")
    links = [one.getAttrNS(XLINKNS, "href") for one in read_table.getElementsByType(text.A)]
    sheet.links = [re.fullmatch(r"#'(.+)'\.A1", link).group(1) for link in links]
    return sheet


def _ods_text(cell) -> str:
    return cell.getAttrNS(OFFICENS, "value") or "\n".join(str(one) for one in cell.getElementsByType(text.P))


def _add_ranges(document, sheets: list[ReadSheet]) -> None:
    for marked in document.spreadsheet.getElementsByType(table.DatabaseRange):
        name, first, column, last = re.fullmatch(
            r"'(.+)'\.A(\d+):'.+'\.([A-Z]+)(\d+)", marked.getAttrNS(TABLENS, "target-range-address")
        ).groups()
        sheet = next(one for one in sheets if one.name == name)
        sheet.blocks.append((int(first), int(last), openpyxl.utils.column_index_from_string(column)))
        if marked.getAttrNS(TABLENS, "contains-header") not in (True, "true"):
            sheet.faults.append("the marked table has no headings.")


def _add_document_faults(document, sheets: list[ReadSheet]) -> None:
    cursors = document.settings.getElementsByType(config.ConfigItem)
    for item in cursors:
        if item.getAttrNS(CONFIGNS, "name").startswith("CursorPosition") and str(item) != "0":
            sheets[0].faults.append("the cursor is not at A1.")
    styles = document.getElementsByType(style.TableCellProperties)
    if any(one.getAttrNS(FONS, "background-color") for one in styles):
        sheets[0].faults.append("cells are filled with colour.")
    default = document.styles.getElementsByType(style.DefaultStyle)
    spoken = [
        one.getAttrNS(FONS, "language")
        for found in default
        if found.getAttrNS(STYLENS, "family") == "table-cell"
        for one in found.getElementsByType(style.TextProperties)
    ]
    if [f"{one}-GB" for one in spoken] != [str(document.meta.getElementsByType(dc.Language)[0])]:
        sheets[0].faults.append("the words are not marked with the document's language.")
