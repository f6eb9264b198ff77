"""Order, search and date ranges for names and dates in Welsh and English.

The sort keys are stored beside the names and compared as plain bytes (the "C" collation), so a list has the same
order in the database, in Python and in a download, whatever collations the server has.
"""

import re
import unicodedata
from datetime import date

from django.utils import translation

from common.dates import date_format

# The eight letters of the Welsh alphabet that are written with two characters, and how a key writes them. `~`
# comes after every ASCII letter, so "c~" falls after "cz" and before "d": ch between c and d, ng between g and h.
DIGRAPHS = {
    "ch": "c~",
    "dd": "d~",
    "ff": "f~",
    "ng": "g~",
    "ll": "l~",
    "ph": "p~",
    "rh": "r~",
    "th": "t~",
}

# Beginnings of words in which two characters that could be one letter are two, because two words meet there: `|`
# marks the place. Spelling alone does not tell Llan-gefni from llong, so it is a list, and it may grow. A whole
# element ("llan|g") is given where every place name that goes on with g is a compound; elements such as llyn, tan
# and dan are not, because llynges, tangnefedd and dangos have the letter ng.
JOINS = frozenset(
    {
        "aber|h",
        "abergwyn|g",
        "ban|gor",
        "blaen|g",
        "bron|g",
        "bryn|g",
        "carn|g",
        "cefn|g",
        "felin|g",
        "ffynnon|g",
        "garn|g",
        "glan|g",
        "gwaun|g",
        "gwyn|g",
        "hen|g",
        "lan|gland",
        "lan|gstone",
        "llan|g",
        "llanfairpwllgwyn|g",
        "llwyn|g",
        "maen|g",
        "melin|g",
        "pen|g",
        "ton|gwynlais",
        "waun|g",
    }
)

LONG_DATE = "j F Y"
RANGES = {"cy": "{start} i {end}", "en": "{start} to {end}"}

_BEGINNINGS = {join.replace("|", ""): join for join in JOINS}
_DIGRAPH = re.compile("|".join(DIGRAPHS))
_BETWEEN_WORDS = re.compile(r"[\s/]+")
_LETTERS = re.compile(r"[^\W_]+")
_AND = frozenset({"a", "ac", "and"})
# "a'r" (and the), "a'i", "a'u" ...: the same "and", run together with the next small word.
_AND_RUN_TOGETHER = re.compile(r"\ba'(?:ch|i|m|n|r|th|u)\b")
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ`´", "'"))


def sort_key(name: str) -> str:
    """The key that puts `name` in the order of the Welsh alphabet when keys are compared as bytes.

    The alphabet is a b c ch d dd e f ff g ng h i j l ll m n o p ph r rh s t th u w y, with k q v x z in their
    English places. Accents, case and punctuation do not count; a space comes before every letter. An article
    counts, so Y Barri stands under Y.
    """
    return _key(name, _welsh_letters)


def english_sort_key(name: str) -> str:
    """As `sort_key`, by the English alphabet."""
    return _key(name, lambda letters: letters)


def fold(text: str) -> str:
    """`text` as search compares it: without accents, case, apostrophes, hyphens and the words for "and".

    Words stay apart, separated by one space. A text of nothing but "and" keeps it: an empty fold would be found
    in every name.
    """
    words = _words(_AND_RUN_TOGETHER.sub("", _plain(text)))
    return " ".join([word for word in words if word not in _AND] or words)


def fold_closed(text: str) -> str:
    """As `fold`, with the words run together, so that "pen y bont" finds "Pen-y-bont"."""
    return fold(text).replace(" ", "")


def date_range(start: date, end: date, language: str) -> str:
    """The two dates as a range in `language` ("cy" or "en"): 1 Ebrill 2025 i 31 Mawrth 2026.

    Both dates keep their day number, because "i" before the bare name of a month would mutate it (i Fawrth).
    """
    with translation.override(language):
        written = {
            "start": date_format(start, LONG_DATE),
            "end": date_format(end, LONG_DATE),
        }
    return RANGES[language].format(**written)


def _key(name, spell):
    """The words of `name`, each run of letters spelt by `spell`."""
    words = _BETWEEN_WORDS.split(_plain(name))
    keys = ("".join(spell(letters) for letters in _LETTERS.findall(word)) for word in words)
    return " ".join(filter(None, keys))


def _plain(text):
    """`text` in small letters, without accents, its apostrophes all alike."""
    decomposed = unicodedata.normalize("NFD", text.translate(_APOSTROPHES).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _words(plain):
    words = ("".join(_LETTERS.findall(word)) for word in _BETWEEN_WORDS.split(plain))
    return [word for word in words if word]


def _welsh_letters(letters):
    """An unbroken run of letters with each two-character letter written as in DIGRAPHS.

    Hyphens have already parted the run, and a hyphen parts letters too: Pen-gelli has n and g.
    """
    return _DIGRAPH.sub(lambda match: DIGRAPHS[match[0]], _part_joins(letters)).replace("|", "")


def _part_joins(letters):
    for beginning, parted in _BEGINNINGS.items():
        if letters.startswith(beginning):
            return parted + letters[len(beginning) :]
    return letters
