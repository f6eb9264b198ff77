"""Forms that are carried out once, however often they are sent: twice by a double click, again after a lost answer.

A page gives each of its forms a key (`{% sent_once %}`). Whoever sends it first uses the key up in the transaction of
what the form asks for, with where that led; whoever sends the same again waits for that transaction and is led to the
same place. A form that was refused, and is shown again, has not used its key.
"""

import datetime
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import audit, deeds, drafts
from accounts.kept import answers_of, worth_keeping
from accounts.models import UsedKey
from common import clock
from common.errors import Refused
from common.forms import FORM_KEY

View = Callable[..., HttpResponse]
CONFLICT = 409
# Nobody comes back to a page after this long: a session lasts a working day.
KEPT_FOR = datetime.timedelta(days=30)
OF_ANOTHER_PAGE = _("This form belongs to another page or another person. Open the page again and fill it in there.")


def once(view: View) -> View:
    """Let a form that was sent to this view with a key be carried out once, and say on the next page what it did."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with audit.heard() as records:
            response = carried_out(request, *args, **kwargs)
        deeds.note(request, records, response)
        return response

    def carried_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            used, is_first = UsedKey.objects.get_or_create(key=key, defaults=_sent(request))
            if not is_first:
                return _again(request, used)
            response = view(request, *args, **kwargs)
            _keep(used, response)
            if used.led_to:
                drafts.forget_if_sent(request)
        return response

    marked.is_done_once = True
    return marked


def _key(request: HttpRequest) -> uuid.UUID | None:
    written = request.POST.get(FORM_KEY, "") if request.method == "POST" else ""
    if not written:
        return None
    try:
        return uuid.UUID(written)
    except ValueError:
        raise Refused(OF_ANOTHER_PAGE) from None


def _sent(request: HttpRequest) -> dict[str, Any]:
    person = request.user if request.user.is_authenticated else None
    return {"person": person, "place": request.path, "digest": _digest(request), "used_at": clock.now()}


def _digest(request: HttpRequest) -> str:
    """Return what tells whether the same answers were sent: the query, each field, and what is in each file.

    There may be a password among them, so it is of no use without the portal's own secret; each key, which is among
    them too, gives another.
    """
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    content = salted_hmac("accounts.once", repr((request.META.get("QUERY_STRING", ""), fields)), algorithm="sha256")
    for name, files in request.FILES.lists():
        for file in files:
            content.update(repr((name, file.name, file.size)).encode())
            for part in file.chunks():
                content.update(part)
            file.seek(0)
    return content.hexdigest()


def _keep(used: UsedKey, response: HttpResponse) -> None:
    """Keep where a form led that was carried out; one that was not may be sent again."""
    if 300 <= response.status_code < 400:
        used.led_to = response["Location"]
        used.save(update_fields=["led_to"])
    else:
        used.delete()


def _again(request: HttpRequest, used: UsedKey) -> HttpResponse:
    """Answer what was sent before as it was answered then; say so where something else was sent this time."""
    sent = _sent(request)
    if (used.person, used.place) != (sent["person"], sent["place"]):
        raise Refused(OF_ANOTHER_PAGE)
    if used.digest == sent["digest"]:
        return HttpResponseRedirect(used.led_to)
    context = {"fields": answers_of(worth_keeping(request)), "led_to": used.led_to}
    response = render(request, "accounts/sent-before.html", context, status=CONFLICT)
    add_never_cache_headers(response)
    return response
