"""One's own calendar: the page that gives its address, and the address itself, which a calendar program asks."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock
from common.addresses import whole_address
from common.errors import Refused
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk
from meetings import own_actions, presenters, queries
from meetings.calendars import MEDIA_TYPE, calendar_of


@office_page(Permission.SIGNED_IN)
def own(request: Any) -> HttpResponse:
    """One's own meetings to come, and the address by which a calendar program reads them."""
    problems = []
    if request.method == "POST":
        try:
            if request.POST.get("deed") == "end":
                own_actions.close_feed(person=request.user, at=clock.now())
            else:
                own_actions.open_feed(person=request.user, at=clock.now())
            return HttpResponseRedirect(reverse("meetings:own"))
        except Refused as refusal:
            problems = [{"text": str(refusal)}]
    return render(request, "meetings/own.html", {**_own_page(request), "problems": problems})


def _own_page(request: Any) -> dict[str, Any]:
    feed, today = queries.open_feed(request.user), clock.today()
    token = own_actions.token_of(feed) if feed else ""
    language = get_language() or "en"
    coming = [one for one in queries.own(request.user, on=today) if one.ends_at > clock.now()]
    return {
        "feed": feed,
        "address": whole_address("meetings:own_calendar", language, token=token) if token else "",
        "meetings": presenters.rows(coming),
        "breadcrumbs": from_desk(),
    }


def own_calendar(request: Any, token: str) -> HttpResponse:
    """The calendar of whoever has the address; it answers no more from the moment that its person ended it."""
    feed = own_actions.feed_of(token)
    if feed is None:
        raise Http404
    found = queries.own(feed.person, on=clock.today())
    content = calendar_of(found, name=_("My meetings"), with_link=True)
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response
