"""Damaged bytes for everything that takes bytes from outside: nothing may fail but in its own words, wait, or grow.

Hypothesis makes the cases in rounds, each target in turn, until the time is over; a case that fails is made as small as
it can be and shown, and the program ends with 1. In each target's first round the lines it reaches are counted.
"""

from __future__ import annotations

import argparse
import ast
import resource
import secrets
import signal
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import FrameType, ModuleType

import msgspec
from coverage import Coverage
from hypothesis import HealthCheck, Phase, given, seed, settings
from msgspec import Struct

from script.benches.byte_parsers import PORTION, TARGETS, Target
from script.benches.table import Row

SECONDS = 60.0
ROUND = 200  # cases
ROUND_S = 120  # of real time: a round that takes longer waits for something
FLOOD = 256 * 1024  # bytes of one pattern
FLOOD_MOST = 512 * 1024  # bytes that a parser may hold meanwhile; no frame of any is larger
GROWTH_MOST_MB = 96  # of the whole program, Hypothesis's own book-keeping included
SHOWN = 6  # outcomes


class Stuck(Exception):
    """A round did not end."""


class Found(Struct):
    """What is known of a target so far."""

    cases: int = 0
    timed: int = 0  # without the first round, in which lines are counted
    seconds: float = 0.0
    outcomes: Counter[str] = msgspec.field(default_factory=Counter)
    reached: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long, and from where."""
    parser.add_argument("--seconds", type=_seconds, default=SECONDS, metavar="N", help="in all (%(default)s)")
    parser.add_argument("--seed", type=int, default=None, metavar="N", help="repeat a run; a new one each time else")


def run(arguments: argparse.Namespace) -> list[Row]:
    """Fuzz every target in turn; there is no peer to compare with, so no rows."""
    first = secrets.randbelow(1 << 32) if arguments.seed is None else arguments.seed
    print(f"seed {first}; {ROUND} cases a round")
    for target in TARGETS:
        with _bounded():
            flood(target)
    began, found = time.monotonic(), {target.name: Found() for target in TARGETS}
    at_first = 0
    for turn in count():
        for target in TARGETS:
            with _bounded():
                _round(target, found[target.name], first + turn, measured=turn == 0)
        at_first = at_first or _memory_mb()
        if time.monotonic() - began >= arguments.seconds:
            break
    _report(found, _memory_mb() - at_first)
    return []


def _round(target: Target, found: Found, number: int, *, measured: bool) -> None:
    if measured:
        with _lines_reached(target.covers) as reached:
            found.cases += fuzz(target, found.outcomes, number, ROUND)
        found.reached = ", ".join(reached)
        return
    began = time.monotonic()
    tried = fuzz(target, found.outcomes, number, ROUND)
    found.cases, found.timed = found.cases + tried, found.timed + tried
    found.seconds += time.monotonic() - began


def fuzz(target: Target, outcomes: Counter[str], number: int, cases: int) -> int:
    """Try about so many cases, the same ones for the same number; how many there were. Raises what a case raised."""
    tried = 0

    def check(case: object) -> None:
        nonlocal tried
        tried += 1
        outcomes[target.check(case)] += 1

    hurried = settings(
        max_examples=cases,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    hurried(seed(number)(given(target.cases)(check)))()
    return tried


def flood(target: Target) -> None:
    """Feed hostile patterns without end; what the parser holds must stay bounded."""
    for pattern in target.hostile if target.flood is not None else ():
        feed = target.flood()
        portion = (pattern * (PORTION // len(pattern) + 1))[:PORTION]
        tracemalloc.start()
        for _ in range(FLOOD // PORTION):
            feed(portion)
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert held < FLOOD_MOST, f"{target.name} holds {held} bytes of a flood of {pattern[:8]!r}"


@contextmanager
def _bounded() -> Iterator[None]:
    """End a round that waits for something."""

    def stuck(_number: int, _frame: FrameType | None) -> None:
        raise Stuck(f"a round took longer than {ROUND_S} s")

    before = signal.signal(signal.SIGALRM, stuck)
    signal.alarm(ROUND_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _lines_reached(modules: tuple[ModuleType, ...]) -> Iterator[list[str]]:
    """Which lines of these modules' functions run inside the block; their top levels ran at import."""
    paths = [module.__file__ or "" for module in modules]
    told: list[str] = []
    measuring = Coverage(data_file=None, config_file=False, include=paths)
    measuring.start()
    try:
        yield told
    finally:
        measuring.stop()
    for path in paths:
        statements, missed = (set(lines) for lines in measuring.analysis2(path)[1:4:2])
        inside = statements & _function_lines(Path(path))
        told.append(f"{Path(path).name} {len(inside - missed)}/{len(inside)}")


def _function_lines(path: Path) -> set[int]:
    functions = (each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.FunctionDef))
    return {line for each in functions for part in each.body for line in range(part.lineno, (part.end_lineno or 0) + 1)}


def _memory_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _report(found: dict[str, Found], growth_mb: int) -> None:
    for name, each in found.items():
        speed = each.timed / each.seconds if each.seconds else 0.0
        common = ", ".join(f"{outcome} {number}" for outcome, number in each.outcomes.most_common(SHOWN))
        print(f"{name}: {each.cases} cases, {speed:.0f}/s, {len(each.outcomes)} outcomes: {common}")
        print(f"   lines of functions reached in the first round: {each.reached}")
    cases = sum(each.cases for each in found.values())
    print(f"in all {cases} cases; memory grew by {growth_mb} MB after the first rounds; nothing failed")
    assert growth_mb < GROWTH_MOST_MB, f"memory grew by {growth_mb} MB"


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number <= 24 * 3600:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds between 0 and a day")
    return number
