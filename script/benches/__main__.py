"""The `script/bench` command: a table of benches, each a module beside this one, and one table of what they found.

Each bench measures ours and a peer in turn on this machine in this run, so that the ratios hold where times do not.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

from devices.contract import DeviceError
from kiosk.__main__ import Parser
from kiosk.demo.world import DemoError
from kiosk.dock import DockError
from script.benches.table import Row, table

BENCHES = {
    "start": "program started -> usable page, against a bare Kivy window",
    "touch": "finger -> glass, against a bare Kivy button",
    "card": "card placed -> name on the glass, against the wire's own time",
    "scan": "pictures -> codes, against pyzbar and zxing-cpp alone and the best chains known",
    "fuzz": "damaged bytes -> every parser of bytes: no stray exception, no endless wait, no growth",
    "matters": "catalogue of 22 and 2,000 matters, one step of the interpreter, against bare peers",
    "cases": "cases a second through the gateway on SQLite and PostgreSQL, against a bare insert",
    "receipt": "a receipt -> bytes on the line, against python-escpos and the line alone",
}
INTERRUPTED = 130  # as shells report SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Run the chosen benches, all if none is named; 1 when one could not be measured."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words and words[0] in BENCHES and (len(words) == 1 or words[1].startswith("-")):
        return _measure({words[0]: words[1:]})
    top = _parser()
    chosen = top.parse_args(words)
    unknown = [name for name in chosen.names if name not in BENCHES]
    if unknown:
        top.error(f"there is no bench {', '.join(unknown)}; known: {', '.join(BENCHES)}")
    if chosen.list:
        print("\n".join(f"{name}: {line}" for name, line in BENCHES.items()))
        return 0
    return _measure({name: [] for name in chosen.names or BENCHES})


def _parser() -> Parser:
    top = Parser(prog="script/bench", description=__doc__)
    top.add_argument("--list", action="store_true", help="name the benches and end")
    top.add_argument("names", nargs="*", metavar="NAME", help="; ".join(BENCHES))
    top.epilog = "One bench alone takes options of its own: script/bench NAME --help"
    return top


def _measure(chosen: dict[str, list[str]]) -> int:
    """Run each bench with its own words, then print the table of those that could be measured."""
    orders = {name: _prepared(name, words) for name, words in chosen.items()}  # usage errors before any measuring
    print(_machine())
    rows, failed = list[Row](), False
    for name, measure in orders.items():
        began = time.monotonic()
        print(f"== {name}, load {os.getloadavg()[0]:.1f}", flush=True)
        try:
            rows += measure()
        except (DemoError, DockError, DeviceError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed = True
        print(f"   {time.monotonic() - began:.0f} s", flush=True)
    print(f"\n{table(rows)}" if rows else "", flush=True)
    return 1 if failed else 0


def _prepared(name: str, words: list[str]) -> Callable[[], list[Row]]:
    """The bench, ready to run; ends the program when it does not know the words."""
    bench = importlib.import_module(f"script.benches.{name}")
    parser = Parser(prog=f"script/bench {name}", description=bench.__doc__)
    bench.add_arguments(parser)
    return partial(bench.run, parser.parse_args(words))


def _machine() -> str:
    """Day, processors and versions: without them a table of times means nothing."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((each.partition(": ")[2] for each in lines if each.startswith("model name")), platform.machine())
    programs = f"Python {platform.python_version()}, Kivy {version('Kivy')}"
    return f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} x {model}, {programs}"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
