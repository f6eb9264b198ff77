"""What somebody types into a form is kept while they type, by the script of the page, until it is carried out.

Each tab keeps its own, so that two tabs of one form never overwrite each other.
"""

import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.kept import answers_of, worth_keeping
from accounts.models import Draft, UsedKey
from common.dates import date_format
from common.forms import DRAFT_NAME, DRAFT_TAB
from common.marks import Mark, mark_of

LONGEST_NAME, LONGEST_TAB = 80, 40
# What the script that keeps drafts says of itself; a form that was sent late by hand has no such header.
BY_SCRIPT = "x-kept-by"
# Pages whose words are kept by the portal alone, and not in the browser, which others may use after.
WITHOUT_COPY = frozenset(
    {
        "governance:interests",
        "governance:declare_interest",
        "governance:end_interest",
        "governance:handover",
        "governance:prepare_handover",
    }
)


def is_by_script(request: HttpRequest) -> bool:
    return BY_SCRIPT in request.headers


def keep(request: HttpRequest, mark: Mark, *, at: datetime.datetime) -> str:
    """Keep the answers of a form as they are now, and say when; a form that asks for a secret is not kept."""
    answers = answers_of(worth_keeping(request, mark.view_name))
    if not answers:
        return ""
    Draft.objects.update_or_create(**_place(request, mark), defaults={"answers": dict(answers), "saved_at": at})
    return kept_words(at)


def discard(request: HttpRequest, mark: Mark) -> None:
    """Let go of what was kept of a form, in whichever tab."""
    place = _place(request, mark)
    Draft.objects.filter(person=mark.person, page=mark.page, name=place["name"]).delete()


def forget_if_sent(request: HttpRequest) -> None:
    """Forget the draft of a form that was carried out."""
    mark = mark_of(request)
    if mark is not None and request.POST.get(DRAFT_TAB):
        Draft.objects.filter(**_place(request, mark)).delete()


def drafts_of(mark: Mark) -> list[dict[str, Any]]:
    """Return what was kept of the forms of a page, the newest of each first."""
    found = Draft.objects.filter(person=mark.person, page=mark.page).order_by("-saved_at", "-pk")
    return [
        {"name": one.name, "tab": one.tab, "answers": one.answers, "words": kept_words(one.saved_at)} for one in found
    ]


def was_carried_out(person: int, key: str) -> bool:
    """Whether the form with a key was carried out."""
    return UsedKey.objects.filter(person=person, key=key).exclude(led_to="").exists()


def kept_words(at: datetime.datetime) -> str:
    return _("Kept at %(time)s, not yet saved") % {"time": date_format(at, "H:i")}


def _place(request: HttpRequest, mark: Mark) -> dict[str, Any]:
    name, tab = request.POST.get(DRAFT_NAME, ""), request.POST.get(DRAFT_TAB, "")
    return {"person_id": mark.person, "page": mark.page, "name": name[:LONGEST_NAME], "tab": tab[:LONGEST_TAB]}
