"""A frozen edition as a tagged PDF in both languages: what screen readers need is in it."""

import io
import re

import pikepdf
import pytest

from common import jobs
from common.jobs import enqueue
from plans.addresses import document_address, edition_address
from plans.models import Document, EditionState
from plans.published.documents import Elsewhere, pdf, static_files
from tests.moments import AT
from tests.plans.marked import published_with_marks
from tests.plans.published import publish, published, write_plan
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "cy")
HEADING = re.compile(r"^/H([1-6])$")


def elements(node):
    """Return the elements of a structure tree in reading order."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


@pytest.fixture(params=LANGUAGES)
def made(request):
    """Return the language, the edition and its opened PDF."""
    edition = published()
    return request.param, edition, pikepdf.open(io.BytesIO(pdf(edition, request.param)))


def test_the_document_is_tagged_and_says_its_language_and_title(made):
    language, edition, document = made
    root = document.Root

    assert root.MarkInfo.Marked
    assert str(root.Lang) == f"{language}-GB"
    assert root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert edition.plan.period in metadata["dc:title"]


def test_headings_are_in_order_from_the_first(made):
    _language, _edition, document = made

    found = [HEADING.match(str(one.S)) for one in elements(document.Root.StructTreeRoot)]
    levels = [int(one[1]) for one in found if one]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [level for before, level in zip(levels, levels[1:], strict=False) if level > before + 1] == []


def test_tables_have_heading_cells(made):
    _language, _edition, document = made
    tables = [one for one in elements(document.Root.StructTreeRoot) if str(one.S) == "/Table"]

    kinds = [{str(cell.S) for cell in elements(table)} for table in tables]

    assert len(tables) == 4
    assert all({"/TH", "/TD", "/TR"} <= kind for kind in kinds)


def test_every_heading_cell_has_a_scope_and_every_cell_finds_its_headings():
    """PDF/UA-1, 7.5: the claim stands only where this holds, in texts as well."""
    document = pikepdf.open(io.BytesIO(pdf(published_with_marks(), "en")))
    root = document.Root.StructTreeRoot
    found = list(elements(root))
    heads = [one for one in found if str(one.S) == "/TH"]
    names = list(root.IDTree.Names)
    ids = {str(name): cell for name, cell in zip(names[::2], names[1::2], strict=True)}
    asked = {str(name) for one in found if str(one.S) == "/TD" for name in one.A.Headers}

    assert {str(one.A.Scope) for one in heads} == {"/Column", "/Row"}
    assert asked == asked & {name for name, cell in ids.items() if str(cell.S) == "/TH"}
    assert list(ids) == sorted(ids)
    assert len(ids) == len(heads)
    assert len([one for one in found if str(one.S) == "/Table"]) == 5
    firsts = [next(iter(elements(one))) for one in found if str(one.S) == "/THead"]
    assert {str(cell.A.Scope) for row in firsts for cell in elements(row) if str(cell.S) == "/TH"} == {"/Column"}


def test_every_figure_says_what_it_shows(made):
    _language, _edition, document = made
    figures = [one for one in elements(document.Root.StructTreeRoot) if str(one.S) == "/Figure"]

    assert [str(one.Alt) != "" for one in figures] == [True]


def test_each_language_has_its_own_words(made):
    language, edition, document = made

    titles = {str(one.get("/T", "")) for one in elements(document.Root.StructTreeRoot)}
    with document.open_metadata() as metadata:
        said = metadata["dc:title"]

    assert titles == {""}
    assert ("Cynllun" in said) == (language == "cy")


@pytest.mark.parametrize("address", ["https://example.org/x.png", "file:///etc/hostname", "data:text/plain,x"])
def test_a_document_fetches_nothing_but_static_files(address):
    with pytest.raises(Elsewhere):
        static_files().fetch(address)
    assert static_files().fetch("static:clwstwr/mark.svg").status == 200


def test_the_job_makes_both_documents_once(client):
    edition = publish(write_plan(Setting()), EditionState.APPROVED, published_at=None)
    work = enqueue("plans.make_documents", at=AT, edition=edition.pk)
    again = enqueue("plans.make_documents", at=AT, edition=edition.pk)

    assert [jobs.run(one.pk).state for one in (work, again)] == ["done", "done"]

    assert sorted(Document.objects.filter(edition=edition).values_list("language", flat=True)) == ["cy", "en"]
    assert client.get(document_address(edition, "pdf")).status_code == 404


def test_the_page_offers_the_document_once_it_is_made(client, django_capture_on_commit_callbacks):
    edition = published()
    assert "are being made" in client.get(edition_address(edition)).text
    assert client.get(document_address(edition, "pdf")).status_code == 404

    work = enqueue("plans.make_documents", at=AT, edition=edition.pk)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.run(work.pk)

    page = client.get(edition_address(edition)).text
    assert "are being made" not in page
    response = client.get(document_address(edition, "pdf", "cy"))
    assert response["Content-Type"] == "application/pdf"
    assert "cynllun" in response["Content-Disposition"]
