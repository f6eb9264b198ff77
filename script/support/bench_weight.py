"""Measure how many bytes come over the wire for each public page, with everything that it loads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import brotli
from bench_common import judge_most, prepared_database, public_pages, report, start_portal
from bench_web import Answer, fetch, web_server
from places import Refused, sentences_for_people

FIRST_VISIT, FIRST_VISIT_TO_THE_TABLE, NEXT_PAGE = 90, 100, 40  # kB of 1,000 bytes
TABLES = {"indicators_summary", "indicators_health_board_summary"}
LOADING_LINKS = {"stylesheet", "icon", "preload", "manifest", "apple-touch-icon", "mask-icon", "modulepreload"}
LOADING = {"script": "src", "img": "src", "source": "src", "iframe": "src", "video": "src", "audio": "src",
           "embed": "src", "object": "data", "image": "href", "use": "href", "input": "src"}  # fmt: skip
IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")


def run() -> None:
    """Print one line per page: the weight of a first visit, that of a next page, and who else is asked."""
    with prepared_database("bench_weight") as database:
        start_portal(database)
        pages = public_pages()
        with web_server(database) as port:
            visits = {name: Visit(port, path) for name, path in pages.items()}
            for name, visit in visits.items():
                report_visit(name, visit)
            report_others(visits)


def report_visit(name: str, visit: "Visit") -> None:
    """Print the weights of a page; a download is not a page and is held against no bar."""
    if not visit.is_page:
        report(f"download_of_{name}", visit.answer.size / 1000, "kB")
        return
    bar = FIRST_VISIT_TO_THE_TABLE if name in TABLES else FIRST_VISIT
    judge_most(f"first_visit_to_{name}", (visit.answer.size + visit.parts_size) / 1000, "kB", bar)
    judge_most(f"next_page_{name}", (visit.answer.size + visit.not_kept_size) / 1000, "kB", NEXT_PAGE)


def report_others(visits: dict[str, "Visit"]) -> None:
    """Print how many addresses of other parties the pages load, and which."""
    others = sorted({address for visit in visits.values() for address in visit.others})
    judge_most("third_party_addresses", len(others), "addresses", 0)
    for address in others:
        print(f"  loaded from elsewhere: {address}")


@dataclass(frozen=True)
class Part:
    """Something that a page loads: what came over the wire, and whether the browser keeps it for the next page."""

    answer: Answer

    @property
    def is_kept(self) -> bool:
        return "immutable" in self.answer.header("Cache-Control")


class Visit:
    """A page as a browser meets it for the first time: its own bytes, and its parts, each once."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path
        self.answer = whole(port, path)
        self.is_page = self.answer.header("Content-Type").startswith("text/html")
        self.others: set[str] = set()
        self.parts: dict[str, Part] = {}
        if self.is_page:
            self._load_all(loaded_by_page(text_of(self.answer)), path)

    def _load_all(self, addresses: Iterator[str], base: str) -> None:
        for address in addresses:
            self._load(urldefrag(urljoin(base, address)).url)

    def _load(self, address: str) -> None:
        """Load a part and what it loads in turn; note what belongs to somebody else."""
        if address.startswith("data:") or address in self.parts:
            return
        if urlsplit(address).netloc:
            self.others.add(address)
            return
        self.parts[address] = Part(whole(self.port, address))
        if self.parts[address].answer.header("Content-Type").startswith("text/css"):
            self._load_all(loaded_by_styles(text_of(self.parts[address].answer)), address)

    @property
    def parts_size(self) -> int:
        return sum(part.answer.size for part in self.parts.values())

    @property
    def not_kept_size(self) -> int:
        return sum(part.answer.size for part in self.parts.values() if not part.is_kept)


def whole(port: int, path: str) -> Answer:
    found = fetch(port, path)
    if found.status != 200:
        raise Refused(f"{path} answered {found.status}.")
    return found


def text_of(answer: Answer) -> str:
    packed = answer.header("Content-Encoding") == "br"
    return (brotli.decompress(answer.body) if packed else answer.body).decode()


def loaded_by_page(page: str) -> Iterator[str]:
    """Give each address that a browser loads for a page by itself, and those of its style attributes and elements."""
    reader = PageReader()
    reader.feed(page)
    yield from reader.found


class PageReader(HTMLParser):
    """Collects what a page loads; a link that somebody must follow is not loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_style = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name.removeprefix("xlink:"): value or "" for name, value in attributes}
        self.in_style = tag == "style"
        self.found += loaded_by_styles(given.get("style", ""))
        self.found += [address.split()[0] for address in given.get("srcset", "").split(",") if address.strip()]
        if tag == "link" and LOADING_LINKS & set(given.get("rel", "").split()):
            self.found.append(given.get("href", ""))
        elif given.get(LOADING.get(tag, ""), "").strip() and not given[LOADING[tag]].startswith("#"):
            self.found.append(given[LOADING[tag]])

    def handle_endtag(self, tag: str) -> None:
        self.in_style = self.in_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self.found += loaded_by_styles(data)


def loaded_by_styles(styles: str) -> list[str]:
    """Return every address in style rules, used on this page or not: the most that they may load."""
    return [address or imported for address, imported in IN_STYLES.findall(styles)]


if __name__ == "__main__":
    with sentences_for_people():
        run()
