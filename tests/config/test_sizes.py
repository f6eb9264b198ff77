"""Sizes are measured as they are, and each bar bites."""

import pytest

from script.support.sizes import faults, main, measured

CONTRACTS = '[tool.importlinter]\nroot_packages = ["hill", "vale", "lake", "moor", "wood"]\n'


def function(lines: int, name: str = "walk") -> str:
    return f"def {name}():\n" + "    pass\n" * (lines - 1)


@pytest.fixture
def house(tmp_path):
    """Write five apps of a hundred lines each; return how to write a module of them anew."""
    (tmp_path / "pyproject.toml").write_text(CONTRACTS, encoding="utf-8")
    for app in ("hill", "vale", "lake", "moor", "wood"):
        for room in ("", "migrations", "tests"):
            (tmp_path / app / room).mkdir(exist_ok=True, parents=True)
        text = "\n".join(function(5, f"walk_{n}") for n in range(20))
        (tmp_path / app / "models.py").write_text(text, encoding="utf-8")

    def write(module: str, text: str) -> list[str]:
        (tmp_path / module).write_text(text, encoding="utf-8")
        return list(faults(measured(tmp_path)))

    write.root = tmp_path
    return write


def test_a_house_within_its_bars_is_told_and_passes(house, capsys):
    assert main(house.root) == 0

    said = capsys.readouterr()
    assert "hill                119 lines  20.0%" in said.out
    assert "100 functions: median 5 lines, nine of ten at most 5" in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    ("module", "text", "fault"),
    [
        ("hill/views.py", "pass\n" * 60, "hill has 27.3% of all lines: at most 25%."),
        ("hill/views.py", function(41), "hill/views.py:1 walk has 41 lines: at most 40."),
        ("hill/views.py", f"class Walk:\n    async {function(41).replace('    ', '      ')}", "hill/views.py:2 walk"),
        ("hill/views.py", "pass\n" * 501, "hill/views.py has 501 lines: at most 500."),
        ("hill/views.py", function(9) * 101, "Half of the functions have 9 lines or more: at most 8."),
        ("hill/views.py", function(26) * 12, "A tenth of the functions has 26 lines or more: at most 25."),
    ],
)
def test_each_bar_bites(house, capsys, module, text, fault):
    found = house(module, text)

    assert any(one.startswith(fault) for one in found), found
    assert main(house.root) == 1
    assert fault in capsys.readouterr().err


def test_what_a_machine_wrote_is_not_measured(house):
    assert house("hill/migrations/0001_initial.py", "pass\n" * 900) == []
