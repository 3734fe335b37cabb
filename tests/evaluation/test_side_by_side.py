"""The table of several systems: what stands in a cell, and where nothing does."""

from smeadvisor.evaluation.side_by_side import System, table
from smeadvisor.evaluation.statistics import Interval


def _values(*values: float) -> dict[str, float]:
    return {str(number): value for number, value in enumerate(values)}


OURS = System("ours", {"found": _values(1, 1, 1, 0)}, [0.010, 0.020, 0.012])
PEER = System("peer", {"found": _values(1, 0, 0, 0), "other": _values(0.5)}, [], is_peer=True)


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


def test_a_peer_has_a_row_and_a_row_of_differences() -> None:
    own, peer, difference = _rows(table({"all (4)": [OURS, PEER]}, ["found"]))
    assert own[:2] == ["all (4)", "ours"] and own[2].startswith("75.0 [") and own[3] == "12 / 19"
    assert peer[:2] == ["", "peer"] and peer[2].startswith("25.0 [") and peer[3] == "–"
    assert difference[1] == "ours − peer"
    assert difference[2] == "+50.0 [+0.0 to +100.0], ×3.00" and difference[3] == ""


def test_what_does_not_apply_is_left_out() -> None:
    own, peer, difference = _rows(table({"all": [OURS, PEER]}, ["other"]))
    assert (own[2], difference[2]) == ("–", "")
    assert peer[2] == "50.0 [50.0–50.0]"


def test_a_fall_has_a_minus_and_nothing_to_divide_by_no_ratio() -> None:
    worse = System("worse", {"found": _values(0, 0, 0, 0)}, [])
    *_, difference = _rows(table({"all": [worse, PEER]}, ["found"]))
    assert difference[2].startswith("−25.0 [−") and difference[2].endswith("×0.00")
    none = System("none", {"found": _values(0, 0)}, [], is_peer=True)
    *_, difference = _rows(table({"all": [OURS, none]}, ["found"]))
    assert difference[2].endswith("]") and "×" not in difference[2]


def test_differences_are_of_shared_questions_and_a_measure_of_all_is_shown() -> None:
    half = System("half", {"found": {"0": 1.0}}, [], True, {"whole": Interval(0.5, 0.4, 0.6, 9)})
    _, peer, difference = _rows(table({"all": [OURS, half]}, ["found", "whole"]))
    assert peer[3] == "50.0 [40.0–60.0]"
    assert difference[2:4] == ["+0.0 [+0.0 to +0.0], ×1.00", ""]
