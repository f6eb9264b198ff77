"""Deciding on plans: how an edition stands and what changed, comparing two, and one page for each move."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from common import clock
from common.errors import Meanwhile, Refused
from common.forms import asked
from common.seals import answers_of, sealed, were_shown
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from plans.models import Edition
from plans.review import presenters, queries
from plans.review.pages import PAGES, MovePage, who

# The page of a decision, which shows above it what changed.
DECIDED_ON_PAGE = "plans/decide.html"


def _edition(request: HttpRequest, permission: Permission, key: int) -> Edition:
    found: Edition = get_object_or_404(queries.editions(request.powers, permission), pk=key)
    return found


@office_page(Permission.READ_PLANS)
def review(request: HttpRequest, key: int) -> HttpResponse:
    """How an edition stands, what changed since the reader's last decision, and what they may do now."""
    edition = _edition(request, Permission.READ_PLANS, key)
    return render(request, "plans/review.html", presenters.review(edition, request.user, request.powers))


@office_page(Permission.READ_PLANS)
def compare(request: HttpRequest, key: int) -> HttpResponse:
    """What changed between any two editions or submissions of the plan of an edition."""
    edition = _edition(request, Permission.READ_PLANS, key)
    return render(request, "plans/compare.html", presenters.compare(edition, request.powers, request.GET))


def _page_of(name: str) -> Callable[..., HttpResponse]:
    """Return the view of one move."""
    page = PAGES[name]

    @office_page(page.permission)
    def move(request: HttpRequest, key: int) -> HttpResponse:
        edition = _edition(request, page.permission, key)
        form = page.form(request.POST or None, initial={"seen": edition.version}, **presenters.options(page, edition))
        if request.method != "POST" or not form.is_valid():
            return _asked(request, page, edition, form)
        if page.is_checked and not (request.POST.get("step") == "confirm" and were_shown(request)):
            return _asked(request, page, edition, form, template="plans/check.html")
        return _performed(request, page, edition, form)

    move.__doc__ = f"{page.title}."
    return move


def _performed(request: HttpRequest, page: MovePage, edition: Edition, form: Any) -> HttpResponse:
    try:
        page.perform(edition, form, who(request.user, form.cleaned_data["seen"], clock.now(), clock.today()))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _asked(request, page, edition, form, status=409 if isinstance(refusal, Meanwhile) else 200)
    return HttpResponseRedirect(presenters.after(page, edition, request.powers))


def _asked(
    request: HttpRequest, page: MovePage, edition: Edition, form: Any, *, template: str = "", status: int = 200
) -> HttpResponse:
    context = {**asked(form), **presenters.move(page, edition, request.powers), "form": form}
    if context["is_possible"] and page.template == DECIDED_ON_PAGE:
        context |= presenters.changes(edition, request.user, request.powers)
    context["given"] = sealed(request, answers_of(request))
    return render(request, template or page.template, context, status=status)


agree, send, pass_on, approve, publish, exempt, withdraw = (_page_of(name) for name in PAGES)
