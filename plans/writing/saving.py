"""What a form that writes does with what was sent: keep it, move a row, save it, or show that two wrote at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import deeds
from accounts.drafts import LONGEST_TAB, is_by_script, kept_words
from common import clock
from common.dates import date_format
from common.errors import Refused
from common.forms import DRAFT_TAB
from common.inputs import Query, whole_number
from governance.powers.access import acting
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed
from plans import actions
from plans.addresses import row_address
from plans.editions.kinds import KINDS, RowKind
from plans.models import Autosave, Edition, PlanRow, Section
from plans.writing import conflicts, kept, presenters
from plans.writing.forms import RowForm, SectionForm, form_for, initial_of
from plans.writing.reach import Opened, rows_in_reach
from plans.writing.threads import threads_of
from plans.writing.versions import texts_at

CONFLICT = 409
MOST_VERSIONS = 2**31 - 1
PageOf = Callable[[HttpRequest, Opened, SectionForm | RowForm], HttpResponse]


@dataclass(frozen=True)
class Place:
    """Where what somebody types belongs, whether or not the row is there yet."""

    edition: Edition
    kind: RowKind
    key: Any


def title_of(found: Opened) -> str:
    row = found.row
    return presenters.section_title(row, found.template) if isinstance(row, Section) else presenters.row_title(row)


def address_of(found: Opened) -> str:
    return row_address(found.row)


def opened_form(request: HttpRequest, found: Opened) -> SectionForm | RowForm:
    """Return the form as it is saved, or as its writer left it before they saved it, if they may still."""
    place = {"person": request.user, "edition": found.edition, "kind": found.kind.code, "key": found.row.key}
    left = kept.kept_of(**place) if found.may_write else None
    earlier = _earlier(request, found) if found.may_write else {}
    left = None if earlier else left
    initial = initial_of(found.kind, found.row) | (left.values if left else earlier)
    form = form_for(found.kind, found.edition, found.access, found.row, initial=initial)
    form.left, form.is_earlier = left, bool(earlier)
    return form


def _earlier(request: HttpRequest, found: Opened) -> dict[str, str]:
    """Return the texts of the version that is to be taken up again, if one is asked for."""
    number = Query(request).number("version", most=MOST_VERSIONS)
    return texts_at(found.row, number, found.access.visibilities) if number else {}


def around(request: HttpRequest, found: Opened, form: SectionForm | RowForm) -> dict[str, Any]:
    """Return what stands around every form that writes: who else is there, what was kept, when it was last saved."""
    place = {"person": request.user, "edition": found.edition, "key": found.row.key, "at": clock.now()}
    is_form, plan = found.may_write or form.is_bound, found.edition.plan
    return {
        "found": found,
        "edition": found.edition,
        "is_form": is_form,
        "preview": preview_of(request, form),
        "others": kept.others_there(**place, comes=found.may_write),
        "is_earlier": form.is_earlier,
        **(kept_page(form) if is_form else _left_behind(request, found)),
        # On the page of a row that is written, the way to its remarks is enough.
        "threads": None if is_form and not isinstance(found.row, Section) else threads_of(plan, found.row.key),
        "title": title_of(found),
        "breadcrumbs": presenters.way(found.edition),
    }


def kept_page(form: SectionForm | RowForm) -> dict[str, Any]:
    """Return what a page says of what its form is filled in with."""
    left = form.left
    return {"kept_words": kept_words(left.saved_at), "left": kept.left_as(left)} if left else {"kept_words": ""}


def _left_behind(request: HttpRequest, found: Opened) -> dict[str, Any]:
    """Return what somebody had typed and not saved when it could be written no more, to be read and copied."""
    place = {"person": request.user, "edition": found.edition, "kind": found.kind.code, "key": found.row.key}
    left = kept.kept_of(**place)
    if left is None:
        return {}
    texts = [(name[-2:], text) for name, text in left.values.items() if name.endswith(("_en", "_cy")) and text]
    return {"kept_words": kept_words(left.saved_at), "left": kept.left_as(left), "left_texts": texts}


def place_of(found: Opened) -> Place:
    return Place(found.edition, found.kind, found.row.key)


def keep(request: HttpRequest, place: Place) -> HttpResponse:
    """Keep what was typed so far, apart from what is saved; say when."""
    kept_now = keep_now(request, place)
    kept.be_there(person=request.user, edition=place.edition, key=place.key, at=clock.now())
    if not is_by_script(request):
        return HttpResponseRedirect(request.path)
    return JsonResponse({"words": kept_words(kept_now.saved_at)})


def keep_now(request: HttpRequest, place: Place) -> Autosave:
    sent = {name: values for name, values in request.POST.lists() if name not in kept.NOT_KEPT}
    values = {name: many if len(many) > 1 else many[0] for name, many in sent.items()}
    version = whole_number(request.POST.get("version", ""), most=MOST_VERSIONS)
    return kept.keep(
        powers=request.powers,
        person=request.user,
        edition=place.edition,
        kind=place.kind.code,
        key=place.key,
        version=version or 0,
        values=values,
        at=clock.now(),
        tab=_tab(request),
    )


def _tab(request: HttpRequest) -> str:
    return request.POST.get(DRAFT_TAB, "")[:LONGEST_TAB]


def let_go(request: HttpRequest, place: Place) -> None:
    """Let go of what was kept of a form that was saved or is not wanted."""
    told = {"tab": _tab(request), "left": request.POST.get(kept.LEFT, "")}
    kept.discard(person=request.user, edition=place.edition, key=place.key, **told)


def discard(request: HttpRequest, place: Place) -> HttpResponse:
    """Let go of what was kept."""
    let_go(request, place)
    deeds.say(request, _("What you had typed and not saved was discarded."))
    return HttpResponseRedirect(request.path)


def move(request: HttpRequest, edition: Edition) -> None:
    """Move a row as the button says that was pressed: the direction, the kind and the row."""
    direction, _sep, place = request.POST["move"].partition(":")
    code, _sep, key = place.partition(":")
    if code not in KINDS:
        raise Http404
    rows = rows_in_reach(request, KINDS[code], Permission.READ_PLANS)
    actions.move_row(
        row=get_object_or_404(rows, pk=whole_number(key), edition=edition), up=direction == "up", **acting(request)
    )


def save(
    request: HttpRequest, found: Opened, form: SectionForm | RowForm, *, page: PageOf, onward: str
) -> HttpResponse:
    """Save a form and go on; show it again where that is refused, beside what stands there where two wrote at once."""
    if is_preview(request):
        return _previewed(request, found, form, page)
    if not form.is_valid():
        return _not_saved(request, found, form, page)
    try:
        row = _saved(request, found, form)
        _check(request, row)
    except NotAllowed:
        raise
    except actions.Overtaken as overtaken:
        return _conflict(request, found, form, overtaken.row)
    except actions.Removed as removed:
        return gone(request, found.edition, found.kind, str(removed))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _not_saved(request, found, form, page)
    let_go(request, place_of(found))
    if not request.POST.get("step", "").startswith("check"):
        deeds.say(request, saved_words(found))
    return HttpResponseRedirect(onward if request.POST.get("step") == "continue" else request.path)


def saved_words(found: Opened) -> str:
    return _("Saved at %(time)s: %(what)s.") % {"time": date_format(clock.now(), "H:i"), "what": title_of(found)}


def _not_saved(request: HttpRequest, found: Opened, form: SectionForm | RowForm, page: PageOf) -> HttpResponse:
    """Show what could not be saved, and keep it for whoever leaves the page; a draft is kept with its faults."""
    if not found.may_write:
        return page(request, found, form)
    try:
        kept_now = keep_now(request, place_of(found))
    except Refused:
        # It can be written no more since a moment ago: what was sent stands on the page, with the reason.
        return page(request, found, form)
    return draft_kept(request, form, kept_now) if is_draft(request) else page(request, found, form)


def is_preview(request: HttpRequest) -> bool:
    return request.POST.get("step") == "preview"


def _previewed(request: HttpRequest, found: Opened, form: SectionForm | RowForm, page: PageOf) -> HttpResponse:
    """Show what was typed as it will be published, above the form that it stands in; it is kept, and not saved."""
    if found.may_write:
        keep_now(request, place_of(found))
    return page(request, found, form)


def preview_of(request: HttpRequest, form: SectionForm | RowForm) -> list[dict[str, Any]] | None:
    """Return what is to be previewed, None where nobody asked for it."""
    return presenters.preview(form) if is_preview(request) else None


def is_draft(request: HttpRequest) -> bool:
    return request.POST.get("step") == "draft"


def draft_kept(request: HttpRequest, form: SectionForm | RowForm, kept_now: Autosave) -> HttpResponse:
    """Lead back to a form that was kept as it is, with faults: it is saved in the plan once they are put right."""
    wrong = ", ".join(str(form[name].label) for name in form.errors if name in form.fields)
    words = _("Kept at %(time)s as your draft. It is saved in the plan once this is put right: %(what)s.")
    faults = wrong or " ".join(form.non_field_errors())
    deeds.say(request, words % {"time": date_format(kept_now.saved_at, "H:i"), "what": faults.rstrip(".")})
    return HttpResponseRedirect(request.path)


def _saved(request: HttpRequest, found: Opened, form: SectionForm | RowForm) -> PlanRow:
    """Save what was answered, unless it says what is there already."""
    values = form.values()
    if not conflicts.changes(found.row, values):
        return found.row
    given = form.cleaned_data
    return actions.save_row(
        row=found.row,
        values=values,
        version=given["version"] or 0,
        written_in=get_language() or "en",
        minor=given.get("minor", False),
        note=given.get("note", ""),
        **acting(request),
    )


def _check(request: HttpRequest, row: PlanRow) -> None:
    """Declare a half checked where that button was pressed."""
    step, _sep, language = request.POST.get("step", "").partition("-")
    if step == "check":
        actions.check_half(row=row, language=language, version=row.version, **acting(request))


def _conflict(request: HttpRequest, found: Opened, form: SectionForm | RowForm, saved: PlanRow) -> HttpResponse:
    """Show what each wrote, and a third box to keep; where nothing differs, what was sent stands there already."""
    keep_now(request, place_of(found))
    names = conflicts.settled(form, saved)
    if not names:
        let_go(request, place_of(found))
        return HttpResponseRedirect(request.path)
    asked = {one["question"]["name"]: one["question"] for one in presenters.questions(form)}
    pairs = [(one, asked[one.name]) for one in conflicts.differing(form, saved, names)]
    hidden = [(name, value) for name, values in form.data.lists() for value in values if name not in names]
    context = {
        "pairs": pairs,
        "hidden": [one for one in hidden if one[0] not in kept.NOT_KEPT],
        "last": conflicts.last_save(saved),
        "title": _("Two wrote here at once"),
        "subtitle": title_of(found),
        "breadcrumbs": presenters.way(found.edition),
    }
    return render(request, "plans/conflict.html", context, status=CONFLICT)


def gone(request: HttpRequest, edition: Edition, kind: RowKind, said: str) -> HttpResponse:
    """Give somebody back what they wrote about a row that is no longer there, to add it anew or not."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    hidden = [one for one in sent if one[0] not in kept.NOT_KEPT | {"version", "key"}]
    context = {
        "said": said,
        "hidden": hidden,
        "texts": [value for name, value in hidden if name.endswith(("_en", "_cy")) and value],
        "edition": edition,
        "kind": kind,
        "breadcrumbs": presenters.way(edition),
    }
    return render(request, "plans/removed.html", context, status=CONFLICT)
