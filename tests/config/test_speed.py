"""How a run is judged on a machine that was slow while it went on."""

import pytest

from script.support.speed import USUAL, judge, slowness

AS_USUAL = f"{USUAL['counting']} {USUAL['starting']} 100 1000"


def test_a_machine_of_usual_speed_is_not_excused():
    assert slowness([AS_USUAL, AS_USUAL]) == slowness([]) == 1
    assert judge(900, 900, 1.0).endswith("900 s on a usual one. It may take 900 s there.")
    with pytest.raises(SystemExit, match="901 s on a usual one"):
        judge(901, 900, 1.0)


@pytest.mark.parametrize("of", [0, 1])
def test_the_slower_of_the_two_pieces_of_work_counts(of):
    noted = list(USUAL.values())
    noted[of] *= 2

    assert slowness([f"{noted[0]} {noted[1]} 0 0"]) == pytest.approx(2)


def test_what_others_took_of_the_processor_counts_as_well():
    assert slowness([AS_USUAL, AS_USUAL.replace("100 1000", "300 1400")]) == pytest.approx(2)


def test_a_faster_machine_has_no_more_time():
    assert slowness(["0.001 0.001 0 0"]) == 1
