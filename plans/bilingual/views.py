"""Pages of translating a plan: how far each half is, the texts as a file, and the file that comes back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from common.errors import Meanwhile, Refused
from common.forms import asked
from common.inputs import Query
from governance.offices.wizard import CONFLICT
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk
from plans.bilingual import actions, files, presenters
from plans.bilingual.forms import ExportForm, ImportForm
from plans.bilingual.judging import judged
from plans.bilingual.texts import texts_of
from plans.models import Edition, TranslationFile
from plans.policies import access_to, editions_within, is_writable

DEFAULTS = {"into": "cy", "which": "open", "format": "csv"}
READ, WRITE = Permission.READ_PLANS, Permission.WRITE_PLANS


def _edition(request: HttpRequest, key: int, permission: Permission) -> Edition:
    found = editions_within(request.powers, permission).select_related("plan__body")
    edition: Edition = get_object_or_404(found, pk=key)
    return edition


def _place(name: str, key: int) -> str:
    return reverse(f"plans:{name}", kwargs={"key": key})


def _crumbs(edition: Edition, *names: str) -> list[dict[str, str]]:
    words = {"translation": _("Translation"), "translation_import": _("Translations from a file")}
    return from_desk(*((words[name], _place(name, edition.pk)) for name in names))


@office_page(READ)
def translation(request: HttpRequest, key: int) -> HttpResponse:
    """How far each half of an edition is, what changed in the source of what is out of date, and the ways to a file."""
    edition = _edition(request, key, READ)
    access = access_to(request.powers, edition.plan)
    texts = texts_of(edition, access.visibilities)
    context = {
        "edition": edition,
        "languages": presenters.counts(texts),
        "stale": presenters.stale(texts),
        "may_import": access.writes and is_writable(edition),
        "import_address": _place("translation_import", edition.pk),
        "questions": asked(ExportForm(initial={**DEFAULTS, "into": presenters.most_open(texts)}))["questions"],
        "breadcrumbs": _crumbs(edition),
    }
    return render(request, "plans/translation.html", context)


@office_page(READ)
def translation_export(request: HttpRequest, key: int) -> HttpResponse:
    """The texts of an edition for a translator: those that lack something, or all that have a source."""
    edition = _edition(request, key, READ)
    form = ExportForm({**DEFAULTS, **Query(request).all()})
    if not form.is_valid():
        raise Http404
    into, which, kind = (form.cleaned_data[name] for name in ("into", "which", "format"))
    found = texts_of(edition, access_to(request.powers, edition.plan).visibilities)
    of_language = [text for text in found if text.half.language == into and text.half.source]
    wanted = [text for text in of_language if which == "all" or text.is_open]
    if kind == "xlf" and not wanted:
        raise Http404(_("There is nothing to translate."))
    content = files.xliff(edition, wanted, into=into) if kind == "xlf" else files.comma_separated(wanted, into=into)
    return _as_file(content, f"plan-{edition.pk}-{into}.{kind}", kind)


def _as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=files.MEDIA_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@office_page(WRITE)
def translation_import(request: HttpRequest, key: int) -> HttpResponse:
    """Send a file of translations back; nothing is saved before its rows were looked at."""
    edition = _edition(request, key, WRITE)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(_place("translation_file", _kept(request, edition, form).pk))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "edition": edition,
        "is_writable": is_writable(edition),
        "problems": asked(form)["problems"],
        "sent": edition.translation_files.select_related("uploaded_by")[:20],
        "breadcrumbs": _crumbs(edition, "translation"),
    }
    return render(request, "plans/translation-import.html", context)


def _kept(request: HttpRequest, edition: Edition, form: ImportForm) -> TranslationFile:
    sent = form.cleaned_data["file"]
    content = sent.read(files.LARGEST + 1)
    return actions.upload(edition=edition, name=sent.name, content=content, **acting(request))


@office_page(WRITE)
def translation_file(request: HttpRequest, key: int) -> HttpResponse:
    """One file of translations: what becomes of each row, and once it is confirmed the receipt."""
    within = TranslationFile.objects.filter(edition__in=editions_within(request.powers, WRITE).values("pk"))
    kept = get_object_or_404(within.select_related("edition__plan__body", "uploaded_by", "confirmed_by"), pk=key)
    problems, status = [], 200
    if request.method == "POST":
        try:
            actions.confirm(kept=kept, seen=request.POST.get("seen", ""), **acting(request))
            return HttpResponseRedirect(_place("translation_file", kept.pk))
        except Meanwhile as meanwhile:
            kept.outcomes = actions.look_again(kept=kept, **acting(request)).outcomes
            problems, status = [{"text": str(meanwhile)}], CONFLICT
        except Refused as refusal:
            problems = [{"text": str(refusal)}]
    context = {**_shown(request, kept), "problems": problems}
    return render(request, "plans/translation-file.html", context, status=status)


def _shown(request: HttpRequest, kept: TranslationFile) -> dict[str, Any]:
    rows = judged(kept, kept.edition, access_to(request.powers, kept.edition.plan))
    return {
        "file": kept,
        "seen": actions.mark_of_file(kept),
        "edition": kept.edition,
        "file_language": presenters.language_name(kept.language),
        "rows": presenters.file_rows(rows, kept.outcomes),
        **presenters.told(kept.outcomes),
        "breadcrumbs": _crumbs(kept.edition, "translation", "translation_import"),
    }
