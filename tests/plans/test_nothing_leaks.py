"""The words of drafts and of rows that are not public appear on no public surface, in either language."""

import io

import docx
import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from common.addresses import page_address
from plans.actions import start_edition
from plans.addresses import document_address, edition_address, plan_address
from plans.editions.kinds import KINDS
from plans.models import Attachment
from plans.published.documents import as_markup
from plans.published.word import as_word
from tests.factories import StoredFileFactory
from tests.moments import AT, ON
from tests.plans.published import publish, write_plan
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db
SECRET = "xyloffon"
LANGUAGES = ("en", "cy")


def secret_texts(code: str) -> dict[str, str]:
    return {f"{name}_{one}": f"{SECRET} {code} {name}" for name in KINDS[code].text_names for one in LANGUAGES}


def add_hidden_rows(setting: Setting) -> Attachment:
    """Add to each list rows that are not public, and a public milestone of an action that is not."""
    for visibility in ("partners", "cluster"):
        for code in ("need", "priority", "risk"):
            setting.add(code, visibility=visibility, **secret_texts(code))
        action = setting.add("action", visibility=visibility, **secret_texts("action"))
        for seen_by in ("public", visibility):
            setting.add("milestone", action=action.key, due_on=ON, visibility=seen_by, **secret_texts("milestone"))
    setting.edition.section_rows.filter(code="risks").update(visibility="cluster", **secret_texts("section"))
    file = StoredFileFactory(name=f"{SECRET}.txt", content=SECRET.encode())
    more = {"language": "both", "file": file, "visibility": "partners"}
    return Attachment.objects.create(edition=setting.edition, **secret_texts("attachment"), **more)


def fill_draft(setting: Setting) -> None:
    """Start the next edition and put the word in every text of it."""
    draft = start_edition(plan=setting.plan, by=setting.lead, at=AT, on=ON)
    for kind in KINDS.values():
        for row in kind.model.objects.filter(edition=draft):
            setting.save(row, **secret_texts(kind.code))
    draft.refresh_from_db()
    draft.return_reason = draft.summary_en = draft.summary_cy = f"{SECRET} reason"
    draft.save()


@pytest.fixture
def setting():
    made = write_plan(Setting())
    made.hidden = add_hidden_rows(made)
    made.first = publish(made)
    fill_draft(made)
    return made


def surfaces(setting: Setting, language: str) -> list[str]:
    """Return the addresses of every public place where a plan is spoken of."""
    edition = setting.first
    with translation.override(language):
        body, board = setting.cluster, setting.board
        places = [plan_address(edition.plan), edition_address(edition), document_address(edition, "json")]
        places += [body.get_absolute_url(), board.get_absolute_url(), setting.group.get_absolute_url()]
        library, search = page_address("plans:library", language), page_address("portal:search", language)
    found = [f"{library}?examples=1", f"{library}?examples=1&q=action", f"{library}?q=action", f"{search}?q=action"]
    return [*places, library, *found, page_address("portal:site_map", language), "/sitemap.xml"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_them(client, setting, language):
    answers = {address: client.get(address) for address in surfaces(setting, language)}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert [address for address, answer in answers.items() if SECRET in answer.content.decode().casefold()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_document_has_them(setting, language):
    word = docx.Document(io.BytesIO(as_word(setting.first, language)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    said = [*(paragraph.text for paragraph in word.paragraphs), *cells]

    assert "A priority" in said or "Enghraifft: priority" in said
    assert SECRET not in " ".join(said)
    assert SECRET not in as_markup(setting.first, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_search_finds_them(client, setting, language):
    for address in (f"{page_address('plans:library', language)}?examples=1&q={SECRET}",):
        document = BeautifulSoup(client.get(address).content, "html.parser")
        assert document.select(".app-results li") == []
    assert SECRET not in setting.first.search_text


def test_a_file_that_is_not_public_cannot_be_had(client, setting):
    assert client.get(f"{edition_address(setting.first)}files/{setting.hidden.key}/").status_code == 404


def test_the_draft_has_no_address(client, setting):
    draft = setting.plan.editions.get(number=2)

    addresses = [edition_address(draft), *(document_address(draft, form) for form in ("json", "pdf", "docx"))]

    assert {client.get(address).status_code for address in addresses} == {404}
