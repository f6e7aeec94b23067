"""Path data means the same outline however it is written."""

import math

import pytest

from makeready.press.design.path_data import parse


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("M1 2 3 4", "M1 2 L3 4"),
        ("m1 2 3 4 z", "M1 2 L4 6 Z"),
        ("M0 0H5V6h-2v-3", "M0 0 L5 0 L5 6 L3 6 L3 3"),
        ("M.5.5-1-1", "M.5 .5 L-1 -1"),
        ("M0 0 C 0 1 1 2 2 2 S 4 3 4 4", "M0 0 C 0 1 1 2 2 2 C 3 2 4 3 4 4"),
        ("M0 0 Q 3 3 6 0 T 12 0", "M0 0 C 2 2 4 2 6 0 C 8 -2 10 -2 12 0"),
        ("M1 1 L2 2 Z L5 5", "M1 1 L2 2 Z M1 1 L5 5"),
        ("M1e1,2e-1", "M10 .2"),
        ("M0 0 A 0 5 0 0 1 3 4", "M0 0 L3 4"),
        ("  \n", ""),
    ],
)
def test_shorthand_is_written_out(data, expected):
    def flat(commands):
        return [(letter, pytest.approx(numbers)) for letter, numbers in commands]

    assert flat(parse(data)) == list(parse(expected))


@pytest.mark.parametrize("large", [0, 1])
@pytest.mark.parametrize("sweep", [0, 1])
def test_an_arc_lies_on_its_circle_and_ends_where_it_should(large, sweep):
    start, end = (10.0, 0.0), (0.0, 10.0)
    commands = parse(f"M10 0A10 10 0 {large}{sweep}0 10")

    centre = (0.0, 0.0) if large != sweep else (10.0, 10.0)
    assert commands[-1][1][-2:] == end
    at = start
    for letter, numbers in commands[1:]:
        assert letter == "C"
        points = [at, numbers[:2], numbers[2:4], numbers[4:]]
        weights = (0.125, 0.375, 0.375, 0.125)
        middle = [sum(w * p[i] for w, p in zip(weights, points, strict=True)) for i in (0, 1)]
        assert math.dist(middle, centre) == pytest.approx(10, abs=0.005)
        at = numbers[4:]
    assert len(commands) == (4 if large else 2)
