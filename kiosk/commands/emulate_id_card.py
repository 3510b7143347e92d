"""`kiosk emulate id-card`: an ID card reader with a synthetic card on its pad, until interrupted."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from contextlib import ExitStack, closing

from devices.contract import PortMissing
from devices.emulation import Control, Line, PtyLine, TcpLine
from devices.id_card.cards import Card, load_cards
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.faults import FAULTS
from devices.ports import split_address
from kiosk.__main__ import MISSING_INPUT

CANNOT_LISTEN = 69  # EX_UNAVAILABLE of sysexits.h


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to answer, what lies on the pad, how to fail."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--link", metavar="PATH", help="answer on a pseudo-terminal that PATH will point to")
    where.add_argument("--tcp", type=_address, metavar="HOST:PORT", help="answer on TCP; port 0 takes a free one")
    where.add_argument("--list-cards", action="store_true", help="print the synthetic cards and end")
    where.add_argument("--list-faults", action="store_true", help="print the faults and end")
    pad = parser.add_mutually_exclusive_group()
    pad.add_argument("--card", metavar="NAME", help="the card on the pad (the first of --list-cards)")
    pad.add_argument("--no-card", action="store_true", help="leave the pad empty")
    parser.add_argument("--fault", action="append", default=[], choices=FAULTS, metavar="NAME", help="may be repeated")
    parser.add_argument("--control", metavar="SOCKET", help="a Unix socket that takes orders as JSON lines")
    parser.set_defaults(usage_error=parser.error)


def _address(text: str) -> str:
    try:
        split_address(text)
    except PortMissing as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def run(arguments: argparse.Namespace) -> int:
    """Answer until SIGINT or SIGTERM."""
    if arguments.list_faults:
        print("\n".join(f"{fault.name}: {fault.line}" for fault in FAULTS.values()))
        return 0
    try:
        cards = load_cards()
    except (OSError, ValueError) as error:
        print(f"读不到样例证件。 The synthetic cards cannot be read: {error}.", file=sys.stderr)
        return MISSING_INPUT
    if arguments.list_cards:
        print("\n".join(f"{card.name}: {card.note}" for card in cards.values()))
        return 0
    if arguments.card is not None and arguments.card not in cards:
        arguments.usage_error(f"there is no card {arguments.card}; known: {', '.join(cards)}")
    return _emulate(arguments, cards)


def _emulate(arguments: argparse.Namespace, cards: dict[str, Card]) -> int:
    card = None if arguments.no_card else arguments.card or next(iter(cards))
    try:
        with ExitStack() as stack:
            line: Line = PtyLine(arguments.link) if arguments.link else TcpLine(arguments.tcp)
            where = f"tcp://{line.address}" if isinstance(line, TcpLine) else arguments.link
            reader = IdCardEmulator(line, card, arguments.fault, cards=cards, where=where)
            emulator = stack.enter_context(closing(reader))
            if arguments.control:
                stack.enter_context(closing(Control(arguments.control, emulator.verbs())))
            emulator.start()
            ended = _asked_to_end()
            print(f"ready: ID card reader at {where}, card: {card or 'none'}", flush=True)
            ended.wait()
    except (OSError, PortMissing) as error:
        print(f"无法在这里应答。 Cannot answer here: {error}.", file=sys.stderr)
        return CANNOT_LISTEN
    return 0


def _asked_to_end() -> threading.Event:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    return ended
