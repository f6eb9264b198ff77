"""The page of each move: which form it asks, from which states, and which action it leads to."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.powers.permissions import Permission
from plans.editions.states import MOVES
from plans.models import Edition, EditionState
from plans.review import actions, forms

State = EditionState
Who = dict[str, Any]


@dataclass(frozen=True)
class MovePage:
    """One page on which somebody moves a plan on, or says how it is published."""

    name: str
    permission: Permission
    states: frozenset[str]
    title: Promise
    button: Promise
    form: type[forms.MoveForm]
    perform: Callable[[Edition, Any, Who], Any]
    template: str = "plans/move.html"
    # Whether the answers are shown once more before anything happens.
    is_checked: bool = False


def _agree(edition: Edition, form: forms.MoveForm, who: Who) -> None:
    actions.agree(edition=edition, **who)


def _send(edition: Edition, form: forms.MoveForm, who: Who) -> None:
    doer = actions.submit if form.cleaned_data["choice"] == "send" else actions.reopen
    doer(edition=edition, **who)


def _pass_on(edition: Edition, form: forms.MoveForm, who: Who) -> None:
    if form.cleaned_data["choice"] == "pass":
        actions.pass_on(edition=edition, **who)
    else:
        actions.return_for_changes(edition=edition, reason=form.cleaned_data["reason"], **who)


def _approve(edition: Edition, form: forms.MoveForm, who: Who) -> None:
    if form.cleaned_data["choice"] == "pass":
        actions.approve(edition=edition, **who)
    else:
        actions.return_for_changes(edition=edition, reason=form.cleaned_data["reason"], **who)


def _publish(edition: Edition, form: Any, who: Who) -> None:
    choice = form.cleaned_data["choice"]
    if choice == "now":
        actions.publish(edition=edition, **who)
    elif choice == "later":
        actions.schedule(edition=edition, publish_at=form.moment, **who)
    else:
        actions.unschedule(edition=edition, **who)


def _exempt(edition: Edition, form: forms.MoveForm, who: Who) -> None:
    given = form.cleaned_data
    actions.grant_exemption(edition=edition, reason=given["reason"], due_on=given["due_on"], **who)


def _withdraw(edition: Edition, form: forms.MoveForm, who: Who) -> None:
    given = form.cleaned_data
    actions.withdraw(edition=edition, reason_en=given["reason_en"], reason_cy=given["reason_cy"], **who)


P = Permission
PAGES: dict[str, MovePage] = {
    page.name: page
    for page in (
        MovePage(
            "agree",
            P.AGREE_PLANS,
            MOVES["agree"].sources,
            _("Declare the plan agreed"),
            _("Declare it agreed"),
            forms.AgreeForm,
            _agree,
            template="plans/agree.html",
        ),
        MovePage(
            "send",
            P.AGREE_PLANS,
            MOVES["reopen"].sources,
            _("Send the plan, or go on writing"),
            _("Continue"),
            forms.SendForm,
            _send,
        ),
        MovePage(
            "pass_on",
            P.REVIEW_PLANS,
            MOVES["pass_on"].sources,
            _("Decide for the planning group"),
            _("Record the decision"),
            forms.DecideForm,
            _pass_on,
            template="plans/decide.html",
        ),
        MovePage(
            "approve",
            P.APPROVE_PLANS,
            MOVES["approve"].sources,
            _("Approve the plan or return it"),
            _("Record the decision"),
            forms.ApproveForm,
            _approve,
            template="plans/decide.html",
        ),
        MovePage(
            "publish",
            P.PUBLISH_PLANS,
            MOVES["publish"].sources,
            _("Publish the plan"),
            _("Publish it"),
            forms.PublishForm,
            _publish,
            template="plans/publish.html",
        ),
        MovePage(
            "exempt",
            P.PUBLISH_PLANS,
            MOVES["publish"].sources,
            _("Leave to publish before both languages are there"),
            _("Give leave"),
            forms.ExemptForm,
            _exempt,
            template="plans/exempt.html",
        ),
        MovePage(
            "withdraw",
            P.PUBLISH_PLANS,
            MOVES["withdraw"].sources,
            _("Withdraw the plan"),
            _("Withdraw it"),
            forms.WithdrawForm,
            _withdraw,
            is_checked=True,
        ),
    )
}
# Where the moves of a state are made, as links of the page of an edition; leave is given on the way to publication.
LINKED = [page for page in PAGES.values() if page.name != "exempt"]


def who(person: Any, seen: int, at: datetime.datetime, on: datetime.date) -> Who:
    """Return what every move is told: by whom, at which version that they saw, when."""
    return {"by": person, "seen": seen, "at": at, "on": on}
