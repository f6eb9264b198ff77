"""A form that came too late: whoever sent it was signed out, or has signed in again, since its page was opened."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts import kept
from accounts.draft_views import is_of, not_theirs, with_new_token
from accounts.drafts import is_by_script
from common.marks import mark_of


def sent_while_signed_out(request: HttpRequest) -> HttpResponse | None:
    """Keep what came after its sender had been signed out, in another tab too; None where it is no such form."""
    mark = mark_of(request) if request.method == "POST" else None
    if mark is None:
        return None
    if is_by_script(request):
        return not_theirs()
    return redirect_to_login(reverse("account_kept")) if kept.keep(request, person=mark.person) else None


def given_back(request: HttpRequest) -> HttpResponse | None:
    """Give back what was sent from a page that was opened before its reader signed in again, under a new token.

    The mark of the form proves that it is of this person; without it, nothing that was sent is shown.
    """
    mark = mark_of(request)
    if is_by_script(request):
        return with_new_token(request) if is_of(mark, request) else not_theirs()
    if mark is None or not is_of(mark, request) or not kept.keep(request, person=mark.person):
        return None
    found = kept.kept_for(request)
    assert found is not None  # noqa: S101 - it has just been kept for the same person
    lead = _("You signed in again after this page was opened, so nothing has changed yet. This is what you typed:")
    response = render(request, "accounts/kept.html", kept_page(found) | {"lead": lead}, status=HTTPStatus.FORBIDDEN)
    add_never_cache_headers(response)
    return response


def kept_page(found: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows that gives back what was kept."""
    words = _("Choose this file again: %(name)s")
    files = [{"name": name, "label": words % {"name": file}} for name, file in found.get("files", ())]
    return {"kept": found, "typed": kept.answers_of(found["fields"]), "files": files}
