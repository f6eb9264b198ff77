"""No list is put in order by names as the server compares them; `common.ordering` has the alphabets."""

import re

from tests.contract.sources import ROOT, sources

BY_NAME = re.compile(r"order_by\((?:[^()]|\([^()]*\))*\"-?(?:\w+__)?(?:name|title)(?:_en|_cy)?\"")
# What is found by search stands by how well it fits.
ELSEWHERE = {"portal/queries.py"}


def test_lists_of_names_stand_in_the_order_of_the_alphabet():
    found = {path.relative_to(ROOT).as_posix() for path in sources() if _faults(path.read_text(encoding="utf-8"))}

    assert found - ELSEWHERE == set()


def _faults(text: str) -> list[str]:
    return [each for each in BY_NAME.findall(text) if "by_name(" not in each and "by_title(" not in each]


def test_the_check_sees_names_and_leaves_keys_alone():
    assert _faults('found.order_by("person__name", "pk")')
    assert _faults('found.order_by("stream__name_en", "pk")')
    assert not _faults('found.order_by(*by_name("person__name"))')
    assert not _faults('found.order_by(place("body"), "pk")')
