"""What is asked where somebody declares an interest or records what a body decided."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DayField
from governance.decisions.queries import Candidate
from governance.models import Decision, Interest

READERS = [("no", _("Only those who may see the offices of the body")), ("yes", _("The public as well"))]


class InterestForm(forms.Form):
    """An interest of one's own."""

    organisation = forms.CharField(label=_("Organisation"), max_length=200)
    organisation_code = forms.CharField(
        label=_("Code of the organisation"), max_length=10, required=False, help_text=_("Where it has one.")
    )
    nature = forms.ChoiceField(label=_("What kind of interest it is"), choices=Interest.Nature.choices)
    details = forms.CharField(
        label=_("What you have to do with it"),
        widget=forms.Textarea,
        help_text=_("Those who may read the interests of a body in which you hold a seat will read this."),
    )
    start = DayField(
        label=_("First day"), help_text=_("For example 9 March 2026. The day on which the interest began.")
    )
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty where no end is known."))
    public_extract_en = forms.CharField(
        label=_("What the public may read of it, in English"), required=False, widget=forms.Textarea
    )
    public_extract_cy = forms.CharField(
        label=_("What the public may read of it, in Welsh"), required=False, widget=forms.Textarea
    )


class EndInterestForm(forms.Form):
    """When an interest ends."""

    last_day = DayField(label=_("Last day"), help_text=_("For example 9 March 2026."))


class DecisionForm(forms.Form):
    """What a body decided on a day, how the votes fell, and who stood aside.

    Of each person who may stand aside a reason is asked, which is empty where they took part, and, where the reader
    may see interests, which of those they declared it was.
    """

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_cy = forms.CharField(label=_("Title in Welsh"), max_length=200)
    text_en = forms.CharField(label=_("Text in English"), required=False, widget=forms.Textarea)
    text_cy = forms.CharField(label=_("Text in Welsh"), required=False, widget=forms.Textarea)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Decision.Outcome.choices)
    votes_for = forms.IntegerField(
        label=_("Votes for"),
        required=False,
        min_value=0,
        max_value=9999,
        help_text=_("Leave all three numbers empty where no votes were taken."),
    )
    votes_against = forms.IntegerField(label=_("Votes against"), required=False, min_value=0, max_value=9999)
    abstentions = forms.IntegerField(label=_("Abstentions"), required=False, min_value=0, max_value=9999)
    minute_reference = forms.CharField(label=_("Minute reference"), max_length=200, required=False)
    is_public = forms.ChoiceField(label=_("Who may read it"), choices=READERS, initial="no")

    def __init__(self, *args: Any, candidates: list[Candidate], sees_interests: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for one in candidates:
            self.fields[f"reason_{one.person.pk}"] = _reason_of(one)
            if one.interests and sees_interests:
                self.fields[f"interest_{one.person.pk}"] = _interest_of(one)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        numbers = [given.get(name) is None for name in ("votes_for", "votes_against", "abstentions")]
        if any(numbers) and not all(numbers):
            raise forms.ValidationError(_("Give all three numbers of votes, or none."))
        return given

    def aside(self) -> Iterator[tuple[Candidate, str, Interest | None]]:
        """Return who stood aside, why, and because of which interest; to name an interest alone is not enough."""
        for one in self.candidates:
            reason = self.cleaned_data[f"reason_{one.person.pk}"]
            named = self.cleaned_data.get(f"interest_{one.person.pk}", "")
            if reason or named:
                yield one, reason, next((found for found in one.interests if str(found.pk) == named), None)


def _reason_of(one: Candidate) -> forms.Field:
    declared = _("This person declared interests. Leave it empty where they took part.")
    return forms.CharField(
        label=_("Why %(name)s stood aside") % {"name": one.person.name},
        required=False,
        max_length=2000,
        help_text=declared if one.interests else _("Leave it empty where this person took part."),
    )


def _interest_of(one: Candidate) -> forms.Field:
    known = [(str(found.pk), f"{found.organisation}: {found.get_nature_display()}") for found in one.interests]
    return forms.ChoiceField(
        label=_("Because of which interest %(name)s stood aside") % {"name": one.person.name},
        choices=[("", _("None of these")), *known],
        required=False,
    )
