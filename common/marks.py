"""Whose a form is, and of which page: a signed mark that each form carries, so that what comes late finds its sender.

Only the portal can make one, so it also tells that a form was filled in on a page of this person. The page is named by
its route and what stands in its address, not by the address, which is another in each language.
"""

import hashlib
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from common.forms import FORM_MARK
from common.inputs import Query

SALT = "common.marks"


@dataclass(frozen=True)
class Mark:
    """The person for whom a page was made, and the page."""

    person: int
    page: str

    @property
    def view_name(self) -> str:
        return self.page.rpartition(":")[0]


def mark_for(request: HttpRequest) -> str:
    """Return the mark of the forms of a page; nothing where nobody is signed in."""
    person, match = getattr(request, "signed_in", None), request.resolver_match
    if person is None or match is None:
        return ""
    place = repr((sorted(match.kwargs.items()), sorted(Query(request).fields.lists())))
    page = f"{match.view_name}:{hashlib.sha256(place.encode()).hexdigest()[:32]}"
    return Signer(salt=SALT).sign_object({"person": person.pk, "page": page})


def mark_of(request: HttpRequest) -> Mark | None:
    """Return the mark that was sent with a form; None for what is none of ours."""
    return read_mark(request.POST.get(FORM_MARK, ""))


def read_mark(written: str) -> Mark | None:
    try:
        return Mark(**Signer(salt=SALT).unsign_object(written))
    except (BadSignature, ValueError):
        return None
