"""Plans as those who write them see them: lists, task lists, halves and rows as plain data for templates."""

import datetime
import uuid
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates import date_format, day_of
from common.forms import asked
from common.prose.tree import Marks
from governance.models import Seat
from governance.powers.permissions import Permission
from governance.ways import from_desk
from plans.editions.completeness import Completeness, Part
from plans.editions.kinds import KINDS, RowKind
from plans.editions.languages import LANGUAGES, Half, Standing
from plans.editions.lists import LISTS
from plans.editions.states import COLOURS, OWNERS
from plans.models import (
    Attachment,
    Edition,
    EditionState,
    PlannedAction,
    PlanRow,
    Section,
    SectionStatus,
    TemplateSection,
    Visibility,
)
from plans.policies import Access
from plans.writing.forms import RowForm, SectionForm
from plans.writing.queries import Writing

Data = dict[str, Any]
May = Callable[[int | None], bool]
STATUS_COLOURS = {
    SectionStatus.NOT_STARTED: "grey",
    SectionStatus.IN_PROGRESS: "blue",
    SectionStatus.COMPLETED: "green",
    SectionStatus.CANNOT_START: "grey",
    SectionStatus.PROBLEM: "orange",
}
STANDING_COLOURS = {
    Standing.MISSING: "grey",
    Standing.DRAFT: "blue",
    Standing.TRANSLATED: "aqua-green",
    Standing.CHECKED: "green",
    Standing.OUT_OF_DATE: "orange",
}


def turn(edition: Edition) -> str:
    """Return whose turn it is with an edition."""
    return {
        Permission.WRITE_PLANS: _("Those who write it"),
        Permission.AGREE_PLANS: _("Its lead, to send it on"),
        Permission.REVIEW_PLANS: _("The planning group"),
        Permission.APPROVE_PLANS: _("The health board"),
        Permission.PUBLISH_PLANS: _("Whoever publishes for the health board"),
        None: _("Nobody"),
    }[OWNERS[EditionState(edition.state)]]


def state_tag(edition: Edition) -> Data:
    return {"text": edition.get_state_display(), "colour": COLOURS[EditionState(edition.state)]}


def status_tag(section: Section) -> Data:
    return {"text": section.get_status_display(), "colour": STATUS_COLOURS[SectionStatus(section.status)]}


def plan_lines(editions: Collection[Edition], written: dict[int, Data], own: Collection[int]) -> list[Data]:
    """Return the list of plans: what each is, where it stands, whose turn it is, how much is written in each half."""
    return [
        {
            "edition": edition,
            "address": reverse("plans:home", kwargs={"key": edition.pk}),
            "tag": state_tag(edition),
            "turn": turn(edition),
            "is_own": edition.pk in own,
            "halves": [_written(written.get(edition.pk), language) for language in LANGUAGES],
        }
        for edition in editions
    ]


def _written(counted: Data | None, language: str) -> str:
    if counted is None:
        return "–"
    return _("%(written)s of %(all)s") % {"written": counted[language], "all": counted["sections"]}


def tasks(found: Completeness, remarks: dict[str, int], writings: dict[str, Writing]) -> list[Data]:
    """Return the task list of an edition: each section, the parts of collaboratives under it."""
    return [task for part in found.sections for task in _tasks(part, remarks, writings)]


def own_first(listed: list[Data], access: Access) -> Data:
    """Return a task list in two: what is a reader's own to write, and the rest; one who may write all has no own."""
    own = [task for task in listed if not access.whole and task["collaborative"] in access.collaboratives]
    rest = [task for task in listed if task not in own]
    return {"own": [{**task, "classes": ""} for task in own], "tasks": rest}


def _tasks(part: Part, remarks: dict[str, int], writings: dict[str, Writing]) -> list[Data]:
    title = (
        str(part.template) if part.template.is_required else _("%(section)s (optional)") % {"section": part.template}
    )
    rows = [row.key for rows in part.rows.values() for row in rows]
    own = _task(part.own, title, [*_hints(part, remarks), *_written_last([str(part.own.key), *rows], writings)])
    others = [
        _task(one, _part_title(part.template, one), [*_remarks(one, remarks), *_written_last([str(one.key)], writings)])
        for one in part.parts
    ]
    return [own, *({**one, "classes": "app-task--part"} for one in others)]


def _written_last(keys: list[str], writings: dict[str, Writing]) -> list[str]:
    """Return who wrote last in any of some places, and on which day."""
    found = [writings[key] for key in keys if key in writings]
    if not found:
        return []
    last = max(found, key=lambda one: one.at)
    return [_("Last written by %(name)s, %(day)s") % {"name": last.by, "day": date_format(day_of(last.at))}]


def _task(section: Section, title: str, hints: list[str]) -> Data:
    address = reverse("plans:section", kwargs={"key": section.pk})
    return {
        "heading": title,
        "href": address,
        "hint": " · ".join(hints),
        "status": {"tag": status_tag(section)},
        "collaborative": section.collaborative_id,
    }


def _part_title(template: TemplateSection, section: Section) -> str:
    return _("%(section)s: %(collaborative)s") % {"section": template, "collaborative": section.collaborative.name}


def _hints(part: Part, remarks: dict[str, int]) -> list[str]:
    counts = [f"{KINDS[code].many}: {len(rows)}" for code, rows in part.rows.items() if rows]
    keys = [str(part.own.key), *(row.key for rows in part.rows.values() for row in rows)]
    return [*counts, *_remarked(sum(remarks.get(key, 0) for key in keys))]


def _remarks(section: Section, remarks: dict[str, int]) -> list[str]:
    return _remarked(remarks.get(str(section.key), 0))


def _remarked(count: int) -> list[str]:
    return [_("Open remarks: %(count)s") % {"count": count}] if count else []


def complete_words(found: Completeness) -> list[str]:
    """Return how complete an edition is, in sentences."""
    everything = len(found.sections)
    first = _("Complete: %(complete)s of %(all)s required sections.")
    english, welsh = _("English: %(written)s of %(all)s sections."), _("Welsh: %(written)s of %(all)s sections.")
    return [
        first % {"complete": found.complete, "all": len(found.required)},
        english % {"written": found.written("en"), "all": everything},
        welsh % {"written": found.written("cy"), "all": everything},
    ]


def way(edition: Edition, *links: tuple[str, str]) -> list[Data]:
    """Return the way back from a page below the home of an edition."""
    home = (str(edition.plan), reverse("plans:home", kwargs={"key": edition.pk}))
    return from_desk((_("Plans"), reverse("plans:plans")), home, *links)


# --- Forms ---


def groups(form: SectionForm | RowForm, standings: Collection[Half] = ()) -> Data:
    """Return the questions of a form, the two halves of each text side by side, the reader's language first."""
    told = asked(form)
    standing = {f"{half.field}_{half.language}": half for half in standings}
    found: dict[str, Data] = {}
    for question in told["questions"]:
        name, _sep, language = question["name"].rpartition("_")
        if question["name"] not in form.texts:
            found[question["name"]] = {"question": question}
            continue
        half = _half(question, language, standing.get(question["name"]), form.marks_of(name))
        found.setdefault(name, {"halves": []})["halves"].append(half)
    for group in found.values():
        group.get("halves", []).sort(key=lambda half: half["language"] != get_language())
    groups = list(found.values())
    has_marks = any(half["marks"] for group in groups for half in group.get("halves", ()))
    return {"groups": groups, "has_marks": has_marks, "hidden": told["hidden"], "problems": told["problems"]}


def preview(form: SectionForm | RowForm) -> list[Data]:
    """Return the texts of a form that may have marks, of those that have a word, the reader's language first."""
    languages = sorted(LANGUAGES, key=lambda language: language != get_language())
    found = []
    for field in form.kind.texts:
        halves = [
            {"language": one, "text": form[f"{field.name}_{one}"].value() or "", "marks": field.marks}
            for one in languages
        ]
        if field.marks is not Marks.NONE and any(half["text"] for half in halves):
            found.append({"label": field.words, "halves": halves})
    return found


def questions(form: SectionForm | RowForm) -> list[Data]:
    """Return every question of a form, halves by themselves."""
    found = groups(form)["groups"]
    return [one for group in found for one in group.get("halves", [group])]


def _half(question: Data, language: str, standing: Half | None, marks: Marks) -> Data:
    told = {"data-marks": marks.value} if marks is not Marks.NONE else {}
    shown = {**question, "attributes": {"lang": language, **told}, "spellcheck": language == "en"}
    half = {"question": shown, "language": language, "marks": told, "is_counted": marks is Marks.FULL}
    return {**half, **_standing(standing)} if standing else half


def _standing(half: Half) -> Data:
    standing = {"tag": {"text": half.standing.label, "colour": STANDING_COLOURS[half.standing]}}
    is_stale = half.standing is Standing.OUT_OF_DATE
    return {
        **standing,
        "was": half.was if is_stale else "",
        "other": next(one for one in LANGUAGES if one != half.language),
    }


def checkable(standings: Collection[Half]) -> list[str]:
    """Return the languages in which a text is a translation that nobody has checked yet."""
    unchecked = {half.language for half in standings if half.standing in (Standing.TRANSLATED, Standing.OUT_OF_DATE)}
    return [language for language in LANGUAGES if language in unchecked]


def read_halves(standings: Collection[Half]) -> list[Data]:
    """Return both halves of every text of a row, to be read: the reader's language first."""
    return [
        {
            "label": half.kind.words(half.field),
            "language": half.language,
            "text": half.text,
            "marks": half.kind.marks(half.field) if half.row.edition.has_marks else Marks.NONE,
            "tag": _standing(half)["tag"],
        }
        for half in sorted(standings, key=lambda half: half.language != get_language())
    ]


# --- Rows ---


def section_title(section: Section, template: TemplateSection) -> str:
    return _part_title(template, section) if section.collaborative else str(template)


def row_title(row: PlanRow) -> str:
    return str(row) or _("Without a title")


def lists(
    template: TemplateSection, rows: dict[str, list[PlanRow]], edition: Edition, may: May, *, may_add: bool
) -> list[Data]:
    """Return the lists that stand in a section; `may` says of a collaborative whether its rows may be written."""
    return [
        {
            "code": code,
            "title": KINDS[code].many,
            "may_add": may_add,
            "add_words": adding(KINDS[code]),
            "add": reverse("plans:add_row", kwargs={"key": edition.pk, "kind": code}),
            "rows": _lines(code, rows[code], rows, may),
        }
        for code in LISTS[template.rows]
    ]


PARENTS = {"milestone": ("action", "action"), "action": ("priority", "priority")}


def _lines(code: str, listed: list[PlanRow], rows: dict[str, list[PlanRow]], may: May) -> list[Data]:
    """Return the rows of a list, each under what it belongs to, with how it may be moved among its own."""
    column, parent = PARENTS.get(code, ("", ""))
    titles = {one.key: (place, row_title(one)) for place, one in enumerate(rows.get(parent, []))}
    belongs = [getattr(row, column) if column else None for row in listed]
    lines = [_line(code, row, titles.get(key, (-1, ""))[1], may) for row, key in zip(listed, belongs, strict=True)]
    places = sorted(range(len(listed)), key=lambda one: titles.get(belongs[one], (-1, ""))[0])
    for number, place in enumerate(places):
        before = number and belongs[places[number - 1]] == belongs[place]
        after = number + 1 < len(places) and belongs[places[number + 1]] == belongs[place]
        lines[place] |= {"up": before and lines[place]["may_write"], "down": after and lines[place]["may_write"]}
    return [lines[place] for place in places]


def _line(code: str, row: PlanRow, above: str, may: May) -> Data:
    kwargs = {"key": row.pk, "kind": code}
    return {
        "row": row,
        "title": row_title(row),
        "notes": [one for one in (above, *_facts(row)) if one],
        "may_write": may(row.collaborative_id),
        "address": reverse("plans:row", kwargs=kwargs),
        "remove": reverse("plans:remove_row", kwargs=kwargs),
        "file": reverse("plans:file", kwargs={"key": row.pk}) if code == "attachment" else "",
        "place": f"{code}:{row.pk}",
    }


def _facts(row: PlanRow) -> list[str]:
    """Return what a list says of a row beside its title."""
    day = getattr(row, "due_on", None)
    score = _("Score: %(score)s of 25") % {"score": row.score} if hasattr(row, "score") else ""
    whose = row.collaborative.name if row.collaborative else ""
    seen = "" if row.visibility == Visibility.PUBLIC else _("Read by: %(who)s") % {"who": row.get_visibility_display()}
    file = f"{row.file.name}, {filesizeformat(row.file.size)}" if isinstance(row, Attachment) else ""
    return [date_format(day) if day else "", score, file, whose, seen]


def milestone(row: PlanRow) -> Data:
    address = reverse("plans:row", kwargs={"key": row.pk, "kind": "milestone"})
    return {"title": row_title(row), "address": address, "notes": [one for one in _facts(row) if one]}


def adding(kind: RowKind) -> str:
    """Return the heading of the page on which a row of a kind is added."""
    return {
        "need": _("Add a need"),
        "priority": _("Add a priority"),
        "action": _("Add an action"),
        "milestone": _("Add a milestone"),
        "risk": _("Add a risk"),
        "attachment": _("Add an attachment"),
    }[kind.code]


def removal(row: PlanRow) -> str:
    """Return what happens when a row is removed."""
    if isinstance(row, PlannedAction):
        return _("Its milestones go with it. Earlier editions keep it.")
    return _("It goes from this edition. Earlier editions keep it.")


def facts(kind: RowKind, row: PlanRow, edition: Edition) -> list[Data]:
    """Return the facts of a row to be read, those that point to other rows by their titles."""
    found = [(field, getattr(row, field.name)) for field in kind.facts if field.name not in ("file", "figures")]
    titles = _titles(edition, {key for _field, value in found for key in _keys(value)})
    rows = [(str(field.words), _fact(row, field.name, value, titles)) for field, value in found]
    rows.append((_("Who may read it"), row.get_visibility_display()))
    return [{"key": words, "value": said or _("Not provided")} for words, said in rows]


def _keys(value: Any) -> list[uuid.UUID]:
    many = value if isinstance(value, list) else [value]
    return [one for one in many if isinstance(one, uuid.UUID)]


def _titles(edition: Edition, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    models = [KINDS[code].model for code in ("need", "priority", "action")] if keys else []
    rows = [row for model in models for row in model.objects.filter(edition=edition, key__in=keys)]
    return {row.key: row_title(row) for row in rows}


def _fact(row: PlanRow, name: str, value: Any, titles: dict[uuid.UUID, str]) -> str:
    if _keys(value):
        return ", ".join(titles.get(key, "") for key in _keys(value))
    if hasattr(row, f"get_{name}_display"):
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, datetime.date):
        return date_format(value)
    if isinstance(value, Seat):
        return f"{value.title}, {value.body.name}"
    if isinstance(value, Decimal):
        return f"£{value:,.2f}".removesuffix(".00") if name.endswith("money") else f"{value.normalize():f}"
    return "" if value in (None, [], "") else str(value)
