"""An edition as a Word document: real headings, lists and tables with heading rows, its language and title stated."""

import datetime
import io
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from common.dates import date_format
from plans.models import Edition
from plans.published import queries
from plans.published.figures import Cited
from plans.published.halves import Words
from plans.published.paper import Aim, Chapter, Danger, File, Need, Paper, Planned, Reached, approval

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TABLE = "Table Grid"
SLATE = RGBColor(0x1F, 0x2D, 0x37)
MARGIN = Mm(20)
TEXT_WIDTH = 170
# Width of the columns after the first, in millimetres: of tables with many, and with few.
NARROW, WIDE, MANY = 25, 45, 5


def as_word(edition: Edition, language: str) -> bytes:
    """Return an edition as a Word document in one language, with the figures as they stood."""
    with translation.override(language):
        document = _Writer(edition, language).document
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


class _Writer:
    """Writes a paper down, part by part."""

    def __init__(self, edition: Edition, language: str) -> None:
        self.edition, self.language = edition, language
        self.paper = Paper(edition, language=language)
        self.document: WordDocument = docx.Document()
        self._set_up()
        self._opening()
        if self.paper.aims:
            self._on_a_page()
        for chapter in self.paper.chapters:
            self._chapter(chapter)

    def _set_up(self) -> None:
        plan, properties = self.edition.plan, self.document.core_properties
        properties.title, properties.author = f"{plan.body.name}: {plan.title}", plan.body.name
        properties.language, properties.comments = f"{self.language}-GB", ""
        properties.created = properties.modified = self.edition.frozen_at.astimezone(datetime.UTC).replace(tzinfo=None)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(11)
        normal.paragraph_format.space_after = Pt(5)
        _speak(normal.element.get_or_add_rPr(), self.language)
        for level in range(1, 5):
            font = self.document.styles[f"Heading {level}"].font
            font.name, font.color.rgb, font.italic = "Arial", SLATE, False
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN

    def _opening(self) -> None:
        plan = self.edition.plan
        self.document.add_heading(f"{plan.body.name}: {plan.title}", 1)
        self.document.add_paragraph(_("Edition %(number)s") % {"number": self.edition.number})
        if plan.body.is_example:
            self.document.add_paragraph(_("Everything on these pages is invented, to show how the portal works."))
        approved = [approval(one, plan) for one in queries.approvals(self.edition)]
        self._facts(
            (_("Approved on"), date_format(self.edition.frozen_at)),
            (_("Approved by"), "; ".join(approved)),
            ("SHA-256", self.edition.digest),
        )

    def _on_a_page(self) -> None:
        self.document.add_heading(_("Plan on a page"), 2)
        headings = (_("Priority"), _("Theme"), _("Actions"), *self.paper.years)
        rows = [(_title(aim), aim.theme or "–", str(len(aim.actions)), *aim.money) for aim in self.paper.aims]  # noqa: RUF001
        whole = (_("Whole plan"), "–", str(len(self.paper.actions)), *self.paper.total)  # noqa: RUF001
        self._table(headings, [*rows, whole])

    def _chapter(self, chapter: Chapter) -> None:
        self.document.add_heading(chapter.title, 2)
        self._prose(chapter.text)
        for part in chapter.parts:
            self.document.add_heading(part.name, 3)
            self._prose(part.text)
        if chapter.rows == "needs":
            self._each(self.paper.needs, self._need)
        elif chapter.rows == "priorities":
            self._each(self.paper.aims, self._aim)
        elif chapter.rows == "risks" and self.paper.dangers:
            self._risks(self.paper.dangers)
        elif chapter.rows == "attachments":
            self._each(self.paper.files, self._file)

    def _each(self, things: Iterable[Any], write: Any) -> None:
        for thing in things:
            write(thing)

    def _need(self, need: Need) -> None:
        self._heading(need.title, 3)
        labels = {
            "said": _("What people said"),
            "what": _("What the evidence shows"),
            "so_what": _("So what: why it matters here"),
            "now_what": _("Now what: what follows from it"),
        }
        for name, label in labels.items():
            if need.texts[name]:
                self.document.add_heading(label, 4)
                self._prose(need.texts[name])
        if need.figures:
            headings = (_("Indicator"), _("When the plan was approved"))
            self._table(headings, [(f"{one.name} ({one.unit})", _stood(one)) for one in need.figures])

    def _aim(self, aim: Aim) -> None:
        if aim.title:
            self._heading(aim.title, 3)
        else:
            self.document.add_heading(_("Other actions"), 3)
        self._facts((_("Theme"), aim.theme))
        self._prose(aim.text)
        if aim.figure:
            self._facts(
                (_("Indicator"), aim.figure.name),
                (_("Baseline, when the plan was approved"), _stood(aim.figure)),
                (_("Target"), aim.target),
            )
        self._each(aim.actions, self._action)

    def _action(self, action: Planned) -> None:
        self._heading(action.title, 4)
        self._prose(action.texts["why"])
        money = zip(self.paper.years, action.pounds, strict=False)
        self._facts(
            (_("Office that owns it"), action.owner),
            (_("Collaborative"), action.collaborative),
            (_("Starts on"), action.starts_on and date_format(action.starts_on)),
            (_("Ends on"), action.ends_on and date_format(action.ends_on)),
            (_("Outcome: what changes for people"), action.texts["outcome"]),
            (_("Output: what is delivered"), action.texts["output"]),
            (_("How success is measured"), action.texts["measure"]),
            (_("Partners"), action.texts["partners"]),
            (_("Money"), action.has_money and "; ".join(f"{year}: {sum_}" for year, sum_ in money)),
        )
        if action.milestones:
            headings = (_("What will be reached"), _("Due on"), _("Day first approved"))
            self._table(headings, [_milestone(one) for one in action.milestones])

    def _risks(self, dangers: Iterable[Danger]) -> None:
        headings = (_("What could go wrong"), _("What is done about it"), _("Score"), _("Office that owns it"))
        self._table(headings, [(one.title, one.mitigation, str(one.score), one.owner or "–") for one in dangers])  # noqa: RUF001

    def _file(self, file: File) -> None:
        self._say(self.document.add_paragraph(style="List Bullet"), file.title)

    # --- how each thing is written ---

    def _heading(self, words: Words, level: int) -> None:
        self._say(self.document.add_heading("", level), words)

    def _prose(self, words: Words | None) -> None:
        for block in words.blocks if words else []:
            for point in block.points:
                self._say(self.document.add_paragraph(style="List Bullet"), _part(words, point))
            if block.text:
                self._say(self.document.add_paragraph(), _part(words, block.text))

    def _facts(self, *facts: tuple[str, Any]) -> None:
        for label, value in facts:
            if value:
                paragraph = self.document.add_paragraph()
                paragraph.add_run(f"{label}: ").bold = True
                self._say(paragraph, value)

    def _say(self, paragraph: Any, said: Words | str) -> None:
        """Write words in a paragraph; those in the other language say so, to eyes and to screen readers."""
        if not isinstance(said, Words) or not said.is_other:
            paragraph.add_run(said.text if isinstance(said, Words) else str(said))
            return
        _speak(paragraph.add_run(said.text)._r.get_or_add_rPr(), said.language)
        paragraph.add_run(f" ({said.note})").italic = True

    def _table(self, headings: Sequence[str], rows: Sequence[Sequence[Words | str]]) -> None:
        table = self.document.add_table(rows=1, cols=len(headings), style=TABLE)
        for cell, words in zip(table.rows[0].cells, headings, strict=True):
            cell.paragraphs[0].add_run(words).bold = True
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                self._say(cell.paragraphs[0], words)
        _widths(table)
        self.document.add_paragraph()


def _widths(table: Any) -> None:
    """Give the first column what the others leave it."""
    others = len(table.columns) - 1
    width = NARROW if others >= MANY - 1 else WIDE if others > 1 else TEXT_WIDTH // 2
    table.autofit = False
    for number, column in enumerate(table.columns):
        column.width = Mm(width if number else TEXT_WIDTH - width * others)
        for cell in column.cells:
            cell.width = Mm(width if number else TEXT_WIDTH - width * others)


def _speak(properties: Any, language: str) -> None:
    """State the language of what has these properties."""
    spoken = properties.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        properties.append(spoken)
    spoken.set(qn("w:val"), f"{language}-GB")


def _part(words: Words, text: str) -> Words:
    return Words(text, words.language, words.is_other)


def _title(aim: Aim) -> Words | str:
    return aim.title or _("Other actions")


def _stood(figure: Cited) -> str:
    """Return a figure as it stood, with its limits and its period."""
    if not figure.then:
        return _("no figure")
    more = "; ".join(part for part in (figure.then_interval, figure.then_period) if part)
    return f"{figure.then} ({more})" if more else figure.then


def _milestone(one: Reached) -> tuple[Words | str, ...]:
    first = date_format(one.baseline_on) if one.baseline_on else _("new in this edition")
    return one.title, date_format(one.due_on), first
