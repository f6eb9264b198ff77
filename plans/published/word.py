"""An edition as a Word document: all that its PDF says, in the same order."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.addresses import whole_address
from common.dates import date_format
from common.prose.reading import blocks_of
from common.prose.tree import Block, Items, Marks, Paragraph, Run, Runs
from common.word import MEDIA_TYPE, Said, Writer
from plans.addresses import edition_place
from plans.models import Edition
from plans.published import queries
from plans.published.figures import Cited
from plans.published.halves import Words
from plans.published.paper import Aim, Chapter, Danger, File, Need, Paper, Planned, Reached, approval

__all__ = ["MEDIA_TYPE", "as_word"]
NOTHING = "–"  # noqa: RUF001 — stands where nothing was entered
ON_A_PAGE = "on_a_page"


def as_word(edition: Edition, language: str) -> bytes:
    """Return an edition as a Word document in one language, with the figures as they stood."""
    with translation.override(language):
        return _Document(edition, language).writer.written()


class _Document:
    """Writes a paper down, part by part."""

    def __init__(self, edition: Edition, language: str) -> None:
        self.edition, self.plan, self.language = edition, edition.plan, language
        self.paper = Paper(edition, language=language)
        body = self.plan.body
        self.title = f"{body.name}: {self.plan.title}"
        self.writer = Writer(title=self.title, author=body.name, language=language, made_at=edition.frozen_at)
        self._opening()
        self._contents()
        if self.paper.aims:
            self._on_a_page()
        for chapter in self.paper.chapters:
            self._chapter(chapter)

    def _opening(self) -> None:
        body, write = self.plan.body, self.writer
        write.heading(self.title, 1)
        write.paragraph(_("Edition %(number)s") % {"number": self.edition.number})
        if body.is_example:
            write.paragraph(
                f"{_('Example')}: {_('Everything on these pages is invented, to show how the portal works.')}"
            )
        address = whole_address("plans:edition", self.language, **edition_place(self.edition))
        write.facts(
            (_("Health board"), body.parent.name),
            (_("Approved on"), date_format(self.edition.frozen_at)),
            (_("Approved by"), "; ".join(approval(one, self.plan) for one in queries.approvals(self.edition))),
            (_("Address that stays"), Said((Run(address, address=address),))),
            ("SHA-256", self.edition.digest),
        )
        if self.paper.has_other_halves:
            write.paragraph(
                _(
                    "Some parts are not written in both languages yet; they are shown in the language that they are"
                    " written in."
                )
            )

    def _contents(self) -> None:
        entries = [(_("Plan on a page"), ON_A_PAGE)] if self.paper.aims else []
        entries += [(chapter.title, _bookmark(chapter)) for chapter in self.paper.chapters]
        if entries:
            self.writer.contents(_("Contents"), entries)

    def _on_a_page(self) -> None:
        paper = self.paper
        self.writer.heading(_("Plan on a page"), 2, bookmark=ON_A_PAGE)
        headings = (_("Priority"), _("Theme"), _("Actions"), *paper.years)
        none = [NOTHING for _year in paper.years]
        rows = [
            (_named(aim), aim.theme or NOTHING, str(len(aim.actions)), *(aim.money if aim.actions else none))
            for aim in paper.aims
        ]
        if paper.actions:
            rows.append((_("Whole plan"), NOTHING, str(len(paper.actions)), *paper.total))
        numbers = range(2, len(headings))
        self.writer.table(_("Priorities, actions and money by year"), headings, rows, numbers=numbers)
        if paper.actions:
            words = _("Money is in pounds for each financial year. A dash means that no sum was entered.")
            self.writer.paragraph(words)

    def _chapter(self, chapter: Chapter) -> None:
        self.writer.heading(chapter.title, 2, bookmark=_bookmark(chapter))
        self._prose(chapter.text, 2)
        for part in chapter.parts:
            self.writer.heading(part.name, 3)
            self._prose(part.text, 3)
        listed: dict[str, tuple[list[Any], Any]] = {
            "needs": (self.paper.needs, self._need),
            "priorities": (self.paper.aims, self._aim),
            "attachments": (self.paper.files, self._file),
        }
        rows, write = listed.get(chapter.rows, ([], None))
        for row in rows:
            write(row)
        if chapter.rows == "risks" and self.paper.dangers:
            self._risks(self.paper.dangers)

    def _need(self, need: Need) -> None:
        self.writer.heading(_title(need.title), 3)
        self._under_need(need, "said", _("What people said"))
        self._under_need(need, "what", _("What the evidence shows"))
        if need.figures:
            headings = (_("Indicator"), _("When the plan was approved"))
            rows = [(f"{one.name} ({one.unit})" if one.unit else one.name, _stood(one)) for one in need.figures]
            self.writer.table(_("Figures that it rests on"), headings, rows)
        self._under_need(need, "so_what", _("So what: why it matters here"))
        self._under_need(need, "now_what", _("Now what: what follows from it"))

    def _under_need(self, need: Need, name: str, label: str) -> None:
        if need.texts[name]:
            self.writer.heading(label, 4)
            self._prose(need.texts[name], 4)

    def _aim(self, aim: Aim) -> None:
        self.writer.heading(_named(aim), 3)
        if aim.theme:
            self.writer.paragraph(f"{_('Theme:')} {aim.theme}")
        self._prose(aim.text, 3)
        if aim.needs:
            self.writer.paragraph(_("Needs that it answers:"))
            for need in aim.needs:
                self.writer.paragraph(_title(need.title), style="List Bullet")
        if aim.figure:
            self._measured(aim, aim.figure)
        for action in aim.actions:
            self._action(action)

    def _measured(self, aim: Aim, figure: Cited) -> None:
        target = aim.target or _("not entered")
        if aim.target_on:
            target += " " + _("by %(day)s") % {"day": date_format(aim.target_on)}
        self.writer.paragraph(f"{_('Indicator that it is to move:')} {figure.name} {figure.unit}".strip())
        self.writer.facts((_("Baseline, when the plan was approved"), _stood(figure)), (_("Target"), target))

    def _action(self, action: Planned) -> None:
        kicker = Run(f"{_('Action of the plan')}: ")
        title = _title(action.title)
        self.writer.heading(Said((kicker, *title.runs), title.language, title.note), 4)
        self._prose(action.texts["why"], 4)
        money = zip(self.paper.years, action.pounds, strict=False)
        self.writer.facts(
            (_("Office that owns it"), action.owner or _("not entered")),
            (_("Collaborative"), action.collaborative),
            (_("Starts on"), date_format(action.starts_on) if action.starts_on else ""),
            (_("Ends on"), date_format(action.ends_on) if action.ends_on else ""),
            (_("Outcome: what changes for people"), _brief(action.texts["outcome"])),
            (_("Output: what is delivered"), _brief(action.texts["output"])),
            (_("How success is measured"), _brief(action.texts["measure"])),
            (_("Partners"), _brief(action.texts["partners"])),
            (_("Money"), "; ".join(f"{year}: {sum_}" for year, sum_ in money) if action.has_money else ""),
        )
        if action.milestones:
            headings = (_("What will be reached"), _("Due on"), _("Day first approved"))
            caption = Said((Run(f"{_('Milestones')}: "), *title.runs), title.language)
            self.writer.table(caption, headings, [_milestone(one) for one in action.milestones])

    def _risks(self, dangers: list[Danger]) -> None:
        headings = (
            *(_("What could go wrong"), _("What is done about it"), _("Likelihood"), _("Impact"), _("Score")),
            *(_("Office that owns it"), _("Looked at again on")),
        )
        caption = _("Risks, each scored from 1 to 25: likelihood times impact")
        self.writer.table(caption, headings, [_danger(one) for one in dangers], numbers=(2, 3, 4))

    def _file(self, file: File) -> None:
        title = _title(file.title)
        self.writer.paragraph(
            Said((*title.runs, Run(f" ({file.name})")), title.language, title.note), style="List Bullet"
        )

    def _prose(self, words: Words | None, under: int) -> None:
        if words:
            language, note = (words.language, words.note) if words.is_other else ("", "")
            self.writer.prose(_blocks(words), under=under, language=language, note=note)


def _blocks(words: Words) -> tuple[Block, ...]:
    """Return a text as blocks, by the rules of its edition."""
    if words.has_marks:
        return blocks_of(words.text, Marks.FULL)
    return tuple(
        Items(False, 1, tuple((_paragraph(point),) for point in block.points))
        if block.points
        else _paragraph(block.text)
        for block in words.blocks
    )


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _spoken(words: Words, runs: Runs) -> Said:
    return Said(runs, words.language, words.note) if words.is_other else Said(runs)


def _title(words: Words) -> Said:
    return _spoken(words, (Run(words.text),))


def _brief(words: Words) -> Said:
    """Return a text that has emphasis and links at most, its paragraphs as lines."""
    if not words.has_marks:
        return _title(words)
    paragraphs = [block.runs for block in blocks_of(words.text, Marks.BRIEF) if isinstance(block, Paragraph)]
    return _spoken(words, tuple(run for place, runs in enumerate(paragraphs) for run in _after(runs, place)))


def _after(runs: Runs, place: int) -> Runs:
    return (Run("\n"), *runs) if place else runs


def _named(aim: Aim) -> Said | str:
    return _title(aim.title) if aim.title else _("Other actions")


def _bookmark(chapter: Chapter) -> str:
    return f"section_{chapter.code}".replace("-", "_")[:40]


def _stood(figure: Cited) -> str:
    """Return a figure as it stood, with its limits and its period."""
    if not figure.then:
        return _("no figure")
    more = "; ".join(part for part in (figure.then_interval, figure.then_period) if part)
    return f"{figure.then} ({more})" if more else figure.then


def _danger(one: Danger) -> tuple[Said | str, ...]:
    mitigation = _brief(one.mitigation) if one.mitigation else NOTHING
    looked_at = date_format(one.review_on) if one.review_on else NOTHING
    scores = (str(one.likelihood), str(one.impact), str(one.score))
    return _title(one.title), mitigation, *scores, one.owner or NOTHING, looked_at


def _milestone(one: Reached) -> tuple[Said | str, ...]:
    if one.baseline_on is None:
        first = _("new in this edition")
    else:
        first = f"{date_format(one.baseline_on)} {_moved(one)}".strip()
    return _title(one.title), date_format(one.due_on), first


def _moved(one: Reached) -> str:
    """Return by how much a milestone moved since it was first approved."""
    if one.later > 0:
        return ngettext("moved %(days)s day later", "moved %(days)s days later", one.later) % {"days": one.later}
    if one.earlier > 0:
        return ngettext("moved %(days)s day earlier", "moved %(days)s days earlier", one.earlier) % {
            "days": one.earlier
        }
    return ""
