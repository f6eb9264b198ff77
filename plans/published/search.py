"""Published plans as something to be found: by the words that stand in them, with where these stand."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.search.documents import Quote, Shown, Texts, register_texts
from plans.published import library


def find(words: str, _on: datetime.date) -> list[Shown]:
    return [_shown(entry) for entry in library.search(words)]


def _shown(entry: library.Entry) -> Shown:
    edition = entry.edition
    line = _("Edition %(number)s") % {"number": edition.number} + f" · {edition.get_state_display()}"
    quotes = tuple(Quote(one.part, one.language, one.before, one.found, one.after) for one in entry.places)
    return Shown(f"{edition.plan.body.name}: {edition.plan.title}", entry.address, line, quotes=quotes)


def register_kinds() -> None:
    """Say that what plans say can be found."""
    register_texts(Texts("plans", gettext_lazy("Plans"), 55, find))
