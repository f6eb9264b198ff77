"""What a tagged PDF lacks as WeasyPrint leaves it: which way a heading cell heads, and where the ids of cells lead.

PDF/UA-1 asks for both (ISO 14289-1, 7.5): without a scope and without an IDTree the `Headers` of a cell lead nowhere,
and a screen reader reads a table as a row of words.
"""

from typing import Any

FIRST_ROW = "0"


def finish(_document: Any, pdf: Any) -> None:
    """Give each heading cell its scope, and the structure the tree in which the ids of these cells are found.

    WeasyPrint calls this with what it is about to write. An id says the table, the row and the column of its cell.
    """
    import pydyf

    structure = [one for one in pdf.objects if isinstance(one, pydyf.Dictionary)]
    cells = {one["ID"].string: one for one in structure if one.get("S") == "/TH" and "ID" in one}
    for name, cell in cells.items():
        _table, row, _column = name.split("-")
        cell["A"]["Scope"] = "/Column" if row == FIRST_ROW else "/Row"
    leaves = [part for name in sorted(cells) for part in (pydyf.String(name), cells[name].reference)]
    root = next(one for one in structure if one.get("Type") == "/StructTreeRoot")
    root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(leaves)})
