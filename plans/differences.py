"""What is different between two texts, word by word, so that somebody reads the change and not the text again."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WORDS = re.compile(r"\s+|[^\s]+")


def words_changed(before: str, after: str) -> SafeString:
    """Return a text as it is now with what was added and what was removed marked, in words that can be heard too."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    parts = []
    for deed, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if deed == "equal":
            parts.append(format_html("{}", "".join(new[new_start:new_end])))
            continue
        parts.append(_marked("del", _("removed:"), "".join(old[start:end])))
        parts.append(_marked("ins", _("added:"), "".join(new[new_start:new_end])))
    return format_html_join("", "{}", ((part,) for part in parts))


def _marked(element: str, told: str, words: str) -> SafeString:
    """Return words in an element, or nothing where there are none; the telling word is for whoever cannot see it."""
    if not words:
        return SafeString("")
    hidden = format_html('<span class="nhsuk-u-visually-hidden"> {} </span>', told)
    return format_html("<{0}>{1}{2}</{0}>", SafeString(element), hidden, words)
