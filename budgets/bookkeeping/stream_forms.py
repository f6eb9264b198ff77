"""What is asked about streams, lines, receipts and rules."""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.bookkeeping.forms import FOR_EXAMPLE, Choices
from budgets.models import BudgetLine, FundingStream
from budgets.models.periods import DAYS_TOGETHER, MOST_DAYS_TOGETHER
from collaboratives.models import Collaborative
from common.forms import DayField, MoneyField
from common.versions import Versioned
from governance.models import Body

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
Heading = BudgetLine.Heading
# The headings under which a body has one line a stream at the most.
SINGLE = (Heading.UNASSIGNED, Heading.SUSPENSE)


class StreamForm(forms.Form):
    """A stream: its names, by which letter it was promised, and what it may be used for."""

    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("Small letters, numbers and hyphens, such as cluster-development.")
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_cy = forms.CharField(label=_("Name in Welsh"), max_length=200)
    source_letter = forms.CharField(
        label=_("Letter"), max_length=200, help_text=_("The number or date of the letter that promised it.")
    )
    is_recurrent = forms.ChoiceField(label=_("Does it come every year?"), choices=YES_NO)
    ring_fenced_for_en = forms.CharField(
        label=_("Ring-fenced for, in English"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty where the money may be spent on anything."),
    )
    ring_fenced_for_cy = forms.CharField(label=_("Ring-fenced for, in Welsh"), max_length=200, required=False)
    allows_carry_over = forms.ChoiceField(label=_("May what is left be carried over?"), choices=YES_NO)

    @property
    def details(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {**given, **{name: given[name] == "yes" for name in ("is_recurrent", "allows_carry_over")}}


def as_answered(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of a stream as the form asks for it."""
    words = {True: "yes", False: "no"}
    return {name: words[value] if isinstance(value, bool) else value for name, value in facts.items()}


class ChangeStreamForm(Versioned, StreamForm):
    """What is said of a stream that is there."""


class NewStreamForm(StreamForm):
    """A new stream, and for whom it is."""

    def __init__(self, *args: Any, boards: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(board.pk), board.name) for board in boards]
        self.fields["board"] = forms.ChoiceField(label=_("For the bodies under"), choices=choices)
        self.order_fields(["board"])

    @property
    def details(self) -> dict[str, Any]:
        return {name: value for name, value in super().details.items() if name != "board"}


class LineForm(forms.Form):
    """What a line is for, and where it stands in the board's own ledger."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_cy = forms.CharField(label=_("Title in Welsh"), max_length=200, required=False)
    heading = forms.ChoiceField(label=_("What it is for"), choices=Heading.choices)
    category = forms.ChoiceField(
        label=_("Category"), choices=BudgetLine.Category.choices, initial=BudgetLine.Category.OTHER
    )
    whole_time_equivalents = forms.DecimalField(
        label=_("Whole-time equivalents"),
        required=False,
        min_value=Decimal(0),
        max_digits=6,
        decimal_places=2,
        help_text=_("Only where it pays staff, such as 0.60."),
    )
    cost_centre = forms.CharField(label=_("Cost centre"), max_length=20, required=False)
    subjective_code = forms.CharField(label=_("Subjective code"), max_length=20, required=False)
    organisation = forms.CharField(
        label=_("Organisation that is paid"),
        max_length=200,
        required=False,
        help_text=_("Where it is one organisation. Interests declared in it are shown beside the line."),
    )
    organisation_code = forms.CharField(label=_("Code of the organisation"), max_length=10, required=False)

    def __init__(self, *args: Any, planned: Choices, collaboratives: Iterable[Collaborative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), one.name) for one in collaboratives]
        self.fields["action"] = forms.ChoiceField(
            label=_("Action of the plan"), choices=[("", _("None")), *planned], required=False
        )
        self.fields["collaborative"] = forms.ChoiceField(
            label=_("Collaborative whose own it is"), choices=[("", _("None")), *known], required=False
        )
        self.order_fields(["stream", "heading", "action"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        heading = given.get("heading")
        if bool(given.get("action")) != (heading == Heading.ACTION):
            raise forms.ValidationError(_("Choose the action where the line is for one, and only there."))
        if heading not in SINGLE and not (given.get("title_en") and given.get("title_cy")):
            raise forms.ValidationError(_("Give the line a title in both languages."))
        if given.get("whole_time_equivalents") is not None and given.get("category") != BudgetLine.Category.STAFF:
            raise forms.ValidationError(_("Only lines that pay staff have whole-time equivalents."))
        return given

    @property
    def details(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("stream", "collaborative")}
        chosen = self.cleaned_data["collaborative"]
        return {
            **given,
            "action": uuid.UUID(given["action"]) if given["action"] else None,
            "collaborative_id": int(chosen) if chosen else None,
        }


class NewLineForm(LineForm):
    """A new line, and the stream that it is a part of."""

    def __init__(self, *args: Any, streams: Iterable[FundingStream], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), str(one)) for one in streams]
        self.fields["stream"] = forms.ChoiceField(label=_("Stream"), choices=choices)
        self.order_fields(["stream"])


class DescribeForm(LineForm):
    """What is said of a line that is there; `version` is the one that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, line: BudgetLine, **kwargs: Any) -> None:
        named = [name for name in LineForm.base_fields if name not in ("heading", "category")]
        initial = {name: getattr(line, name) for name in (*named, "heading", "category", "action", "version")}
        initial = {**initial, "action": str(line.action or ""), "collaborative": str(line.collaborative_id or "")}
        super().__init__(*args, initial=initial, **kwargs)
        if line.heading in SINGLE:
            self.fields["heading"].choices = [(line.heading, line.get_heading_display())]
        else:
            others = [one for one in Heading.choices if one[0] not in SINGLE]
            self.fields["heading"].choices = others

    @property
    def details(self) -> dict[str, Any]:
        return {name: value for name, value in super().details.items() if name != "version"}


class ReceiptForm(forms.Form):
    """The day on which money came."""

    received_on = DayField(label=_("Day on which it came"), help_text=FOR_EXAMPLE)
    reference = forms.CharField(label=_("Reference"), max_length=200, required=False)


class BandForm(Versioned):
    """From which amount on a second person decides, and within how many days virements count together."""

    threshold = MoneyField(label=_("A second person decides from this amount on"))
    days_together = forms.IntegerField(
        label=_("Days within which virements count together"),
        min_value=1,
        max_value=MOST_DAYS_TOGETHER,
        initial=DAYS_TOGETHER,
        required=False,
        help_text=_("What one person moves out of one line within so many days counts as one amount. Usually 28."),
    )
    start = DayField(label=_("First day"), help_text=FOR_EXAMPLE)

    def clean_days_together(self) -> int:
        return self.cleaned_data["days_together"] or DAYS_TOGETHER


class RuleForm(Versioned):
    """How a board reports its money."""

    variance_from = MoneyField(label=_("A difference from the budget needs a reason from this amount on"))
    pounds_shown_from = MoneyField(
        label=_("The public sees a line by itself from this amount on"),
        help_text=_("Smaller lines are added up with others of their category, so that nobody's pay is shown."),
    )
    posts_shown_from = forms.DecimalField(
        label=_("The public sees a line that pays staff by itself from so many whole-time equivalents on"),
        min_value=Decimal(0),
        max_digits=6,
        decimal_places=2,
    )
    start = DayField(label=_("First day"), help_text=FOR_EXAMPLE)
