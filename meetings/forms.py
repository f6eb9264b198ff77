"""What is asked of a meeting, of its agenda, and of somebody who is invited."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dates import date_format, day_of
from common.forms import DayField
from common.versions import Versioned
from meetings.actions import Repeated, Where
from meetings.rules import MOST_MEETINGS, Every
from meetings.standing import ItemText

HOURS = ("%H:%M", "%H.%M")
USUAL_MINUTES = 120
MOST_MINUTES = 720
MOST_STEPS = 52
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
EVERY = [
    (Every.ONCE.value, _("It does not come back")),
    (Every.WEEKS.value, _("Every so many weeks")),
    (Every.MONTHS.value, _("Every so many months, on the same weekday of the month")),
]


class WhenAndWhere(forms.Form):
    """Day, hour and length of a meeting, its place in each language and the link to it."""

    day = DayField(label=_("Day"), help_text=_("For example 9 March 2026."))
    hour = forms.TimeField(
        label=_("Hour"), input_formats=HOURS, widget=forms.TextInput, help_text=_("For example 14:30.")
    )
    minutes = forms.IntegerField(
        label=_("How many minutes it lasts"), min_value=1, max_value=MOST_MINUTES, initial=USUAL_MINUTES
    )
    place_en = forms.CharField(label=_("Place, in English"), required=False, max_length=300)
    place_cy = forms.CharField(label=_("Place, in Welsh"), required=False, max_length=300)
    link = forms.URLField(
        label=_("Link to the meeting online"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput,
        help_text=_("Only those who are invited see the link. The public sees the place."),
    )

    def when_and_where(self) -> dict[str, Any]:
        """Return what was answered, with day and hour as one moment in Wales."""
        given = self.cleaned_data
        return {
            "starts_at": timezone.make_aware(datetime.datetime.combine(given["day"], given["hour"])),
            "minutes": given["minutes"],
            "where": Where(given["place_en"], given["place_cy"], given["link"]),
        }


class PlanForm(WhenAndWhere):
    """A meeting to come, and how often it comes back."""

    every = forms.ChoiceField(label=_("Does it come back?"), choices=EVERY, initial=Every.ONCE.value)
    step = forms.IntegerField(label=_("Weeks or months between two meetings"), min_value=1, max_value=MOST_STEPS)
    times = forms.IntegerField(
        label=_("How many meetings in all"), min_value=1, max_value=MOST_MEETINGS, help_text=_("This one counts too.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].initial = self.fields["times"].initial = 1

    def repeated(self) -> Repeated:
        given = self.cleaned_data
        return Repeated(Every(given["every"]), given["step"], given["times"])


class MoveForm(WhenAndWhere, Versioned):
    """When and where a meeting is from now on, and why that is otherwise."""

    reason_en = forms.CharField(label=_("Why, in English"), max_length=300)
    reason_cy = forms.CharField(label=_("Why, in Welsh"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        facts = kwargs["stands"]()
        starts, ends = facts["starts_at"], facts["ends_at"]
        asked = {name: facts[name] for name in ("place_en", "place_cy", "link")}
        asked |= {"day": date_format(day_of(starts)), "hour": date_format(starts, "H:i")}
        asked["minutes"] = (ends - starts) // datetime.timedelta(minutes=1)
        super().__init__(*args, initial=asked, **kwargs)


class CancelForm(forms.Form):
    """Why a meeting is cancelled: everybody reads it."""

    reason_en = forms.CharField(label=_("Why, in English"), max_length=300)
    reason_cy = forms.CharField(label=_("Why, in Welsh"), max_length=300)


class AnswerForm(forms.Form):
    """Whether somebody comes, and who comes in their place."""

    is_coming = forms.ChoiceField(label=_("Do you come?"), choices=YES_NO)
    deputy = forms.CharField(
        label=_("Who comes in your place"),
        required=False,
        max_length=200,
        help_text=_("A name, if somebody does. Those who may see the offices of the body read it."),
    )


class ItemFields(forms.Form):
    """One item of an agenda."""

    title_en = forms.CharField(label=_("Item, in English"), max_length=300)
    title_cy = forms.CharField(label=_("Item, in Welsh"), max_length=300)
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=MOST_MINUTES)
    is_standing = forms.ChoiceField(label=_("Does it stand on the next agendas too?"), choices=YES_NO, initial="no")

    def text(self) -> ItemText:
        given = self.cleaned_data
        return ItemText(given["title_en"], given["title_cy"], given["minutes"], given["is_standing"] == "yes")


class ItemForm(ItemFields, Versioned):
    """An item that is on the agenda already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=kwargs["stands"](), **kwargs)
