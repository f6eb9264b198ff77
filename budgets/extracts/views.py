"""Finance officers' pages of extracts: sent, mapped, looked at, posted whole; and the ledger as such a file."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from budgets.actions import extracts
from budgets.breadcrumbs import from_ledger
from budgets.extracts import exporting, files, presenters, queries
from budgets.extracts.forms import ColumnsForm, ConfirmForm, SendForm
from budgets.models import FinancialYear, LedgerImport
from common.errors import Meanwhile, Refused
from common.files import as_file
from common.forms import asked
from common.inputs import Query
from governance.models import Body
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission

KEEP = Permission.KEEP_LEDGER


def _ledger(request: HttpRequest, key: int, year: int) -> tuple[Body, FinancialYear]:
    board = get_object_or_404(queries.boards_within(request.powers), pk=key)
    return board, get_object_or_404(FinancialYear, first_year=year)


def _imported(request: HttpRequest, key: int) -> LedgerImport:
    imported: LedgerImport = get_object_or_404(queries.imports_within(request.powers), pk=key)
    return imported


def _place(imported: LedgerImport) -> str:
    return reverse("budgets:import", kwargs={"key": imported.pk})


@office_page(KEEP)
def imports(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """Send an extract of a board's ledger for a year; those that were sent, and the ledger as a file."""
    board, of_year = _ledger(request, key, year)
    form = SendForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sent = extracts.send(board=board, year=of_year, name=file.name, content=file.read(), **acting(request))
            return HttpResponseRedirect(_place(sent))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    context = {
        "board": board,
        "year": of_year,
        "problems": asked(form)["problems"],
        "file_error": " ".join(form.errors.get("file", [])),
        "sent": queries.sent_to(board, of_year),
        "posted_twice": presenters.posted_twice(board, of_year),
        "formats": [("csv", "CSV"), ("xlsx", "Excel (XLSX)")],
        "breadcrumbs": from_ledger(board, of_year),
    }
    return render(request, "budgets/imports.html", context)


@office_page(KEEP)
def imported(request: HttpRequest, key: int) -> HttpResponse:
    """One extract: what its columns hold, how far reading has come, what would be posted, and the receipt."""
    found = _imported(request, key)
    form, problems, status = _form(request, found), [], 200
    if request.method == "POST":
        try:
            if _done(request, found, form):
                return HttpResponseRedirect(_place(found))
        except Refused as refusal:
            problems, status = [{"text": str(refusal)}], 409 if isinstance(refusal, Meanwhile) else 200
    shown = presenters.questions(form) if isinstance(form, ColumnsForm) else asked(form)
    context = {**shown, **presenters.page(found), "breadcrumbs": _crumbs(found)}
    context |= {"problems": [*shown["problems"], *problems], "is_mapping": isinstance(form, ColumnsForm)}
    return render(request, "budgets/import.html", context, status=status)


def _crumbs(found: LedgerImport) -> list[dict[str, str]]:
    address = reverse("budgets:imports", kwargs={"key": found.board_id, "year": found.year.first_year})
    return from_ledger(found.board, found.year, (_("Extracts of the ledger"), address))


def _form(request: HttpRequest, found: LedgerImport) -> Form:
    """Return the question of the page: what the columns hold, asked first or asked again, or whether to post."""
    deed = request.POST.get("deed")
    is_again = found.standing == LedgerImport.State.READ and Query(request).says("columns")
    if found.standing == LedgerImport.State.SENT or is_again:
        remembered = queries.remembered_of(found.board)
        return ColumnsForm(request.POST if deed == "read" else None, imported=found, remembered=remembered)
    return ConfirmForm(request.POST or None, imported=found)


def _done(request: HttpRequest, found: LedgerImport, form: Form) -> bool:
    """Do what was pressed; False where the answer must be asked for again."""
    deed, who = request.POST.get("deed"), acting(request)
    if deed == "discard":
        extracts.discard(imported=found, **who)
        return True
    if not form.is_valid():
        return False
    if isinstance(form, ColumnsForm):
        total = form.cleaned_data["stated_total"]
        extracts.read(imported=found, columns=form.columns, stated_total=total, **who)
        return True
    said = {name: form.cleaned_data.get(name, "") for name in ("reason", "asked")}
    extracts.confirm(imported=found, **said, seen=request.POST.get("seen", ""), **who)
    return True


@office_page(KEEP)
def refused_rows(request: HttpRequest, key: int) -> HttpResponse:
    """All rows of an extract that were refused, to be mended and sent again."""
    found = _imported(request, key)
    return as_file(presenters.refused_sheet(found), f"refused-rows-{found.pk}")


@office_page(KEEP)
def export(request: HttpRequest, key: int, year: int, extension: str) -> HttpResponse:
    """The actual spending of a board's ledger in a year, in the format that an import takes."""
    board, of_year = _ledger(request, key, year)
    response = HttpResponse(exporting.WRITERS[extension](board, of_year), content_type=files.MEDIA_TYPES[extension])
    name = f"ledger-{board.pk}-{of_year.first_year}.{extension}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
