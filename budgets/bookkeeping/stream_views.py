"""The streams in reach, and what the officer says of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.actions import streams as actions
from budgets.bookkeeping import queries
from budgets.bookkeeping.pages import answers, ask, done
from budgets.bookkeeping.stream_forms import ChangeStreamForm, NewStreamForm, as_answered
from budgets.breadcrumbs import Way
from budgets.models import FundingStream
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk


def _way() -> Way:
    return from_desk((_("Funding streams"), reverse("budgets:streams")))


@office_page(Permission.KEEP_LEDGER)
def streams(request: HttpRequest) -> HttpResponse:
    """The streams of the boards in reach, and those of Wales."""
    own = set(queries.boards(request.powers).values_list("pk", flat=True))
    rows = [(stream, stream.body_id in own) for stream in queries.streams_seen(request.powers)]
    return render(request, "budgets/streams.html", {"rows": rows, "breadcrumbs": from_desk()})


@office_page(Permission.KEEP_LEDGER)
def add_stream(request: HttpRequest) -> HttpResponse:
    """Add a stream of a board."""
    boards = queries.boards(request.powers)
    form = NewStreamForm(answers(request), boards=boards)

    def add() -> None:
        board = get_object_or_404(boards, pk=form.cleaned_data["board"])
        actions.add_stream(body=board, **form.details, **acting(request))

    way_on = done(form, add, reverse("budgets:streams"))
    return way_on or ask(request, form, _way(), title=_("Add a funding stream"))


@office_page(Permission.KEEP_LEDGER)
def change_stream(request: HttpRequest, key: int) -> HttpResponse:
    """Change what is said of a stream."""
    own = FundingStream.objects.filter(body__in=request.powers.bodies(Permission.KEEP_LEDGER)).select_related("body")
    stream: FundingStream = get_object_or_404(own, pk=key)

    def stands() -> dict[str, Any]:
        return actions.stands(get_object_or_404(own, pk=key))

    form = ChangeStreamForm(answers(request), initial=as_answered(stands()), stands=stands)
    way_on = done(
        form,
        lambda: actions.change_stream(stream=stream, **form.details, **acting(request)),
        reverse("budgets:streams"),
    )
    return way_on or ask(request, form, _way(), title=_("Change a funding stream"), subtitle=str(stream))
