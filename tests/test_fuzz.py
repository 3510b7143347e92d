"""The short form of `script/bench fuzz`, and that it finds what it is there to find."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import strategies as st

from script.benches.byte_parsers import TARGETS, Target
from script.benches.fuzz import flood, fuzz

CASES = 40


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_damaged_bytes_have_an_answer(target: Target):
    outcomes = Counter[str]()
    assert fuzz(target, outcomes, 1, CASES) >= CASES / 2
    assert len(outcomes) > 1
    flood(target)


@pytest.mark.nightly
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_many_damaged_bytes_have_an_answer(target: Target):
    assert fuzz(target, Counter(), 2, 5_000) >= 1_000


def test_a_stray_exception_is_found():
    def check(data: bytes) -> str:
        return f"{data.index(0x90)}"

    with pytest.raises(ValueError):
        fuzz(Target("faulty", (), st.binary(max_size=4), check), Counter(), 1, CASES)


def test_a_parser_that_grows_is_found():
    held = bytearray()
    with pytest.raises(AssertionError, match="holds"):
        flood(Target("greedy", (), st.binary(), repr, lambda: held.extend))


def test_the_same_number_gives_the_same_cases():
    seen = [list[bytes](), list[bytes]()]
    for each in seen:
        fuzz(
            Target("any", (), st.binary(max_size=8), lambda data, each=each: each.append(data) or ""), Counter(), 7, 20
        )
    assert seen[0] == seen[1]
