"""Plans from before: attached as files, shown in the library and at an address of their own."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditRecord
from common.addresses import page_address
from governance.models import Office
from plans.addresses import edition_address
from plans.models import Edition
from plans.published.forms import media_type_of
from plans.published.word import MEDIA_TYPE
from tests.plans.setting import Setting
from tests.reading import words

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 an example"
ADDRESS = page_address("plans:attach_historic", "en")


def archive(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return written.getvalue()


@pytest.fixture
def setting():
    return Setting()


@pytest.fixture
def administrator(setting, enter, moved_clock):
    moved_clock("2026-03-09T10:00:00+00:00")
    person = setting.appoint(Office.BOARD_ADMINISTRATOR, setting.board)
    enter(person)
    return person


def answers(setting, content=PDF, **more):
    file = SimpleUploadedFile("Cynllun Tŷ.pdf", content)
    texts = {"summary_en": "What was planned.", "summary_cy": "Yr hyn a gynlluniwyd."}
    years = {"first_year": "2020", "years": "3"}
    return {
        "body": setting.cluster.pk,
        "kind": "cluster_imtp",
        "language": "en",
        **years,
        **texts,
        "file": file,
        **more,
    }


def test_an_attached_plan_can_be_read_at_once(client, page, setting, administrator):
    response = client.post(ADDRESS, answers(setting))

    edition = Edition.objects.get(origin="file")
    assert response["Location"] == edition_address(edition)
    document = page(edition_address(edition))
    assert "What was planned." in words(document.main)
    kept = client.get(document.select_one(".app-forms a")["href"])
    assert kept.content == PDF
    assert kept["Content-Type"] == "application/pdf"
    assert kept["Content-Disposition"].startswith("attachment;")
    assert kept["X-Content-Type-Options"] == "nosniff"
    library = page(f"{page_address('plans:library', 'en')}?examples=1&q=planned")
    assert [one.a["href"] for one in library.select(".app-results li")] == [edition_address(edition)]
    assert AuditRecord.objects.filter(action="plans.attach_historic", by=administrator).count() == 1


@pytest.mark.parametrize(
    "content", [b"<html>", archive("other.xml"), archive("word/document.xml", "word/vbaProject.bin")]
)
def test_what_is_neither_pdf_nor_word_is_refused(client, setting, administrator, content):
    response = client.post(ADDRESS, answers(setting, content))

    assert "neither a PDF nor a Word document" in response.text
    assert not Edition.objects.filter(origin="file").exists()


def test_a_word_document_is_known_by_its_content():
    assert media_type_of(archive("word/document.xml")) == MEDIA_TYPE


def test_a_plan_of_another_kind_of_body_is_refused(client, setting, administrator):
    response = client.post(ADDRESS, answers(setting, kind="pan_cluster"))

    assert "is not written by this body" in response.text
    assert not Edition.objects.filter(origin="file").exists()


def test_a_plan_is_attached_once(client, setting, administrator):
    client.post(ADDRESS, answers(setting))

    assert "is here already" in client.post(ADDRESS, answers(setting)).text
    assert Edition.objects.filter(origin="file").count() == 1


def test_a_cluster_of_another_board_is_no_choice(client, setting, administrator):
    other = Setting()

    response = client.post(ADDRESS, answers(setting, body=other.cluster.pk))

    assert response.status_code == 200
    assert not Edition.objects.filter(origin="file").exists()
