"""Where the script of a page keeps what is typed, and asks for it; each answer says plainly what was not kept."""

import uuid
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import drafts
from common import clock
from common.inputs import Query
from common.marks import Mark, mark_of, read_mark


@never_cache
@require_http_methods(["GET", "POST"])
def drafts_of_page(request: HttpRequest) -> HttpResponse:
    """Keep, discard, or return the drafts of a page of whoever is signed in."""
    sent = request.method == "POST"
    mark = mark_of(request) if sent else read_mark(Query(request).text("mark", most=1000))
    if mark is None or not is_of(mark, request):
        return not_theirs()
    if not sent:
        return _given(request, mark)
    if request.POST.get("draft_step") == "discard":
        drafts.discard(request, mark)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return JsonResponse({"words": drafts.keep(request, mark, at=clock.now())})


def _given(request: HttpRequest, mark: Mark) -> HttpResponse:
    used = [key for key in Query(request).texts("key") if _is_key(key) and drafts.was_carried_out(mark.person, key)]
    return JsonResponse({"drafts": drafts.drafts_of(mark), "used": used})


def _is_key(written: str) -> bool:
    try:
        return bool(uuid.UUID(written))
    except ValueError:
        return False


def is_of(mark: Mark | None, request: HttpRequest) -> bool:
    """Whether a mark is of whoever is signed in."""
    return mark is not None and request.user.is_authenticated and mark.person == request.user.pk


def not_theirs() -> HttpResponse:
    """Say to the script that nobody is signed in any more, or somebody else."""
    return JsonResponse({"state": "signed-out"}, status=HTTPStatus.UNAUTHORIZED)


def with_new_token(request: HttpRequest) -> HttpResponse:
    """Give the script what the page lacks that was opened before its reader signed in again."""
    return JsonResponse({"token": get_token(request)}, status=HTTPStatus.FORBIDDEN)
