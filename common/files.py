"""Tables as files to keep."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from common import workbooks


def as_file(sheet: workbooks.Sheet, name: str) -> HttpResponse:
    """Answer with a table as plain text, comma-separated, to be saved under a name."""
    return named_file(workbooks.comma_separated(sheet), f"{name}.csv")


def named_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=workbooks.MEDIA_TYPES["csv"])
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
