"""Files that go with a plan: which are taken, and how they are given out."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.errors import Refused
from governance.models import Office
from plans.models import StoredFile, Visibility
from plans.writing.attaching import MOST_BYTES, OFFICE, OPEN_DOCUMENT, attach, media_type_of
from tests.plans.setting import AT, NOW, Setting


def packed(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return stream.getvalue()


TAKEN = {
    "plan.pdf": (b"%PDF-1.7 ...", "application/pdf"),
    "map.PNG": (b"\x89PNG\r\n\x1a\n....", "image/png"),
    "photo.jpeg": (b"\xff\xd8\xff\xe0....", "image/jpeg"),
    "plan.docx": (packed(word__document_xml="<w/>"), f"{OFFICE}.wordprocessingml.document"),
    "money.xlsx": (packed(xl__workbook_xml="<w/>"), f"{OFFICE}.spreadsheetml.sheet"),
    "plan.odt": (packed(mimetype=f"{OPEN_DOCUMENT}.text"), f"{OPEN_DOCUMENT}.text"),
    "money.ods": (packed(mimetype=f"{OPEN_DOCUMENT}.spreadsheet"), f"{OPEN_DOCUMENT}.spreadsheet"),
    "rows.csv": ("enw,swm\nGwên,1".encode(), "text/csv"),
    "windows.csv": ("enw;swm\nGwên;1".encode("cp1252"), "text/csv"),
}
REFUSED = {
    "page.html": b"<script>alert(1)</script>",
    "page.pdf": b"<script>alert(1)</script>",
    "plan.csv": b"%PDF-1.7",
    "macro.docx": packed(word__document_xml="<w/>", word__vbaProject_bin="x"),
    "archive.zip": packed(readme="x"),
    "broken.docx": b"PK\x03\x04broken",
    "empty.csv": b"",
    "run.exe": b"MZ\x90\0",
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_told_by_its_content(name):
    content, media_type = TAKEN[name]

    assert media_type_of(name, content) == media_type


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_none_of_these_or_named_otherwise_is_refused(name):
    with pytest.raises(Refused, match="under its own name"):
        media_type_of(name, REFUSED[name])


@pytest.mark.django_db
def test_a_file_is_attached_listed_and_given_out_to_be_saved_to_those_who_may_see_it(client, moved_clock):
    moved_clock(AT.isoformat())
    setting = Setting()
    client.force_login(setting.lead)
    add = reverse("plans:add_row", kwargs={"key": setting.edition.pk, "kind": "attachment"})
    upload = SimpleUploadedFile("../Cynllun.pdf", b"%PDF-1.7 ...")
    answers = {"title_en": "A map", "language": "both", "visibility": Visibility.CLUSTER, "file": upload}

    answer = client.post(add, answers)

    row = setting.edition.attachment_rows.get()
    assert "Cynllun.pdf" in client.get(answer.url).content.decode()
    address = reverse("plans:file", kwargs={"key": row.pk})
    given = client.get(address)
    assert (given.content, given["Content-Type"]) == (b"%PDF-1.7 ...", "application/pdf")
    assert given["Content-Disposition"] == 'attachment; filename="Cynllun.pdf"'
    assert given["X-Content-Type-Options"] == "nosniff"
    client.force_login(setting.appoint(Office.APPROVER, setting.board))
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_file_that_is_refused_leaves_nothing_behind():
    setting = Setting()
    values = {"title_en": "A file", "language": "en"}
    for name, content in (("x.pdf", b"no"), ("x.pdf", b"%PDF-" + b"0" * MOST_BYTES)):
        with pytest.raises(Refused):
            attach(edition=setting.edition, values=values, name=name, content=content, by=setting.lead, **NOW)

    assert not StoredFile.objects.exists()
