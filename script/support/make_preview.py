"""Draw the picture that other sites show beside a link to the portal: static/clwstwr/preview.png.

    .venv/bin/python script/support/make_preview.py

Run it again when the mark or the wordmark changes.
"""

from pathlib import Path

import resvg_py

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "common" / "fonts"
MARK = (ROOT / "static" / "clwstwr" / "mark.svg").read_text(encoding="utf-8")
DRAWING = f"""<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">
  <rect width="1200" height="630" fill="#1f2d37"/><rect y="610" width="1200" height="20" fill="#f5c338"/>
  <g transform="translate(90 195) scale(6)">{MARK.partition(">")[2].rpartition("</svg>")[0]}</g>
  <g font-family="Liberation Sans" fill="#fff">
    <text x="380" y="300" font-size="110" font-weight="bold">Clwstwr</text>
    <text x="384" y="365" font-size="38">Clystyrau gofal sylfaenol Cymru</text>
    <text x="384" y="418" font-size="38">Primary care clusters of Wales</text>
  </g>
</svg>"""

if __name__ == "__main__":
    picture = resvg_py.svg_to_bytes(
        svg_string=DRAWING, skip_system_fonts=True, font_files=[str(path) for path in sorted(FONTS.glob("*.ttf"))]
    )
    (ROOT / "static" / "clwstwr" / "preview.png").write_bytes(bytes(picture))
