"""Files that go with an edition: told by what is in them and not by their name, kept once, given out to be saved."""

import datetime
import hashlib
import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from common import grids
from common.errors import Refused
from plans import actions
from plans.editions.kinds import KINDS
from plans.models import Edition, PlanRow, StoredFile

MOST_BYTES = 10 * 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
# The ends of names that each media type may have.
ENDS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    f"{OFFICE}.wordprocessingml.document": (".docx",),
    f"{OFFICE}.spreadsheetml.sheet": (".xlsx",),
    f"{OPEN_DOCUMENT}.text": (".odt",),
    f"{OPEN_DOCUMENT}.spreadsheet": (".ods",),
    "text/csv": (".csv",),
}
BEGINNINGS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
PARTS = {
    "word/document.xml": f"{OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}.spreadsheetml.sheet",
}


def attach(
    *,
    edition: Edition,
    values: dict[str, Any],
    name: str,
    content: bytes,
    by: Person,
    at: datetime.datetime,
    **more: Any,
) -> PlanRow:
    """Add a file to an edition, with its title and language; `Refused` for what is too big or of no known kind."""
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is bigger than 10 MB."))
    safe = PurePath(name.replace("\\", "/")).name[:200]
    media_type = media_type_of(safe, content)
    with transaction.atomic():
        file = StoredFile.objects.create(
            name=safe,
            media_type=media_type,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            content=content,
            stored_at=at,
        )
        return actions.add_row(
            edition=edition, kind=KINDS["attachment"], values={**values, "file": file}, by=by, at=at, **more
        )


def media_type_of(name: str, content: bytes) -> str:
    """Return what a file is by its content; raise `Refused` where its name says something else, or it is unknown."""
    found = next((kind for beginning, kind in BEGINNINGS.items() if content.startswith(beginning)), "")
    if not found and content.startswith(b"PK\x03\x04"):
        found = _packed(content)
    elif not found and grids.is_text(content):
        found = "text/csv"
    if not name.lower().endswith(ENDS.get(found, ())) or not found:
        raise Refused(_("Attach a PDF, DOCX, XLSX, ODT, ODS, CSV, PNG or JPEG file, under its own name."))
    return found


def _packed(content: bytes) -> str:
    """Return which kind of document a packed file holds; none for other packages and for those with macros."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = set(package.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return ""
            if "mimetype" in names and package.getinfo("mimetype").file_size < len(OPEN_DOCUMENT) * 2:
                return package.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, RuntimeError):
        return ""
    return next((kind for part, kind in PARTS.items() if part in names), "")
