"""What is asked of whoever says how an action or a milestone stands."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.forms import DayField
from governance.models import Action, Rating
from plans.progress.actions import Progress

NOTES = {"note_en": _("What has happened, in English"), "note_cy": _("What has happened, in Welsh")}
DONE, MOVED = "done", "moved"
BY_THE_RULE = "rule"


class ProgressForm(forms.Form):
    """How an action stands; the note in the reader's language stands before the one in the other."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("How it stands"), choices=Action.Status.choices)
    percent = forms.IntegerField(
        label=_("How much of it is done, in percent"),
        min_value=0,
        max_value=100,
        help_text=_("0 where it is not yet started, 100 where it is completed."),
    )
    rating = forms.ChoiceField(
        label=_("Your own rating"),
        required=False,
        choices=[(BY_THE_RULE, _("As the rule says")), *Rating.choices],
        initial=BY_THE_RULE,
        help_text=_("Both are kept and shown: what the rule says, and what you say."),
    )
    rating_reason = forms.CharField(
        label=_("Why you rate it yourself"), required=False, max_length=2000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, is_public: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = _("Everybody may read it: the action is public.") if is_public else ""
        self.fields["rating_reason"].help_text = readers
        own = f"note_{get_language()}"
        notes = sorted(NOTES, key=lambda name: name != own)
        for name in notes:
            self.fields[name] = forms.CharField(
                label=NOTES[name],
                required=False,
                max_length=5000,
                widget=forms.Textarea,
                help_text=readers if name == own else _("If you write it in both languages."),
            )
        self.order_fields(["version", "status", "percent", *notes, "rating", "rating_reason"])

    def told(self) -> Progress:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Progress(**{**given, "rating": given["rating"].removeprefix(BY_THE_RULE)})


class MilestoneForm(forms.Form):
    """What became of a milestone: reached on a day, or moved to another."""

    milestone = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    deed = forms.ChoiceField(
        label=_("What became of it"), choices=[(DONE, _("It was reached")), (MOVED, _("It moves to another day"))]
    )
    day = DayField(label=_("On which day, or to which day"), help_text=_("For example 9 March 2026."))
    note = forms.CharField(
        label=_("Why it moves, or what is to be said of it"), required=False, max_length=2000, widget=forms.Textarea
    )

    def told(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_done = given["deed"] == DONE
        days = {"done_on": given["day"] if is_done else None, "due_on": None if is_done else given["day"]}
        return {**days, "note": given["note"], "seen": given["seen"]}


class ReachedForm(forms.Form):
    """Several milestones of an action that were reached on one day."""

    together = forms.CharField(widget=forms.HiddenInput, initial="together")
    reached = forms.MultipleChoiceField(label=_("Which of them were reached"))
    reached_on = DayField(label=_("On which day"), help_text=_("For example 9 March 2026."))

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, auto_id="id_together_%s", **kwargs)
        reached = self.fields["reached"]
        assert isinstance(reached, forms.MultipleChoiceField)  # noqa: S101 - as it is declared above
        reached.choices = choices

    def told(self) -> list[tuple[str, int]]:
        """Return the key of each milestone, with the latest update that was there when the form was opened."""
        pairs = [one.partition(":") for one in self.cleaned_data["reached"]]
        return [(key, int(seen)) for key, _sep, seen in pairs]


def milestone_form(sent: Any, key: str, *, seen: int = 0) -> MilestoneForm:
    """Return the form of one milestone; several stand on a page, so each question is known by the key too."""
    return MilestoneForm(sent, auto_id=f"id_%s_{key}", initial={"milestone": key, "seen": seen})
