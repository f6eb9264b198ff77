"""Texts with marks on pages: `{{ text|prose:2 }}` under a heading of that level, `{{ text|brief }}`."""

from django import template
from django.utils.safestring import SafeString

from common.prose.markup import markup_of
from common.prose.reading import count_words
from common.prose.tree import Marks

register = template.Library()


@register.filter
def prose(text: str, under: int = 2) -> SafeString:
    """Return a text that may have every mark."""
    return markup_of(text, Marks.FULL, under=int(under or 2))


@register.filter
def brief(text: str) -> SafeString:
    """Return a text that may have emphasis and links."""
    return markup_of(text, Marks.BRIEF)


@register.filter
def words_counted(text: str) -> int:
    return count_words(text or "", Marks.FULL)
