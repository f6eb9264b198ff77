"""What must hold in the markup of every page, asked of the page as it was sent: each check returns what is wrong."""

from collections import Counter
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag

Check = Callable[[BeautifulSoup], list[str]]
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
LANDMARKS = ("header", "main", "footer")
CONTROLS = "a[href], button, input:not([type=hidden]):not([hidden]), select, textarea, summary"
SCOPES = {"col", "row", "colgroup", "rowgroup"}
SWITCH_NAMES = {"en": "Cymraeg", "cy": "English"}


def faults(document: BeautifulSoup, language: str) -> dict[str, list[str]]:
    """Return what is wrong with a page, by the name of the check; nothing where all is well."""
    found = {check.__name__: check(document) for check in CHECKS}
    found["language"] = [] if document.html["lang"] == language else [document.html["lang"]]
    found["way_to_the_other_language"] = way_to_the_other_language(document, language)
    return {name: said for name, said in found.items() if said}


def heading_levels(document: BeautifulSoup) -> list[int]:
    return [int(heading.name[1]) for heading in document.find_all(HEADINGS)]


def headings(document: BeautifulSoup) -> list[str]:
    """There is one main heading, it comes first, no level is skipped and none is empty."""
    levels = heading_levels(document)
    wrong = [] if levels[:1] == [1] and levels.count(1) == 1 else [f"levels {levels}"]
    pairs = zip(levels, levels[1:], strict=False)
    skipped = [f"h{level} after h{before}" for before, level in pairs if level > before + 1]
    return wrong + skipped + [str(one) for one in document.find_all(HEADINGS) if not one.text.strip()]


def landmarks(document: BeautifulSoup) -> list[str]:
    """Header, main and footer stand once each, and the first link leads to what the page is about."""
    counts = {name: len(document.body.find_all(name)) for name in LANDMARKS}
    wrong = [f"{name}: {count}" for name, count in counts.items() if count != 1]
    first = document.body.find("a")["href"]
    return wrong or ([] if first == f"#{document.main.get('id')}" == "#maincontent" else [first])


def title(document: BeautifulSoup) -> list[str]:
    """The title ends with the name of the portal."""
    parts = document.title.text.split(" - ")
    name = document.select_one(".app-wordmark__name").text
    is_right = len(parts) > 1 and parts[-1] == name and all(part == part.strip() != "" for part in parts)
    return [] if is_right else [document.title.text]


def way_to_the_other_language(document: BeautifulSoup, language: str) -> list[str]:
    """One link with the language's own name leads to this page in the other language, before the main heading."""
    links = document.body.select("a[rel~=alternate]")
    other = "cy" if language == "en" else "en"
    expected = (SWITCH_NAMES[language], other, other)
    if [(link.text, link.get("lang"), link.get("hreflang")) for link in links] != [expected]:
        return [str(link) for link in links] or ["none"]
    is_named, is_first = links[0].find_parent("nav").get("aria-label"), links[0].find_next("h1")
    return [] if is_named and is_first else [str(links[0])]


def targets_of_links(document: BeautifulSoup) -> list[str]:
    """Every link to a place on the page itself has its target."""
    targets = [link["href"][1:] for link in document.select("a[href^='#']")]
    return [target for target in targets if document.find(id=target) is None]


def names_of_places(document: BeautifulSoup) -> list[str]:
    """No two parts of a page have the same id, and what refers to an id finds it."""
    counted = Counter(one["id"] for one in document.find_all(id=True))
    referring = [name for attribute in REFERRING for name in _referred(document, attribute)]
    return [name for name, count in counted.items() if count > 1] + [name for name in referring if name not in counted]


REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


def _referred(document: BeautifulSoup, attribute: str) -> Iterator[str]:
    for one in document.find_all(attrs={attribute: True}):
        value = one[attribute]
        yield from value.split() if isinstance(value, str) else value


def cells(document: BeautifulSoup) -> list[str]:
    """No cell of a table is empty but the corner."""
    every = [cell for table in document.find_all("table") for cell in table.find_all(["td", "th"])[1:]]
    return [str(cell) for cell in every if not cell.text.strip() and not cell.find(["input", "select"])]


def captions(document: BeautifulSoup) -> list[str]:
    """Tables say what they hold, and their headings what they head."""
    tables = document.find_all("table")
    without = [str(table)[:120] for table in tables if not (table.caption and table.caption.text.strip())]
    return without + [str(one) for table in tables for one in table.find_all("th") if one.get("scope") not in SCOPES]


def names_of_controls(document: BeautifulSoup) -> list[str]:
    """No control is without a name."""
    return [str(control)[:120] for control in document.select(CONTROLS) if not _is_named(control, document)]


def _is_named(control: Tag, document: BeautifulSoup) -> bool:
    if control.get("aria-label") or (control.name not in ("input", "select", "textarea") and _says_something(control)):
        return True
    label = control.find_parent("label") or document.find("label", attrs={"for": control.get("id", "")})
    is_button = control.get("type") in ("submit", "button") and control.get("value")
    return bool(label and label.text.strip() or is_button or control.get("aria-labelledby"))


def _says_something(control: Tag) -> bool:
    pictures = [image.get("alt") for image in control.find_all("img")]
    titles = [one.get("aria-label") for one in control.find_all(attrs={"aria-label": True})]
    return bool(control.text.strip() or any(pictures) or any(titles))


def raw_values(document: BeautifulSoup) -> list[str]:
    """No value of a program stands where words should: a dictionary, an object's own name, None."""
    signs = ("{'", "<bound method", " object at 0x", "None,")
    return [text for text in document.main.stripped_strings if any(sign in text for sign in signs)]


CHECKS: tuple[Check, ...] = (
    headings,
    landmarks,
    title,
    targets_of_links,
    names_of_places,
    cells,
    captions,
    names_of_controls,
    raw_values,
)
