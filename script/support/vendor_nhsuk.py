"""Fetch NHS.UK frontend and keep what the portal needs of it.

    python script/support/vendor_nhsuk.py [nhsuk-frontend-10.6.1.tgz]

Without a tarball it is fetched with `npm pack`. The style sheet, the script, the icons that the style sheet
names and the licence go to static/nhsuk/; the official examples of the components that we use go to
tests/common/nhsuk_fixtures/.

What is changed on the way, and why:

* The style sheet is cut to the blocks that the portal's templates use (cut_styles.py): two fifths of it go.
* The Frutiger typeface goes: it comes from another host, and is licensed to the NHS in England only.
* Addresses of icons become relative, so that storage with hashed names finds them.
* The script starts itself: a page under our security policy cannot carry the inline script that would.
* Source-map comments go, since the maps are not served.

The NHS logo and its app icons are left behind: the portal has its own identity.
"""

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from cut_styles import blocks_used, cut

PACKAGE = "nhsuk-frontend"
VERSION = "10.6.1"
INTEGRITY = "sha512-PZorqQZjZx/A26yJoskCL9z0ib6AtkAyF0o4K/RHr8zRrJyXrUOCnMbjy0VNXsGO4tfTNMwqlkwATKs4a0xayw=="
ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static" / "nhsuk"
FIXTURES = ROOT / "tests" / "common" / "nhsuk_fixtures"
DISTRIBUTED = "package/dist/nhsuk"

COMPONENTS = [
    "action-link",
    "back-link",
    "breadcrumb",
    "button",
    "card",
    "character-count",
    "checkboxes",
    "contents-list",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "hint",
    "input",
    "inset-text",
    "label",
    "legend",
    "notification-banner",
    "pagination",
    "panel",
    "radios",
    "search-input",
    "select",
    "skip-link",
    "summary-list",
    "tables",
    "tag",
    "task-list",
    "textarea",
    "warning-callout",
]

START = 'document.body.classList.add("js-enabled","nhsuk-frontend-supported");initAll();\n'

LICENCE = """MIT License

Copyright (c) 2019 NHS.UK

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""

SOURCE = f"""Package: {PACKAGE}
Version: {VERSION}
Integrity: {INTEGRITY}
Licence: MIT, Copyright (c) 2019 NHS.UK (static/nhsuk/LICENCE)
Files: dist/nhsuk/components/*/fixtures.json, of the components that we use: the name of each example,
its options and the page fragment that they make, with the indentation between tags taken out.
Written by: script/support/vendor_nhsuk.py
"""


class UnexpectedPackage(Exception):
    """The package is not the one that was reviewed."""


def packed() -> bytes:
    """Return the tarball named on the command line, or the one that npm fetches."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1]).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", f"{PACKAGE}@{VERSION}", "--pack-destination", folder],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return (Path(folder) / f"{PACKAGE}-{VERSION}.tgz").read_bytes()


def verify(tarball: bytes) -> None:
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
    if found != INTEGRITY:
        raise UnexpectedPackage(f"{PACKAGE} {VERSION} should have integrity {INTEGRITY}, but has {found}")


def without_source_map(text: str) -> str:
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
    return re.sub(r"//# sourceMappingURL=\S*", "", text).rstrip() + "\n"


def style_sheet(original: str) -> str:
    """Return the style sheet with the blocks in use, without web fonts and with relative addresses."""
    text = re.sub(r"@font-face\s*{[^}]*}", "", original)
    text = re.sub(r"[\"']?Frutiger W01[\"']?\s*,\s*", "", text)
    text = text.replace("/assets/images/", "images/")
    text = without_source_map(text)
    text = cut(text, blocks_used(text))
    if "Frutiger" in text or re.search(r"url\([\"']?(/|https?:)", text):
        raise UnexpectedPackage("The style sheet still names Frutiger or another host")
    return text


def script(original: str) -> str:
    """Return the script with the line that starts it."""
    return without_source_map(original) + START


def icon_names(style: str) -> list[str]:
    return sorted(set(re.findall(r"url\(images/([a-z-]+\.svg)\)", style)))


def component_fixtures(original: str) -> list[dict]:
    """Return what the conformance test reads of one component's examples."""
    return [
        {
            "name": example["name"],
            "options": example.get("context") or {},
            "call_block": _packed_markup(example.get("callBlock") or ""),
            "html": _packed_markup(example["html"]),
            "hidden": bool(example.get("options", {}).get("hidden")),
        }
        for example in json.loads(original)["fixtures"]
    ]


def _packed_markup(markup: str) -> str:
    # Line breaks count inside a text area, so examples with one stay as they are.
    return markup if "<textarea" in markup else re.sub(r"\s*\n\s*", "\n", markup)


def _as_lines(fixtures: list[dict]) -> str:
    lines = (json.dumps(fixture, ensure_ascii=False) for fixture in fixtures)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_static(read) -> None:
    style = style_sheet(read("nhsuk-frontend.min.css"))
    write(STATIC / "nhsuk-frontend.min.css", style)
    write(STATIC / "nhsuk-frontend.min.js", script(read("nhsuk-frontend.min.js")))
    write(STATIC / "LICENCE", LICENCE)
    for name in icon_names(style):
        write(STATIC / "images" / name, read(f"assets/images/{name}"))


def write_fixtures(read) -> None:
    write(FIXTURES / "SOURCE", SOURCE)
    for component in COMPONENTS:
        fixtures = component_fixtures(read(f"components/{component}/fixtures.json"))
        write(FIXTURES / f"{component}.json", _as_lines(fixtures))


def main() -> None:
    tarball = packed()
    verify(tarball)
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:

        def read(name: str) -> str:
            member = archive.extractfile(f"{DISTRIBUTED}/{name}")
            if member is None:
                raise UnexpectedPackage(f"{PACKAGE} {VERSION} has no file {name}")
            return member.read().decode()

        write_static(read)
        write_fixtures(read)


if __name__ == "__main__":
    main()
