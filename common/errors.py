"""Refusals: what the portal says when it will not or cannot do a thing."""

from django.conf import settings
from django.utils import translation


class Refused(Exception):
    """A thing was asked that will not be done; carries one clear sentence, lazily translated or not."""

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class Meanwhile(Refused):
    """Somebody else changed what it is about since it was shown; it is to be looked at again."""


def in_each_language(sentence: object) -> dict[str, str]:
    """Return a lazily translated sentence in every language of the portal."""
    sentences = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            sentences[language] = str(sentence)
    return sentences
