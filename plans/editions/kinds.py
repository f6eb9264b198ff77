"""The kinds of row that an edition has: their texts, which exist once a language, and their facts, which do not.

Everything that goes through all rows (saving, copying, comparing, freezing, translating, exporting) goes through this
table, so that a field is named once.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.prose.tree import Marks
from plans.models import Attachment, Milestone, Need, PlannedAction, PlanRow, Priority, Risk, Section, Visibility


@dataclass(frozen=True)
class Field:
    """A text or fact of a row, what it is called, and which marks may stand in it."""

    name: str
    words: Promise
    marks: Marks = Marks.NONE


@dataclass(frozen=True)
class RowKind:
    """One kind of row. `texts` exist in both languages; `needed` are the texts without which a row is not complete."""

    code: str
    model: type[PlanRow]
    one: Promise
    many: Promise
    texts: tuple[Field, ...]
    facts: tuple[Field, ...]
    needed: tuple[str, ...] = ("title",)
    visibility: str = Visibility.PUBLIC

    @property
    def text_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.texts)

    @property
    def fact_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.facts)

    def words(self, name: str) -> Promise:
        return next(field.words for field in (*self.texts, *self.facts) if field.name == name)

    def marks(self, name: str) -> Marks:
        """Return which marks a text may have, in an edition whose texts may have any."""
        return next(field.marks for field in self.texts if field.name == name)


SECTION = RowKind(
    "section",
    Section,
    _("Section"),
    _("Sections"),
    texts=(Field("text", _("Text"), Marks.FULL),),
    facts=(Field("status", _("How far it has come")),),
    needed=("text",),
)
NEED = RowKind(
    "need",
    Need,
    _("Need"),
    _("Needs"),
    texts=(
        Field("title", _("The need in a few words")),
        Field("said", _("What people said"), Marks.FULL),
        Field("what", _("What the evidence shows"), Marks.FULL),
        Field("so_what", _("So what: why it matters here"), Marks.FULL),
        Field("now_what", _("Now what: what follows from it"), Marks.FULL),
    ),
    facts=(Field("figures", _("Figures that it rests on")),),
)
PRIORITY = RowKind(
    "priority",
    Priority,
    _("Priority"),
    _("Priorities"),
    texts=(Field("title", _("The priority in a few words")), Field("text", _("What is meant by it"), Marks.FULL)),
    facts=(
        Field("theme", _("Theme")),
        Field("needs", _("Needs that it answers")),
        Field("indicator", _("Indicator that it is to move")),
        Field("target", _("Target")),
        Field("target_on", _("Day of the target")),
    ),
)
ACTION = RowKind(
    "action",
    PlannedAction,
    pgettext_lazy("of a plan", "Action"),
    _("Actions"),
    texts=(
        Field("title", _("What will be done")),
        Field("why", _("Why"), Marks.FULL),
        Field("output", _("Output: what is delivered"), Marks.BRIEF),
        Field("outcome", _("Outcome: what changes for people"), Marks.BRIEF),
        Field("measure", _("How success is measured"), Marks.BRIEF),
        Field("partners", _("Partners"), Marks.BRIEF),
    ),
    facts=(
        Field("priority", _("Priority that it serves")),
        Field("owner", _("Office that owns it")),
        Field("starts_on", _("Starts on")),
        Field("ends_on", _("Ends on")),
        Field("first_year_money", _("Money in the first year")),
        Field("second_year_money", _("Money in the second year")),
        Field("third_year_money", _("Money in the third year")),
    ),
)
MILESTONE = RowKind(
    "milestone",
    Milestone,
    _("Milestone"),
    _("Milestones"),
    texts=(Field("title", _("What will be reached")),),
    facts=(
        Field("action", _("Action that it belongs to")),
        Field("due_on", _("Due on")),
        Field("baseline_on", _("Day first approved")),
    ),
)
RISK = RowKind(
    "risk",
    Risk,
    _("Risk"),
    _("Risks"),
    texts=(Field("title", _("What could go wrong")), Field("mitigation", _("What is done about it"), Marks.BRIEF)),
    facts=(
        Field("likelihood", _("Likelihood, 1 to 5")),
        Field("impact", _("Impact, 1 to 5")),
        Field("owner", _("Office that owns it")),
        Field("review_on", _("Looked at again on")),
    ),
    visibility=Visibility.PARTNERS,
)
ATTACHMENT = RowKind(
    "attachment",
    Attachment,
    _("Attachment"),
    _("Attachments"),
    texts=(Field("title", _("Title")),),
    facts=(Field("language", _("Language")), Field("file", _("File"))),
)

KINDS: dict[str, RowKind] = {kind.code: kind for kind in (SECTION, NEED, PRIORITY, ACTION, MILESTONE, RISK, ATTACHMENT)}


def kind_of(row: PlanRow) -> RowKind:
    """Return the kind of a row."""
    return next(kind for kind in KINDS.values() if kind.model is type(row))
