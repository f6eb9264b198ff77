"""What every signed-in page knows of its reader. Public pages know nobody."""

from django.http import HttpRequest

from portal.header import Reader


def reader(request: HttpRequest) -> dict[str, Reader | None]:
    return {"reader": Reader(request) if getattr(request, "signed_in", None) else None}
