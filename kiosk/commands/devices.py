"""`kiosk devices list|watch|test NAME`: how each device of this terminal is, for the technician in front of it.

Exit status of `test`: 0 it works, 1 it is in trouble, 69 it is not there. Stop the terminal first: one port, one owner.
"""

from __future__ import annotations

import argparse
import json
import queue
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

from devices.contract import DeviceError, Driver
from devices.finding import FoundPort, found_ports
from devices.receipt_printer.notebook import Notebook
from devices.receipt_printer.opening import abilities_at
from devices.receipt_printer.sentences import proof_sentence
from kiosk.commands.terminal import CANNOT_START
from kiosk.core.conditions import Condition, Device
from kiosk.core.events import ConditionSeen, What
from kiosk.device_trials import Trial, code_of, look_at, said_of, try_device, who_acts
from kiosk.fittings import Fitting, Fittings, fittings, tracer
from kiosk.settings import Settings, SettingsError, read_settings
from kiosk.workers.acted import note_act
from kiosk.workers.watcher import Watcher

IN_TROUBLE = 1
NOT_THERE = 69  # EX_UNAVAILABLE of sysexits.h
EVERY_S = 1.0
FOREVER_S = 1e6
UNTOLD = (
    "写不进 {data}，终端不知道有人试过；请换有权限的用户（如sudo）再试一次。"
    " {data} cannot be written, so the terminal does not know of this test; run it as a user who may, such as by sudo."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which settings, and for whom to print."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|watch|test")
    own = verbs.add_parser("list", help="every device once, and the serial ports that are there / 列出")
    own.set_defaults(act=_list)
    _common(own)
    own = verbs.add_parser("watch", help="only what changes, until Ctrl-C / 盯着看")
    own.set_defaults(act=_watch)
    own.add_argument("--seconds", type=_seconds, default=FOREVER_S, metavar="S", help="end after so long")
    _common(own)
    own = verbs.add_parser("test", help="try one device / 试一件")
    own.set_defaults(act=_test)
    own.add_argument("name", type=_kind, metavar="NAME", help=", ".join(Device))
    own.add_argument("--paper", action="store_true", help="the receipt printer prints a short test / 打一张测试小票")
    _common(own)


def run(arguments: argparse.Namespace) -> int:
    """Do it; 78 when the settings cannot be used."""
    try:
        settings = read_settings(arguments.config) if arguments.config else Settings()
        status: int = arguments.act(arguments, settings, fittings(settings.devices))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return CANNOT_START
    return status


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings, TOML; without it the defaults")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")


def _kind(text: str) -> Device:
    try:
        return Device(text.replace("-", "_"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"there is no device {text}; known: {', '.join(Device)}") from error


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= FOREVER_S:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return seconds


# --- list ----------------------------------------------------------------------------------------------------------


def _list(arguments: argparse.Namespace, settings: Settings, fitted: Fittings) -> int:
    each = fitted.all()
    with ThreadPoolExecutor(len(each)) as together:  # one that is silent does not hold up the others
        trials = list(together.map(look_at, each))
    for fitting, trial in zip(each, trials, strict=True):
        facts, line = _facts(fitting, trial.condition, trial.sentence), _line(fitting, trial)
        if proof := _proof(settings, fitting):
            facts, line = facts | {"proof": proof}, f"{line}\n    {proof}"
        _print(arguments, facts, line)
    for port in _ports():
        name = f"{port.name}  {port.product}".rstrip()
        _print(arguments, {"port": port.path, "name": port.name, "product": port.product}, f"{port.path}: {name}")
    return 0 if all(trial.condition.usable for trial in trials) else IN_TROUBLE


def _proof(settings: Settings, fitting: Fitting[Driver]) -> str:
    """How a receipt printer proves its papers, as far as it was asked; empty for other devices, and a wrong place."""
    if fitting.entry.kind is not Device.RECEIPT_PRINTER:
        return ""
    with suppress(DeviceError):  # said already, where it was looked at
        return proof_sentence(Notebook(settings.data).known(fitting.where) or abilities_at(fitting.where))
    return ""


def _ports() -> tuple[FoundPort, ...]:
    try:
        return found_ports()
    except DeviceError as error:
        print(error, file=sys.stderr)
        return ()


def _facts(fitting: Fitting[Driver], condition: Condition, sentence: str) -> dict[str, Any]:
    return {
        "device": condition.device.value,
        "driver": fitting.entry.name,
        "where": fitting.where,
        "status": condition.status.value,
        "paper": condition.paper.value,
        "fault": condition.fault,
        "code": code_of(condition),
        "who": who_acts(condition),
        "sentence": sentence,
    }


def _line(fitting: Fitting[Driver], trial: Trial) -> str:
    condition = trial.condition
    how = " ".join(filter(None, (condition.status.value, condition.fault, code_of(condition))))
    place = f"{condition.device.value}  {fitting.entry.title_zh}  {fitting.entry.name}  {fitting.where}"
    return f"{place}\n    {how}: {trial.sentence}"


def _print(arguments: argparse.Namespace, facts: dict[str, Any], line: str) -> None:
    print(json.dumps(facts, ensure_ascii=False) if arguments.json else line, flush=True)


# --- watch ---------------------------------------------------------------------------------------------------------


def _watch(arguments: argparse.Namespace, settings: Settings, fitted: Fittings) -> int:
    heard: queue.Queue[What] = queue.Queue()
    by_kind = {each.entry.kind: each for each in fitted.all()}
    deadline = time.monotonic() + arguments.seconds
    acted = tracer(settings.data, fitted)
    with ExitStack() as ends:
        for kind, fitting in by_kind.items():
            try:
                watcher = Watcher(kind.value, fitting.open(), heard.put, EVERY_S, trace=partial(acted, kind))
            except DeviceError as error:  # its place is written wrong; the others are worth watching all the same
                print(error, file=sys.stderr)
                continue
            ends.callback(watcher.end)
            watcher.start()
        while (left_s := deadline - time.monotonic()) > 0:
            try:
                what = heard.get(timeout=left_s)
            except queue.Empty:
                break
            if isinstance(what, ConditionSeen):
                _tell(arguments, by_kind[what.condition.device], what.condition)
    return 0


def _tell(arguments: argparse.Namespace, fitting: Fitting[Driver], condition: Condition) -> None:
    at, sentence = time.strftime("%H:%M:%S"), said_of(condition, fitting.where)
    how = " ".join(filter(None, (condition.status.value, condition.fault, code_of(condition))))
    line = f"{at}  {condition.device.value}  {how}: {sentence}"
    _print(arguments, {"at": at, **_facts(fitting, condition, sentence)}, line)


# --- test ----------------------------------------------------------------------------------------------------------


def _test(arguments: argparse.Namespace, settings: Settings, fitted: Fittings) -> int:
    kind: Device = arguments.name
    trial = try_device(fitted, kind, Notebook(settings.data), paper=arguments.paper)
    if trial is None:
        print(f"设置里没有 {kind}。 The settings name no {kind}.", file=sys.stderr)
        return NOT_THERE
    if not note_act(settings.data, kind):
        print(UNTOLD.format(data=settings.data), file=sys.stderr)
    fitting = next(each for each in fitted.all() if each.entry.kind is kind)
    facts = _facts(fitting, trial.condition, trial.sentence) | {"passed": trial.passed}
    if arguments.json:
        print(json.dumps(facts, ensure_ascii=False))
    else:
        words = " ".join(filter(None, (code_of(trial.condition), trial.sentence)))
        print(words, file=sys.stdout if trial.passed else sys.stderr)
    if not trial.there:
        return NOT_THERE
    return 0 if trial.passed else IN_TROUBLE
