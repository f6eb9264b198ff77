"""The forms of sections and rows, made from the table of kinds: each text twice, each fact once."""

import uuid
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboratives.models import Collaborative
from common.dates import FinancialYear
from common.forms import DayField, LongText, MoneyField
from common.prose.tree import Marks
from governance.models import Seat
from indicators.models import Indicator
from plans.editions.kinds import KINDS, SECTION, Field, RowKind
from plans.editions.languages import LANGUAGES
from plans.models import Attachment, Autosave, Edition, Plan, PlanRow, SectionStatus, Theme, Visibility
from plans.models.rows import MOST
from plans.policies import Access
from plans.writing.figures import Cited, present_figures

HALVES = {"en": _("English"), "cy": _("Welsh")}
ANSWERS = (
    (SectionStatus.COMPLETED, _("Yes, it is completed")),
    (SectionStatus.IN_PROGRESS, _("No, it is in progress")),
    (SectionStatus.CANNOT_START, _("No, it cannot start yet")),
    (SectionStatus.PROBLEM, _("No, there is a problem")),
)


class Text(forms.CharField):
    """A text of several lines, with line ends as they are kept."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class Saving(forms.Form):
    """What goes with every save: the version that was opened, whether little changed, and a note for the record."""

    # What its writer typed earlier and did not save, where the form is filled in with that.
    left: Autosave | None = None
    # Whether it is filled in with an earlier version.
    is_earlier = False
    kind: RowKind = SECTION
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    minor = forms.TypedChoiceField(
        label=_("Does this change what is said?"),
        help_text=_("A comma or a slip of the pen changes nothing: the other language then stays up to date."),
        choices=[("", _("Yes")), ("minor", _("No, it is a minor edit"))],
        coerce=bool,
        required=False,
        empty_value=False,
    )
    note = forms.CharField(
        label=_("Note on this change"),
        help_text=_("You may leave it empty. It stands in the record."),
        max_length=300,
        required=False,
    )

    @property
    def texts(self) -> list[str]:
        """The names of the fields that hold texts."""
        return [name for name in self.fields if name.endswith(tuple(f"_{one}" for one in LANGUAGES))]

    def marks_of(self, text: str) -> Marks:
        """Return which marks a text may have; what is written now is read by the newest rules."""
        return self.kind.marks(text)


class SectionForm(Saving):
    """Both halves of a section, and how far it has come."""

    field_order = ("text_en", "text_cy", "status", "minor", "note")
    text_en = Text(label=_("English text"), widget=LongText, required=False)
    text_cy = Text(label=_("Welsh text"), widget=LongText, required=False)
    status = forms.ChoiceField(label=_("Have you completed this section?"), choices=ANSWERS, required=False)

    def values(self) -> dict[str, Any]:
        """Return what is to be saved; a section that nobody speaks of is in progress once it says something."""
        given = {name: self.cleaned_data[name] for name in self.texts}
        status = self.cleaned_data["status"]
        if status or any(given.values()):
            given["status"] = status or SectionStatus.IN_PROGRESS
        return given


class RowForm(Saving):
    """One row of a kind: its texts in both languages, its facts, whose it is and who may read it."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, kind: RowKind, edition: Edition, access: Access, row: PlanRow | None = None, **options: Any
    ) -> None:
        self.kind, self.edition, self.access, self.row = kind, edition, access, row
        super().__init__(*args, **options)
        for field in kind.texts:
            for language in LANGUAGES:
                self.fields[f"{field.name}_{language}"] = self._text(field, language)
        for field in kind.facts:
            made = FACTS[field.name](self, field) if field.name in FACTS else None
            if made is not None:
                self.fields[field.name] = made
        self._add_whose()
        self.order_fields([name for name in self.fields if name not in ("minor", "note")])
        if row is None:
            del self.fields["version"], self.fields["minor"], self.fields["note"]

    def _text(self, field: Field, language: str) -> forms.Field:
        column = self.kind.model._meta.get_field(f"{field.name}_{language}")
        label = _("%(question)s, in %(language)s") % {"question": field.words, "language": HALVES[language]}
        if column.max_length:
            return forms.CharField(label=label, max_length=column.max_length, required=False)
        return Text(label=label, required=False)

    def _add_whose(self) -> None:
        choices = [(one.pk, one.name) for one in self.collaboratives]
        whole = [("", _("The cluster as a whole"))] if self.access.whole else []
        if choices:
            self.fields["collaborative"] = forms.TypedChoiceField(
                label=_("Whose it is"),
                choices=[*whole, *choices],
                required=not self.access.whole,
                coerce=int,
                empty_value=None,
            )
        self.fields["visibility"] = forms.ChoiceField(label=_("Who may read it"), choices=Visibility.choices)

    @cached_property
    def collaboratives(self) -> list[Collaborative]:
        """The collaboratives whose rows the writer may write."""
        found = Collaborative.objects.filter(cluster=self.plan.body_id).exclude(state=Collaborative.State.ENDED)
        found = found.order_by("profession__order")
        return [one for one in found if self.access.may_write(one.pk)]

    @property
    def plan(self) -> Plan:
        return self.edition.plan

    @cached_property
    def figures(self) -> dict[str, Cited]:
        return present_figures(self.plan.body)

    def rows(self, code: str) -> list[tuple[str, str]]:
        """Return the rows of another kind as choices: their key, and what they are called."""
        model = KINDS[code].model
        found = model.objects.filter(edition=self.edition, visibility__in=self.access.visibilities)
        return [(str(row.key), str(row) or str(KINDS[code].one)) for row in found]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end cannot come before the start."))
        if given.get("target") is not None and not given.get("indicator"):
            self.add_error("target", _("Choose the indicator that this target is of."))
        return given

    def values(self) -> dict[str, Any]:
        """Return what is to be saved, with rows in place of their keys."""
        beside = {"version", "minor", "note", "key"}
        given = {name: value for name, value in self.cleaned_data.items() if name not in beside}
        if "collaborative" in given:
            chosen = [one for one in self.collaboratives if one.pk == given["collaborative"]]
            given["collaborative"] = chosen[0] if chosen else None
        return given


Making = Callable[[RowForm, Field], forms.Field | None]


def _chosen(label: Any, choices: Iterable[tuple[Any, Any]], coerce: Callable[[str], Any], **more: Any) -> forms.Field:
    """Return a question with one answer among many, or none."""
    nothing = [("", _("Not chosen"))]
    return forms.TypedChoiceField(
        label=label, choices=[*nothing, *choices], coerce=coerce, empty_value=None, required=False, **more
    )


def _day(_form: RowForm, field: Field) -> forms.Field:
    hint = _("For example 9 March 2026 or 9/3/2026.")
    return DayField(label=field.words, help_text=hint, required=field.name == "due_on")


def _money(year: int) -> Making:
    """Return the question for the money of one year of the plan, where it has such a year."""

    def making(form: RowForm, _field: Field) -> forms.Field | None:
        if year >= form.plan.years:
            return None
        label = _("Money in %(year)s, in pounds") % {"year": FinancialYear(form.plan.first_year + year)}
        return MoneyField(
            label=label, help_text=_("Leave it empty where you do not know; nought is 0."), required=False
        )

    return making


def _scale(_form: RowForm, field: Field) -> forms.Field:
    steps = [(str(number), str(number)) for number in range(1, MOST + 1)]
    return forms.TypedChoiceField(label=field.words, choices=steps, coerce=int)


def _owner(form: RowForm, field: Field) -> forms.Field:
    body = form.plan.body_id
    own = Q(body=body) | Q(body__collaborative__cluster=body)
    seats = Seat.objects.filter(own, closed_on=None).select_related("body", "represents").order_by("body", "pk")
    found = {str(one.pk): one for one in seats}
    choices = [(key, f"{one.title}, {one.body.name}") for key, one in found.items()]
    hint = _("An office, so that it stays when whoever holds it leaves.")
    return _chosen(field.words, choices, found.__getitem__, help_text=hint)


def _theme(_form: RowForm, field: Field) -> forms.Field:
    found = {str(one.pk): one for one in Theme.objects.all()}
    return _chosen(field.words, [(key, str(one)) for key, one in found.items()], found.__getitem__)


def _indicator(form: RowForm, field: Field) -> forms.Field:
    found = {code: cited.indicator for code, cited in form.figures.items()}
    choices = [(code, cited.words) for code, cited in form.figures.items()]
    hint = _("The figure behind each name is the newest one of the cluster.")
    return _chosen(field.words, choices, found.__getitem__, help_text=hint)


def _figures(form: RowForm, field: Field) -> forms.Field:
    choices = [(code, cited.words) for code, cited in form.figures.items()]
    hint = _("They stay up to date until the plan is approved, and then stand as they were.")
    return forms.MultipleChoiceField(label=field.words, choices=choices, help_text=hint, required=False)


def _needs(form: RowForm, field: Field) -> forms.Field:
    return forms.TypedMultipleChoiceField(
        label=field.words, choices=form.rows("need"), coerce=uuid.UUID, required=False, empty_value=[]
    )


def _priority(form: RowForm, field: Field) -> forms.Field:
    return _chosen(field.words, form.rows("priority"), uuid.UUID)


def _action(form: RowForm, field: Field) -> forms.Field:
    return forms.TypedChoiceField(label=field.words, choices=form.rows("action"), coerce=uuid.UUID)


def _target(_form: RowForm, field: Field) -> forms.Field:
    hint = _("In the unit of the indicator, for example 72.5.")
    return forms.DecimalField(
        label=field.words, help_text=hint, required=False, max_digits=12, decimal_places=2, widget=forms.TextInput
    )


def _file(form: RowForm, field: Field) -> forms.Field | None:
    """Return the question for the file of a new attachment; the file of one that is there stays."""
    hint = _(
        "PDF, DOCX, XLSX, ODT, ODS, CSV, PNG or JPEG, up to 10 MB. A page of the plan is easier to read than a file."
    )
    return forms.FileField(label=field.words, help_text=hint, widget=forms.FileInput) if form.row is None else None


def _language(_form: RowForm, field: Field) -> forms.Field:
    return forms.ChoiceField(label=field.words, choices=Attachment.Language.choices)


# The question for each fact. The day first approved is nobody's to write.
FACTS: dict[str, Making] = {
    **dict.fromkeys(("target_on", "starts_on", "ends_on", "due_on", "review_on"), _day),
    **{f"{name}_year_money": _money(year) for year, name in enumerate(("first", "second", "third"))},
    **dict.fromkeys(("likelihood", "impact"), _scale),
    "owner": _owner,
    "theme": _theme,
    "indicator": _indicator,
    "figures": _figures,
    "needs": _needs,
    "priority": _priority,
    "action": _action,
    "target": _target,
    "language": _language,
    "file": _file,
}


def initial_of(kind: RowKind, row: PlanRow) -> dict[str, Any]:
    """Return a row as the first answers of its form."""
    texts = {f"{name}_{one}": getattr(row, f"{name}_{one}") or "" for name in kind.text_names for one in LANGUAGES}
    facts = {name: getattr(row, name) for name in kind.fact_names}
    if kind is SECTION:
        status = facts["status"]
        facts["status"] = "" if status == SectionStatus.NOT_STARTED else status
    else:
        facts |= {"visibility": row.visibility, "collaborative": row.collaborative_id}
    return {**texts, **{name: _answer(value) for name, value in facts.items()}, "version": row.version}


def _answer(value: Any) -> Any:
    if isinstance(value, Indicator):
        return value.code
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value) if isinstance(value, uuid.UUID) else getattr(value, "pk", value)


def form_for(
    kind: RowKind,
    edition: Edition,
    access: Access,
    row: PlanRow | None,
    data: Any = None,
    files: Any = None,
    **options: Any,
) -> SectionForm | RowForm:
    """Return the form of a section or row: filled in with what was sent, or with the row as it is."""
    if kind is SECTION:
        return SectionForm(data, **options)
    return RowForm(data, files, kind=kind, edition=edition, access=access, row=row, **options)
