"""What is asked of how a body is reached, and of its next meeting."""

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dates import date_format, day_of
from common.forms import DayField
from common.versions import Versioned

HOURS = ("%H:%M", "%H.%M")


class ContactForm(Versioned):
    """How a body is reached in each language, and the day, the hour and the place of its next meeting."""

    reached_by_en = forms.CharField(label=_("How to reach it, in English"), required=False, max_length=300)
    reached_by_cy = forms.CharField(label=_("How to reach it, in Welsh"), required=False, max_length=300)
    email = forms.EmailField(label=_("E-mail that is shown to the public"), required=False)
    day = DayField(label=_("Day of the next meeting"), required=False, help_text=_("For example 9 March 2026."))
    hour = forms.TimeField(
        label=_("Hour of the next meeting"),
        required=False,
        input_formats=HOURS,
        widget=forms.TextInput,
        help_text=_("For example 14:30."),
    )
    meets_in_en = forms.CharField(label=_("Place of the next meeting, in English"), required=False, max_length=300)
    meets_in_cy = forms.CharField(label=_("Place of the next meeting, in Welsh"), required=False, max_length=300)

    def __init__(self, *args: Any, stands: Callable[[], dict[str, Any]], **kwargs: Any) -> None:
        facts = stands()
        at = facts["meets_at"]
        asked = {"day": date_format(day_of(at)), "hour": date_format(at, "H:i")} if at else {}
        super().__init__(*args, stands=stands, initial={**facts, **asked}, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if bool(given.get("day")) != bool(given.get("hour")):
            self.add_error("hour" if given.get("day") else "day", _("Give both the day and the hour, or neither."))
        return given

    def facts(self) -> dict[str, Any]:
        """Return what is said, with day and hour as one moment in Wales."""
        given = dict(self.cleaned_data)
        day, hour = given.pop("day"), given.pop("hour")
        at = timezone.make_aware(datetime.datetime.combine(day, hour)) if day else None
        return {**given, "meets_at": at}
