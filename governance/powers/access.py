"""The door of each signed-in page: who is asked in, and what they may do is read once and kept on the request."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts.once import once
from common import clock
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, Powers, powers_of

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


class Forbidden(PermissionDenied):
    """Somebody asked for a page that none of their offices opens; the answer says which office would."""

    def __init__(self, permission: Permission, powers: Powers) -> None:
        self.permission, self.powers = permission, powers
        super().__init__(_("None of your offices lets you do this today."))


def office_page(permission: Permission) -> Callable[[View], View]:
    """Mark a view for signed-in people who hold a permission over some body, or for all of them (`SIGNED_IN`).

    The view finds `request.powers` and loads what it shows through `request.powers.bodies(permission)`, so that what
    lies outside is not found. The answer is never kept by a cache. What is sent to it is carried out once.
    """

    def marking(view: View) -> View:
        # Before the powers, so that whoever gave them up with what was sent hears the same when it is sent again.
        entered = once(_asking_for(permission, view))

        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            response = entered(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        marked.permission, marked.is_done_once = permission, True
        return marked

    return marking


def _asking_for(permission: Permission, view: View) -> View:
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.powers = powers_of(request.user, on=clock.today())
        if permission is not Permission.SIGNED_IN and not request.powers.holds(permission):
            _refuse(request, permission)
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            _refuse(request, refusal.permission)

    return asking


def _refuse(request: HttpRequest, permission: Permission) -> NoReturn:
    logger.warning("refused person=%s permission=%s path=%s", request.user.pk, permission, request.path_info)
    raise Forbidden(permission, request.powers)


def acting(request: HttpRequest) -> dict[str, Any]:
    """Return who acts through a request, when and on which day: what every action asks for."""
    return {"by": request.user, "at": clock.now(), "on": clock.today()}
