"""Workbooks for Excel."""

import datetime
import io
import zipfile

from openpyxl import Workbook as Book
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from common.separated import guarded
from common.workbooks import Cell, Link, Number, Sheet, Workbook, plain

WORDS = Font(name="Arial", size=12)
BOLD = Font(name="Arial", size=12, bold=True)
TITLE = Font(name="Arial", size=15, bold=True)
UNDERLINED = Font(name="Arial", size=12, underline="single", color="FF005EB8")
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")
RULE = Border(bottom=Side(style="thin"))


def written(workbook: Workbook) -> bytes:
    book = Book()
    book.remove(book.active)
    _describe(book, workbook)
    for number, sheet in enumerate(workbook.every_sheet, start=1):
        _write_sheet(book.create_sheet(plain(sheet.name)), sheet, number)
    stream = io.BytesIO()
    # The book's own way to save would write the time of saving into it.
    ExcelWriter(book, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)).save()
    return stream.getvalue()


def _describe(book: Book, workbook: Workbook) -> None:
    described = book.properties
    described.title, described.creator = plain(workbook.title), plain(workbook.publisher)
    described.language = f"{workbook.language}-GB"
    described.created = described.modified = workbook.written_at.astimezone(datetime.UTC).replace(tzinfo=None)


def _write_sheet(page: Worksheet, sheet: Sheet, number: int) -> None:
    for row, line in enumerate(sheet.opening, start=1):
        _write(page.cell(row, 1), line, TITLE if row == 1 else WORDS, None)
    first = len(sheet.opening) + 1
    for column, heading in enumerate(sheet.headings, start=1):
        cell = page.cell(first, column)
        _write(cell, str(heading), BOLD, WRAPPED)
        cell.border = RULE
    for row, cells in enumerate(sheet.rows, start=first + 1):
        for column, cell in enumerate(cells, start=1):
            _write_cell(page.cell(row, column), cell)
    for column, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    _mark_up(page, sheet, first, number)


def _write_cell(cell: BookCell, content: Cell) -> None:
    if isinstance(content, Number):
        cell.value, cell.font, cell.alignment = content.value, WORDS, TOP
        cell.number_format = "#,##0" + (f".{'0' * content.decimals}" if content.decimals else "")
        return
    _write(cell, str(content), UNDERLINED if isinstance(content, Link) else WORDS, WRAPPED)
    if isinstance(content, Link):
        cell.hyperlink = Hyperlink(ref="", location=f"'{content.sheet}'!A1", display=content.sheet)


def _write(cell: BookCell, text: str, font: Font, alignment: Alignment | None) -> None:
    """Write words as words: a formula is never one, not even when somebody edits the cell."""
    cell.value = plain(text)
    cell.data_type = "s"
    cell.font = font
    if alignment:
        cell.alignment = alignment
    cell.quotePrefix = guarded(text) != text


def _mark_up(page: Worksheet, sheet: Sheet, first: int, number: int) -> None:
    """Mark the block of cells as a table, without the buttons that would cover its headings."""
    corner = f"{get_column_letter(len(sheet.headings))}{first + len(sheet.rows)}"
    table = Table(displayName=f"table_{number}", ref=f"A{first}:{corner}")
    table._initialise_columns()
    for column, heading in zip(table.tableColumns, sheet.headings, strict=True):
        column.name = str(heading)
    table.autoFilter = None
    page.add_table(table)
