"""What is carried forward from the plan before, item by item; and a published plan that needs no change."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import Refused
from common.forms import asked
from governance.models import Action
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed
from plans.editions.kinds import KINDS
from plans.models import Edition, PlannedAction, PlanRow
from plans.policies import access_to
from plans.writing import carry_actions, presenters, queries
from plans.writing.reach import edition_in_reach

OFFERED = ("need", "priority", "action", "risk")
ENDED = (Action.Status.COMPLETED, Action.Status.STOPPED)


class CarryForm(forms.Form):
    """The rows of an earlier plan, kind by kind; actions that are finished are not chosen beforehand."""

    def __init__(self, *args: Any, rows: dict[str, list[PlanRow]], **options: Any) -> None:
        super().__init__(*args, **options)
        for code, listed in rows.items():
            if listed:
                self.fields[code] = forms.TypedMultipleChoiceField(
                    label=KINDS[code].many,
                    choices=[(str(row.key), _words(row)) for row in listed],
                    initial=[str(row.key) for row in listed if not _is_finished(row)],
                    coerce=uuid.UUID,
                    required=False,
                )
        self.fields["a_year_on"] = forms.TypedChoiceField(
            label=gettext_lazy("Move their days on by a year?"),
            choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, leave them"))],
            coerce=lambda value: value == "yes",
            initial="yes",
        )

    def chosen(self) -> list[uuid.UUID]:
        return [key for name, keys in self.cleaned_data.items() if name in OFFERED for key in keys]


class ConfirmForm(forms.Form):
    """What somebody who found nothing to change wants to say beside it."""

    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)


def _is_finished(row: PlanRow) -> bool:
    return isinstance(row, PlannedAction) and row.action is not None and row.action.status in ENDED


def _words(row: PlanRow) -> str:
    title = presenters.row_title(row)
    if isinstance(row, PlannedAction) and row.action is not None:
        return _("%(title)s (%(status)s)") % {"title": title, "status": row.action.get_status_display()}
    return title


@office_page(Permission.WRITE_PLANS)
def carry_forward(request: HttpRequest, key: int) -> HttpResponse:
    """Choose, item by item, what this plan takes over from the one before."""
    target = edition_in_reach(request, key, Permission.WRITE_PLANS)
    source = queries.edition_before(target)
    rows = queries.rows_to_carry(source, access_to(request.powers, target.plan), OFFERED) if source else {}
    form = CarryForm(request.POST or None, rows=rows)
    if request.method == "POST" and source and form.is_valid():
        answers = {"keys": form.chosen(), "a_year_on": form.cleaned_data["a_year_on"]}
        try:
            carry_actions.carry_forward(source=source, target=target, **answers, **acting(request))
            return _home(target)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {
        "title": _("Carry forward from the plan before"),
        "subtitle": str(target.plan),
        "button": _("Carry them over"),
    }
    context = {**asked(form), **words, "source": source, "breadcrumbs": presenters.way(target)}
    return render(request, "plans/carry-forward.html", context)


@office_page(Permission.WRITE_PLANS)
def nothing_to_change(request: HttpRequest, key: int) -> HttpResponse:
    """Keep that a published edition was looked at again and needs no change."""
    edition, form = edition_in_reach(request, key, Permission.WRITE_PLANS), ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            carry_actions.confirm_unchanged(edition=edition, **form.cleaned_data, **acting(request))
            return _home(edition)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("Reviewed, nothing to change"), "subtitle": str(edition.plan), "button": _("Record it")}
    lead = _("Today is kept as the day on which this edition was looked at again. The edition stays as it is.")
    context = {**asked(form), **words, "lead": lead, "breadcrumbs": presenters.way(edition)}
    return render(request, "form.html", context)


def _home(edition: Edition) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("plans:home", kwargs={"key": edition.pk}))
