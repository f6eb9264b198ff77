"""What the files of plans are called, in the reader's language."""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from plans.models import Edition


def file_name(edition: Edition, extension: str) -> str:
    """Return a name such as llanelli-plan-2026-edition-2.pdf."""
    plan = edition.plan
    words = _("%(body)s plan %(year)s edition %(number)s")
    said = words % {"body": plan.body.name, "year": plan.first_year, "number": edition.number}
    return f"{slugify(said, allow_unicode=True)}.{extension}"
