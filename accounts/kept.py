"""What somebody sent after their session had ended, kept in the new session until the same person has signed in."""

from typing import Any

from django.http import HttpRequest

from common.forms import OWN_FIELDS

KEPT = "kept"
Fields = list[tuple[str, list[str]]]
# The fields that ask for a secret. A code is one where somebody signs in; elsewhere it is what a thing is known by.
SECRETS = frozenset({"password", "password1", "password2", "oldpassword", "credential"})
SECRETS_OF_ACCOUNTS = SECRETS | {"code", "token"}
WAYS_IN = ("account", "mfa")


def keep(request: HttpRequest, *, person: int) -> bool:
    """Keep what was sent for its sender, and say whether there was anything to be kept."""
    fields = worth_keeping(request)
    if not answers_of(fields) and not request.FILES:
        return False
    files = [(name, file.name) for name, sent in request.FILES.lists() for file in sent]
    request.session[KEPT] = {"person": person, "path": request.get_full_path(), "fields": fields, "files": files}
    return True


def worth_keeping(request: HttpRequest, view_name: str = "") -> Fields:
    """Return the fields of a form that somebody sent, to this page or of another; none where one may hold a secret."""
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    name_of_page = view_name or (request.resolver_match.view_name if request.resolver_match else "")
    secrets = SECRETS_OF_ACCOUNTS if name_of_page.startswith(WAYS_IN) else SECRETS
    return [] if secrets & {name for name, _values in fields} else fields


def answers_of(fields: Fields) -> Fields:
    """Return what somebody answered, without what the form says of itself."""
    return [(name, values) for name, values in fields if name not in OWN_FIELDS]


def kept_for(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was kept for whoever is signed in; what was kept for somebody else is forgotten."""
    kept = request.session.get(KEPT)
    if kept and kept["person"] != request.user.pk:
        del request.session[KEPT]
        return None
    return kept


def forget_if_sent(request: HttpRequest) -> None:
    """Forget what was kept as soon as its page is sent again."""
    if (
        request.method == "POST"
        and KEPT in request.session
        and request.session[KEPT]["path"] == request.get_full_path()
    ):
        del request.session[KEPT]
