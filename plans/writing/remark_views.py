"""The remarks on one section or row, in threads: read, made, answered, resolved and opened again."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from common.forms import asked
from common.inputs import whole_number
from common.prose.tree import Marks
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed
from plans.models import Comment
from plans.writing import presenters, remark_actions, saving
from plans.writing.reach import Opened, opened
from plans.writing.threads import threads_of


class RemarkForm(forms.Form):
    """What somebody wants to remark."""

    text = forms.CharField(label=_("Your remark"), widget=forms.Textarea, required=False)


@office_page(Permission.READ_PLANS)
def remarks(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """All remarks on a section or row; whoever may read it may remark on it."""
    found, form = opened(request, kind, key), RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not saving.is_preview(request):
        try:
            _do(request, found, form.cleaned_data["text"])
            return HttpResponseRedirect(request.path)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return _page(request, found, form)


def _do(request: HttpRequest, found: Opened, text: str) -> None:
    """Do what the button says that was pressed: `answer:12`, `resolve:12`, `reopen:12`, or remark anew."""
    step, _sep, which = request.POST.get("step", "").partition(":")
    who = acting(request)
    if step not in ("answer", "resolve", "reopen"):
        remark_actions.remark(plan=found.edition.plan, key=found.row.key, text=text, **who)
        return
    place = {"plan": found.edition.plan, "key": found.row.key, "answers": None}
    remark = get_object_or_404(Comment, pk=whole_number(which), **place)
    if step == "answer":
        remark_actions.answer_remark(remark=remark, text=text, **who)
    elif step == "resolve":
        _settle(remark, text, who)
    else:
        remark_actions.reopen_remark(remark=remark, **who)


def _settle(remark: Comment, text: str, who: dict[str, Any]) -> None:
    """Settle a remark; what was typed beside the button is its last answer."""
    with transaction.atomic():
        if text.strip():
            remark_actions.answer_remark(remark=remark, text=text, **who)
        remark_actions.resolve_remark(remark=remark, **who)


def _page(request: HttpRequest, found: Opened, form: RemarkForm) -> HttpResponse:
    threads = threads_of(found.edition.plan, found.row.key)
    context = {
        **asked(form),
        "found": found,
        "preview": form["text"].value() if saving.is_preview(request) else None,
        "marks": {"data-marks": Marks.BRIEF.value},
        "edition": found.edition,
        "title": saving.title_of(found),
        "open": [one for one in threads if one.is_open],
        "resolved": [one for one in threads if not one.is_open],
        "may_settle": found.access.writes,
        "breadcrumbs": presenters.way(found.edition, (saving.title_of(found), saving.address_of(found))),
    }
    return render(request, "plans/remarks.html", context)
