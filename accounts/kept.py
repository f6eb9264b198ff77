"""What somebody sent after their session had ended, kept in the new session until the same person has signed in."""

from typing import Any

from django.http import HttpRequest

from accounts.models import Person

KEPT = "kept"
SECRETS = ("password", "credential", "token", "code")


def keep(session: Any, *, person: Person, path: str, fields: list[tuple[str, list[str]]]) -> None:
    """Keep the fields of a form for its sender. A form that asks for a secret is not kept at all."""
    session[KEPT] = {"person": person.pk, "path": path, "fields": fields}


def worth_keeping(request: HttpRequest) -> list[tuple[str, list[str]]]:
    """Return the fields of a form that somebody sent; none where one may hold a secret, or with a file."""
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    is_secret = any(word in name.lower() for name, _values in fields for word in SECRETS)
    return [] if is_secret or request.FILES else fields


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
