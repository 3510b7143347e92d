"""Puts one terminal together: store, devices, platform, screen link around the loop; the only composition root."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial

from msgspec import Struct

from devices.code_scanner.picture_scanner import PictureScanner
from devices.receipt_printer.escpos_printer import EscposPrinter
from devices.receipt_printer.notebook import Notebook
from kiosk import __version__
from kiosk.camera_view import CameraView
from kiosk.catalogue import read_catalogue
from kiosk.clock import Clock
from kiosk.core.case_bodies import Photograph
from kiosk.core.events import GatewaySeen, RoomSeen, What
from kiosk.core.face_bodies import Scan
from kiosk.core.faces import Face
from kiosk.delivery import Carried, Courier
from kiosk.fittings import fittings, tracer
from kiosk.mirror import Mirror
from kiosk.notify import ALIVE, alive_every_s, notify
from kiosk.platform.answers import Delivered, Dropped
from kiosk.platform.backoff import Pace
from kiosk.platform.client import Client
from kiosk.platform.terminal_token import read_token
from kiosk.preview import PreviewWriter
from kiosk.records import Records
from kiosk.screen_link import Drawn
from kiosk.screen_server import ScreenServer
from kiosk.sealed import SealChecked
from kiosk.settings import Settings, read_authority
from kiosk.store.print_journal import PrintJournal
from kiosk.store.store import open_store
from kiosk.terminal import Terminal
from kiosk.watched import watched
from kiosk.workers.crew import Workers

ALIVE_EVERY_S = 1.0


@asynccontextmanager
async def open_desk(settings: Settings, clock: Clock) -> AsyncIterator[Terminal]:
    """A whole terminal that serves its screen until the block ends; raises the rooms' errors when it can't start."""
    catalogue = read_catalogue(settings.assets, settings.centre())
    authority = read_authority(settings.seal_authority)
    token = read_token(settings.token_file)
    opened = open_store(settings.data, settings.data / "store.key")
    records = Records(
        opened.store,
        instant=lambda: f"{clock.civil()}+08:00",
        put=lambda: courier.wake(),  # noqa: PLW0108 - the courier is made from the records' outbox, after them
    )
    pace = Pace(clock=lambda: clock.now_ms() / 1000)
    client = Client(settings.gateway, token, pace=pace)
    courier = Courier(records.outbox, client)
    parts = contextlib.AsyncExitStack()
    async with parts:
        parts.callback(opened.store.close)
        parts.push_async_callback(client.close)
        records.note("terminal_started", version=__version__)
        if opened.moved_aside is not None:
            records.note("store_moved_aside", name=opened.moved_aside.name, why=opened.moved_aside.why)
        records.settle_left_open()
        loop = asyncio.get_running_loop()
        preview = parts.enter_context(contextlib.closing(PreviewWriter(settings.preview_file())))
        views = Views(codes=CameraView(preview), pages=CameraView(preview))
        workers = _workers(settings, lambda what: _post_soon(loop, terminal, what), views, records.journal)
        mirror = Mirror(settings.mirror_socket) if settings.mirror_socket else None
        screen = ScreenServer(
            settings.screen_socket,
            clock.now_ms,
            newest=lambda: terminal.face,
            heard=lambda what: terminal.post(what),  # noqa: PLW0108 - the terminal is made after its screen
            drawn=lambda drawn: _reflect(mirror, terminal, drawn),
            gone=lambda why: records.note("screen_restarted", reason=why),
            preview=settings.preview_file(),
            turned=lambda face: _turn(views, face),
        )
        platform = SealChecked(client, authority)
        terminal = Terminal(catalogue, clock, _token, screen, platform, workers, records)
        parts.callback(terminal.close)
        terminal.show()
        await _open(parts, screen, mirror)
        workers.start()
        terminal.begin()
        parts.push_async_callback(asyncio.to_thread, workers.end)
        for chore in _chores(settings, terminal, client, records, courier):
            parts.push_async_callback(_end, watched(chore))
        yield terminal
        records.note("terminal_stopped", reason="asked")


def _token() -> str:
    return secrets.token_hex(12)


def _post_soon(loop: asyncio.AbstractEventLoop, terminal: Terminal, what: What) -> None:
    with contextlib.suppress(RuntimeError):  # the loop ended while a device was still answering
        loop.call_soon_threadsafe(terminal.post, what)


def _reflect(mirror: Mirror | None, terminal: Terminal, drawn: Drawn) -> None:
    if mirror is not None:
        mirror.drawn(drawn, terminal.face)


class Views(Struct, frozen=True):
    """What the scanner's and the document camera's pictures go through; at most one of them is open."""

    codes: CameraView
    pages: CameraView


def _turn(views: Views, face: Face) -> None:
    views.codes.turned(to_show=isinstance(face.body, Scan))
    views.pages.turned(to_show=isinstance(face.body, Photograph))


def _workers(settings: Settings, post: Callable[[What], None], views: Views, journal: PrintJournal) -> Workers:
    fitted = fittings(settings.devices)
    hardware = fitted.open(views.pages)
    if isinstance(hardware.code_scanner, PictureScanner):
        hardware.code_scanner.show_to(views.codes)
    if isinstance(hardware.receipt_printer, EscposPrinter):
        notes, where = Notebook(settings.data), settings.devices.receipt_place
        keep = partial(notes.keep, where)
        hardware.receipt_printer.recall(notes.known(where), keep, half_printed=journal.half_printed("receipt"))
    return Workers(hardware, post, settings.timing.condition_every_s, tracer(settings.data, fitted))


async def _open(parts: contextlib.AsyncExitStack, screen: ScreenServer, mirror: Mirror | None) -> None:
    await screen.open()
    parts.push_async_callback(screen.close)
    if mirror is not None:
        await mirror.open()
        parts.push_async_callback(mirror.close)


# --- what goes on beside the visits ------------------------------------------------------------------------------


def _chores(
    settings: Settings, terminal: Terminal, client: Client, records: Records, courier: Courier
) -> tuple[Coroutine[None, None, None], ...]:
    return (
        courier.run(lambda carried: _note_carried(records, carried)),
        _look_at_gateway(settings.timing.health_every_s, terminal, client),
        _housekeeping(settings.timing.room_every_s, terminal, records),
        _stay_alive(),
    )


def _note_carried(records: Records, carried: Carried) -> None:
    match carried.answer:
        case Delivered():
            records.note("report_delivered", kind=carried.kind, key=carried.key)
        case Dropped(reason):
            records.note("report_dropped", kind=carried.kind, key=carried.key, reason=reason)
        case _:
            return  # kept: it comes again


async def _look_at_gateway(every_s: float, terminal: Terminal, client: Client) -> None:
    while True:
        terminal.post(GatewaySeen(await client.health()))
        await asyncio.sleep(every_s)


async def _housekeeping(every_s: float, terminal: Terminal, records: Records) -> None:
    """Late reports get their room, old lines go; without room nothing new begins."""
    while True:
        records.trim_daily()
        records.catch_up()
        terminal.post(RoomSeen(records.roomy()))
        await asyncio.sleep(every_s)


async def _stay_alive() -> None:
    every_s = alive_every_s() or ALIVE_EVERY_S
    while True:
        notify(ALIVE)
        await asyncio.sleep(every_s)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
