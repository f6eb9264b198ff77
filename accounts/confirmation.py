"""Before how somebody gets in may change, they confirm that it is them, by their second factor if they have one."""

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

Handler = Callable[..., HttpResponse]


def confirmed(view: Handler) -> Handler:
    """Ask for the second factor, or for the password where there is none, unless that was asked a moment ago.

    What was sent before is not kept, since it may hold a password: the person comes back to an empty page.
    """

    @wraps(view)
    def asking(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated and not did_recently_reauthenticate(request):
            method = get_adapter().get_reauthentication_methods(request.user)[0]
            return HttpResponseRedirect(f"{method['url']}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return asking


def confirmed_by_factor(view: Handler) -> Handler:
    """Ask for the second factor of those who have one; a page so marked asks everybody for the password itself."""
    strict = confirmed(view)

    @wraps(view)
    def asking(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        chosen = strict if is_mfa_enabled(request.user) else view
        return chosen(request, *args, **kwargs)

    return asking
