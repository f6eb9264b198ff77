"""Administrators' pages of files of changes: sent, looked at row by row, confirmed whole, undone whole."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.breadcrumbs import from_providers
from clusters.forms import UndoForm, UploadForm
from clusters.models import Upload
from clusters.step_presenters import rows
from clusters.steps import steps_of
from clusters.uploads import actions, presenters
from clusters.uploads.actions import BrokenUpload
from clusters.uploads.reading import COLUMNS, LARGEST
from common import clock
from common.errors import Meanwhile, Refused
from common.files import named_file
from common.forms import asked
from governance.offices.presenters import Row
from governance.offices.wizard import CONFLICT
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission


@office_page(Permission.MANAGE_MEMBERSHIP)
def uploads(request: HttpRequest) -> HttpResponse:
    """Send a file of changes; what is wrong with it is told by row and column, beside the rows that are good."""
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "kinds": Upload.Kind.choices, "breadcrumbs": from_providers()}
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(_place(_kept(request, form)))
        except BrokenUpload as broken:
            context |= {"faults": broken.faults, "rows": presenters.planned_rows(broken.good)}
            form.add_error(None, _("The file has faults, so nothing of it was kept. Mend them and send it again."))
    reach = request.powers.bodies(Permission.MANAGE_MEMBERSHIP).values("pk")
    sent = Upload.objects.filter(body__in=reach).select_related("uploaded_by").order_by("-uploaded_at", "-pk")
    return render(request, "clusters/uploads.html", {**context, "problems": asked(form)["problems"], "sent": sent[:20]})


def _kept(request: HttpRequest, form: UploadForm) -> Upload:
    sent = form.cleaned_data["file"]
    return actions.upload(
        kind=form.cleaned_data["kind"],
        name=sent.name,
        content=sent.read(LARGEST + 1),
        by=request.user,
        at=clock.now(),
        on=clock.today(),
    )


def _place(upload: Upload) -> str:
    return reverse("clusters:upload", kwargs={"key": upload.pk})


@office_page(Permission.MANAGE_MEMBERSHIP)
def upload(request: HttpRequest, key: int) -> HttpResponse:
    """One file: what it would change, and once it is confirmed the receipt, from where it can be undone."""
    reach = Upload.objects.filter(body__in=request.powers.bodies(Permission.MANAGE_MEMBERSHIP).values("pk"))
    found = get_object_or_404(reach.select_related("uploaded_by", "confirmed_by", "undone_by"), pk=key)
    form = UndoForm(request.POST if request.POST.get("deed") == "undo" else None)
    status = 200
    if request.method == "POST":
        try:
            if _done(request, found, form):
                return HttpResponseRedirect(_place(found))
        except Meanwhile as meanwhile:
            form, status = _told(request, found, meanwhile), CONFLICT
        except Refused as refusal:
            form = _with(refusal)
    context = {**asked(form), "upload": found, "rows": _rows(found), "seen": actions.mark_of_upload(found)}
    context["breadcrumbs"] = _uploads_crumbs()
    return render(request, "clusters/upload.html", context, status=status)


def _uploads_crumbs() -> list[dict[str, str]]:
    return from_providers((_("Changes from a file"), reverse("clusters:uploads")))


def _rows(found: Upload) -> list[Row]:
    if found.kind == Upload.Kind.MEMBERSHIPS or found.confirmed_at is not None:
        return rows(steps_of(found.steps))
    return presenters.new_provider_rows(found.rows, actions.clusters_changed(found))


def _done(request: HttpRequest, found: Upload, form: UndoForm) -> bool:
    """Carry out what was pressed; False where the answer must be asked for again."""
    who = acting(request)
    if request.POST.get("deed") == "confirm":
        actions.confirm(upload=found, seen=request.POST.get("seen", ""), **who)
        return True
    if not form.is_valid():
        return False
    actions.undo(upload=found, reason=form.cleaned_data["reason"], **who)
    return True


def _with(refusal: Refused) -> UndoForm:
    """Return the form with a sentence above it."""
    form = UndoForm({"reason": "–"})
    form.add_error(None, str(refusal))
    form.data = {}
    return form


def _told(request: HttpRequest, found: Upload, meanwhile: Meanwhile) -> UndoForm:
    """Work out anew what a file changes after somebody else's change, and say so."""
    if found.confirmed_at is None:
        found.steps = actions.look_again(upload=found, by=request.user, at=clock.now(), on=clock.today()).steps
    return _with(meanwhile)


@office_page(Permission.MANAGE_MEMBERSHIP)
def membership_example(request: HttpRequest) -> HttpResponse:
    """A file of changes of membership with its heading and no row."""
    return _empty(Upload.Kind.MEMBERSHIPS)


@office_page(Permission.MANAGE_MEMBERSHIP)
def provider_example(request: HttpRequest) -> HttpResponse:
    """A file of new providers with its heading and no row."""
    return _empty(Upload.Kind.PROVIDERS)


def _empty(kind: Upload.Kind) -> HttpResponse:
    return named_file((",".join(COLUMNS[kind]) + "\r\n").encode(), f"{kind}.csv")
