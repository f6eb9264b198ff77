"""What is asked about planning rounds."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import DayField
from common.versions import Versioned
from governance.models import Body, Office
from plans.models import PlanningRound, Stage, TemplateEdition

EARLIEST, LATEST = 2020, 2099


class RoundForm(forms.Form):
    """A new round: for whom, from which template, for which years."""

    first_year = forms.IntegerField(
        label=_("Year in which the first financial year begins"),
        min_value=EARLIEST,
        max_value=LATEST,
        help_text=_("For example 2026 for April 2026 to March 2027."),
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_cy = forms.CharField(label=_("Name in Welsh"), max_length=200)

    def __init__(self, *args: Any, bodies: Iterable[Body], templates: Iterable[TemplateEdition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for_whom = [(str(body.pk), body.name) for body in bodies]
        kinds = [(str(one.pk), str(one)) for one in templates]
        self.fields["body"] = forms.ChoiceField(label=_("For the bodies under"), choices=for_whom)
        self.fields["template"] = forms.ChoiceField(label=_("Template"), choices=kinds)
        self.order_fields(["body", "template", "first_year", "name_en", "name_cy"])


class DeadlinesForm(Versioned):
    """By when each stage is due; empty where no day is set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage in Stage:
            self.fields[stage.value] = DayField(label=stage.label, required=False)

    @property
    def days(self) -> dict[Stage, datetime.date | None]:
        return {stage: self.cleaned_data[stage.value] for stage in Stage}


class RouteForm(Versioned):
    """Through whose hands the plans of a board go, from a day on."""

    through_planning_group = forms.ChoiceField(
        label=_("Does the planning group see the plans of clusters first?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )
    final_offices = forms.MultipleChoiceField(
        label=_("Who approves at last"),
        choices=[(one.value, one.label) for one in (Office.APPROVER, Office.PARTNERSHIP_BOARD)],
        help_text=_("Where you choose both, each decides for itself, in any order."),
    )
    start = DayField(label=_("First day"), help_text=_("For example 9 March 2026."))


class ChosenRoundForm(forms.Form):
    """The round of which a board's own days are set; it stands in the address."""

    round = forms.ChoiceField(label=_("Planning round"))

    def __init__(self, *args: Any, rounds: Iterable[PlanningRound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = [(str(one.pk), str(one)) for one in rounds]
