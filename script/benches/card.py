"""From a card on the pad to the name on the glass, against the bytes' bare time on the wire.

The whole terminal runs: the emulated reader sends its answers at 115200 baud, the terminal's driver finds and reads,
the screen draws. A card comes at any moment between two of the driver's looks at the pad, so the waits are spread over
them. Then the driver alone, with a card that lies there already. The floor is what the emulated line itself takes for
the answers to find, select, read and read-addresses; the requests cost it nothing, on either side. A real card's own
work (about a second) is in neither.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from devices.emulation import PtyLine
from devices.id_card.cards import load_cards
from devices.id_card.emulated_module import EmulatedModule
from devices.id_card.emulator import BITS_A_BYTE, IdCardEmulator
from devices.id_card.sdt_commands import BAUDS, FIND, READ, READ_ADDRESSES, SELECT
from devices.id_card.sdt_frames import Request, encode_reply
from devices.id_card.sdt_reader import POLL_S, SdtReader
from devices.ports import open_port
from kiosk.demo.display import HEIGHT, WIDTH, Display
from kiosk.demo.story import Glass
from kiosk.demo.world import DemoError, World
from script.benches.frame_buffer import Box, FrameBuffer
from script.benches.pointer import Pointer
from script.benches.table import Row, count

PERSON = "zhang-jianguo"
NAME_PLACE = Box(0, HEIGHT // 8, WIDTH, HEIGHT // 2)  # title and rows of the page; the clock above is not in it
CARD_PAGE, PERSON_PAGE = ("KSTB-14/card", "back"), ("KSTB-14/person", "back")  # each with a target on it
AT_REST_S = 0.5  # by then the card page has long been drawn
READ_S = 5.0
SETTLED_S = 1.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often."""
    parser.add_argument("--cards", type=count, default=24, metavar="N", help="laid on the pad (%(default)s)")


def run(arguments: argparse.Namespace) -> list[Row]:
    """The whole terminal, then the driver alone."""
    sizes, floor = _answer_sizes(), f"wire alone, {BAUDS[0]} baud"
    wire_ms = (sum(sizes.values()) * BITS_A_BYTE / BAUDS[0] * 1000,)
    parts = ", ".join(f"{name} {size}" for name, size in sizes.items())
    print(f"answers on the wire: {parts} bytes, {BITS_A_BYTE} bits each at {BAUDS[0]} baud = {wire_ms[0]:.1f} ms")
    return [
        Row("card: card placed -> name on the glass", _to_the_glass(arguments.cards), wire_ms, floor),
        Row("card: the driver alone", _driver_alone(arguments.cards), wire_ms, floor),
    ]


def _answer_sizes() -> dict[str, int]:
    """How many bytes the reader sends for each command."""
    module, asked = EmulatedModule(load_cards()[PERSON]), (FIND, SELECT, READ, READ_ADDRESSES)
    answers = {each.name: module.answer(Request(each.code, each.parameter)) for each in asked}
    return {name: len(encode_reply(answer)) for name, answer in answers.items()}


def _driver_alone(times: int) -> tuple[float, ...]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        line = PtyLine(f"{folder}/reader")
        stack.enter_context(closing(IdCardEmulator(line, PERSON))).start()
        reader = stack.enter_context(closing(SdtReader(partial(open_port, f"{folder}/reader"))))
        return tuple(_reading_ms(reader) for _ in range(1 + times))[1:]  # the first opens the port


def _reading_ms(reader: SdtReader) -> float:
    began = time.monotonic()
    if reader.read(READ_S).card is None:
        raise DemoError("读不到证件。 The card was not read.")
    return (time.monotonic() - began) * 1000


def _to_the_glass(times: int) -> tuple[float, ...]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        display = stack.enter_context(Display(folder / "display"))
        world = stack.enter_context(World(folder / "world", folder / "papers"))
        world.start(env={"DISPLAY": display.name})
        glass = stack.enter_context(closing(Glass(world.mirror)))
        pointer = stack.enter_context(Pointer(display.name))
        return tuple(_Visit(world, glass, FrameBuffer(folder / "display"), pointer).cards(times))


class _Visit:
    """A citizen who goes back to the card page again and again."""

    def __init__(self, world: World, glass: Glass, pixels: FrameBuffer, pointer: Pointer) -> None:
        self._dock = world.dock
        self._glass = glass
        self._pixels = pixels
        self._pointer = pointer

    def cards(self, times: int) -> Iterator[float]:
        """Milliseconds from the card on the pad to the name on the glass, for each card."""
        self._go_to_card_page()
        with_name = self._learn_the_look()
        for turn in range(times):
            self._dock.tell("id-card", "pull_card")
            self._touch("back", *CARD_PAGE)
            time.sleep(AT_REST_S + (turn + 0.5) / times * POLL_S)
            began = time.monotonic()
            self._place_card()
            yield (self._pixels.when(NAME_PLACE, lambda seen: seen == with_name) - began) * 1000
            self._glass.wait_for(*PERSON_PAGE)

    def _go_to_card_page(self) -> None:
        self._glass.wait_for("welcome", "start")
        # a window that is not shown yet feels no touch, and what the devices say renews the page at first
        self._pixels.settled(SETTLED_S, begun=lambda: any(self._pixels.look()))
        self._touch("start", "home", "matter:KSTB-14")
        self._touch("matter:KSTB-14", "KSTB-14/consent", "tick")
        self._touch("tick", "KSTB-14/consent", "primary")
        self._touch("primary", *CARD_PAGE)

    def _learn_the_look(self) -> bytes:
        """How the page with the name looks, from a first card that is not counted."""
        self._pixels.settled()
        without_name = self._pixels.look(NAME_PLACE)
        self._place_card()
        self._glass.wait_for(*PERSON_PAGE)
        self._pixels.when(NAME_PLACE, lambda seen: seen != without_name)
        self._pixels.settled()
        return self._pixels.look(NAME_PLACE)

    def _place_card(self) -> None:
        self._dock.tell("id-card", "insert_card", name=PERSON)

    def _touch(self, target: str, page: str, then: str) -> None:
        self._glass.wait_for(self._glass.page, target)
        self._pointer.move(Box(*self._glass.targets[target]))
        self._pixels.settled()
        self._pointer.press()
        self._pointer.lift()
        self._glass.wait_for(page, then)
