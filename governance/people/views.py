"""The pages about people as holders of offices."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import actions
from accounts.models import Invitation, Person
from common import clock
from common.errors import Refused
from common.files import as_file
from common.forms import asked
from governance.models import Office
from governance.people import actions as people_actions
from governance.people import presenters, queries
from governance.people.forms import EndAccessForm, PeopleForm, RestoreAccessForm
from governance.people.queries import Account, Entry
from governance.people.tables import PeopleTable
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed
from governance.ways import Link, from_offices


def _list_link() -> Link:
    return _("People"), reverse("governance:people")


@office_page(Permission.SEE_OFFICES)
def people(request: HttpRequest) -> HttpResponse:
    """The people in reach: who hold, held or are nominated for an office."""
    form = PeopleForm(request.GET)
    found = _entries(request, form)
    rows = [presenters.person_row(one, on=clock.today()) for one in found]
    context = {
        "form": form,
        "count": len(rows),
        "table": PeopleTable(rows, caption=_("People and their offices"), request=request),
        "offices": Office.choices,
        "accounts": Account.choices,
        "query": request.META.get("QUERY_STRING", ""),
        "breadcrumbs": from_offices(),
    }
    return render(request, "governance/people.html", context)


@office_page(Permission.SEE_OFFICES)
def people_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file, with every term."""
    found, on = _entries(request, PeopleForm(request.GET)), clock.today()
    return as_file(presenters.sheet(found, on=on), "-".join((_("people"), on.isoformat())))


def _entries(request: HttpRequest, form: PeopleForm) -> list[Entry]:
    asked_for = form.cleaned_data if form.is_valid() else {}
    chosen = {key: asked_for.get(key, "") for key in ("office", "account")}
    return queries.entries(request.powers, words=asked_for.get("q", ""), **chosen)


@office_page(Permission.SEE_OFFICES)
def person(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody's offices in reach, their account, and the invitation to sign in."""
    found = get_object_or_404(queries.people_seen(request.powers), pk=key)
    last = queries.last_invitation(found)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            _carry_out(request, found, last)
            return HttpResponseRedirect(reverse("governance:person", kwargs={"key": key}))
        except Refused as refusal:
            if isinstance(refusal, NotAllowed):
                raise
            problems = [{"text": str(refusal)}]
    context = {**_about(request, found, last), "problems": problems, "breadcrumbs": from_offices(_list_link())}
    return render(request, "governance/person.html", context)


def _about(request: HttpRequest, found: Person, last: Invitation | None) -> dict[str, Any]:
    today, is_open = clock.today(), queries.is_open(last)
    account = queries.account_of(found, is_open)
    terms = queries.terms_seen(request.powers).filter(person=found)
    may_invite = _may_invite(request, found)
    return {
        "person": found,
        "account": account,
        "invitation": presenters.invitation_words(last, at=clock.now()),
        "terms": [(term, presenters.when(term, on=today)) for term in terms],
        "may_invite": may_invite,
        "deeds": presenters.deeds(account) if may_invite else [],
    }


def _may_invite(request: HttpRequest, found: Person) -> bool:
    return queries.people_in_reach(request.powers).filter(pk=found.pk).exists()


def _carry_out(request: HttpRequest, found: Person, last: Invitation | None) -> None:
    """Do what was pressed: invite, send again or withdraw."""
    if not _may_invite(request, found):
        raise NotAllowed(Permission.INVITE)
    behalf = people_actions.acting_for(request.powers, found)
    who = {"by": request.user, "at": clock.now(), "on_behalf_of": behalf}
    deed = request.POST.get("deed", "")
    if deed == "invite":
        actions.invite(person=found, **who)
    elif deed in ("resend", "revoke") and last is not None:
        {"resend": actions.resend, "revoke": actions.revoke}[deed](invitation=last, **who)


@office_page(Permission.INVITE)
def end_access(request: HttpRequest, key: int) -> HttpResponse:
    """End somebody's access at once; their terms stay until they are ended."""
    found = get_object_or_404(queries.people_in_reach(request.powers), pk=key, is_active=True)
    lead = _("They are signed out everywhere and cannot sign in again. Their terms stay until somebody ends them.")
    words = {"title": _("End the access of a person"), "lead": lead, "button": _("End access")}
    return _access(request, found, EndAccessForm(request.POST or None), people_actions.end_access, words)


@office_page(Permission.INVITE)
def restore_access(request: HttpRequest, key: int) -> HttpResponse:
    """Give somebody's access back."""
    found = get_object_or_404(queries.people_in_reach(request.powers), pk=key, is_active=False)
    lead = _("Their offices of today give them their powers again. They have no password: invite them anew.")
    words = {"title": _("Give access back to a person"), "lead": lead, "button": _("Give access back")}
    return _access(request, found, RestoreAccessForm(request.POST or None), people_actions.restore_access, words)


def _access(request: HttpRequest, found: Person, form: Any, action: Any, words: dict[str, str]) -> HttpResponse:
    """Ask for the reason, then change whether somebody has access."""
    place = (found.name, reverse("governance:person", kwargs={"key": found.pk}))
    if request.method == "POST" and form.is_valid():
        who = acting(request)
        try:
            action(person=found, reason=form.cleaned_data["reason"], **who)
            return HttpResponseRedirect(place[1])
        except NotAllowed:
            form.add_error(None, _("This person has an office beyond your reach, so another administrator must do it."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    links = {"subtitle": found.name, "breadcrumbs": from_offices(_list_link(), place)}
    return render(request, "form.html", {**asked(form), **words, **links})
