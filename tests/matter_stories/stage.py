"""A terminal with its emulators and a real gateway, on which the visitor plays a matter's story."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from devices.document_camera.emulator import emulate_document_camera
from kiosk.catalogue import read_catalogue
from kiosk.core.case_bodies import Case, Code
from kiosk.core.conditions import Presence
from kiosk.core.face_bodies import Dates
from kiosk.core.faces import Face
from kiosk.core.pages import AtCard, AtResult, AtVerdict
from kiosk.core.payloads import HAND_OVER
from kiosk.core.touches import Signed
from kiosk.demo.faulty_proxy import FaultyProxy
from kiosk.desk import open_desk
from kiosk.matter_stories.acts import (
    Act,
    Fill,
    LayCard,
    LayPage,
    PayByPhone,
    PullCard,
    Seen,
    ShowCode,
    SignName,
    Touch,
    TypeTexted,
    Wait,
)
from kiosk.matter_stories.story import MatterStory
from kiosk.matter_stories.visitor import Visitor
from tests.journeys.glass import open_glass
from tests.journeys.hand_clock import HandClock
from tests.journeys.street import Street
from tests.matter_stories.fixed_gateway import CODE, TODAY, FixedGateway

AFTER = ("finish", "rating")  # the papers or the answer are there: what follows is no part of the matter
MOST_ACTS = 160
PAGE = "form"
LOOK_S = 0.02
PATIENCE_S = 60.0  # a busy machine seals a paper in more than twenty
HOLD_S = 4.0
STROKES = (tuple((1000 + 80 * n, 2000 + 60 * (n % 7), 12 * n) for n in range(60)),)


class FixedClock(HandClock):
    """The civil time stands still; the steady one goes on."""

    def civil(self) -> str:
        return TODAY.strftime("%Y-%m-%dT%H:%M:%S")


class Played(Struct, frozen=True):
    """How a visit went: pages in order, the reasons of every *no*, the case's last state, touches, what was typed."""

    pages: tuple[str, ...]
    reasons: tuple[str, ...]
    state: str
    touches: int
    keys: int
    typed: tuple[str, ...]
    faces: tuple[Face, ...]


class Stage:
    """Plays one story after the other on one terminal."""

    def __init__(self, street: Street) -> None:
        self.street = street
        self._card = ""
        self._codes: dict[str, str] = {}

    async def play(self, story: MatterStory) -> Played:
        """From the welcome page back to it; AssertionError when the story does not lead there."""
        self.street.gateway.clock += timedelta(seconds=story.later_s)
        for fault in story.gateway:
            await asyncio.to_thread(
                self.street.gateway.work,
                fault.department,
                fault.verb,
                seconds=fault.seconds,
                reason=fault.reason or "no",
            )
        visitor = Visitor(self.street.catalogue, story)
        faces: list[Face] = []
        touches, keys, typed, reasons, state = 0, 0, [], [], ""
        for _ in range(MOST_ACTS):
            face = await self._still(faces[-1] if faces else None)
            faces.append(face)
            self._note_codes(face)
            reason, state = self._standing(state)
            reasons += [reason] if reason and reason not in reasons else []
            act = visitor.next(seen_of(face, self.street.glass.checks))
            if act is None:
                pages = tuple(dict.fromkeys(each.name for each in faces))
                return Played(pages, tuple(reasons), state, touches, keys, tuple(typed), tuple(faces))
            if not any(each.name in AFTER for each in faces):
                touches += isinstance(act, Touch) and face.name != "welcome"
                typed += [act.field] if isinstance(act, Fill | TypeTexted) else []
                keys += len(act.text) if isinstance(act, Fill) else len(CODE) * isinstance(act, TypeTexted)
            await self._do(act, face, story)
        raise AssertionError(f"no end after {MOST_ACTS} acts: {[each.name for each in faces[-12:]]}")

    def _standing(self, state: str) -> tuple[str, str]:
        """The reason of a *no* that is shown now, and where the case stands, or stood last."""
        session = self.street.terminal.session
        if isinstance(session.page, AtVerdict) and (told := session.page.reply) is not None:
            return ("", "verified") if told.state == "same" else (told.state, "refused")
        if isinstance(session.page, AtResult) or state == "issued":
            return "", "issued"
        standing = session.visit.standing if session.visit is not None else None
        reason = getattr(session.page, "reason", "") or (standing.reason if standing is not None else "")
        return reason or "", standing.state if standing is not None else state

    def _note_codes(self, face: Face) -> None:
        """What a citizen would carry to another visit: the code on the receipt, the code for the phone."""
        match face.body:
            case Case(number=number):
                self._codes["receipt"] = f"KIOSK:CASE:{number}"
            case Code(payload=payload) if payload.startswith(HAND_OVER):
                self._codes["hand_over"] = payload
            case _:
                pass

    async def _still(self, _before: Face | None) -> Face:
        await asyncio.sleep(LOOK_S)
        face = self.street.glass.face
        assert face is not None
        return face

    async def _do(self, act: Act, face: Face, story: MatterStory) -> None:
        glass, street = self.street.glass, self.street
        match act:
            case Touch(target):
                await glass.touch(target)
                await self._moved(face)
            case Fill(field, text):
                await glass.fill(field, text)
                await asyncio.sleep(0.1)
            case TypeTexted(field):
                await glass.fill(field, CODE)
                await asyncio.sleep(0.1)
            case LayCard(person):
                if self._card:
                    street.card.pull_card()
                    await asyncio.sleep(0.3)
                await street.until(
                    lambda: not isinstance(page := street.terminal.session.page, AtCard) or not page.clearing
                )
                street.card.insert_card(person)
                self._card = person
                await self._moved(face)
            case PullCard():
                street.card.pull_card()
                self._card = ""
                await asyncio.sleep(0.2)
            case ShowCode(payload):
                await self._hold(self._codes.get(payload, payload), face)
            case LayPage():
                # In a thread: drawing a page takes a second, in which the glass, on this loop, would fall silent.
                await asyncio.to_thread(street.document_camera.lay_page, PAGE)
                await asyncio.sleep(0.2)
            case PayByPhone(department, state):
                await asyncio.to_thread(street.gateway.work, department, "pay", state=state)
            case SignName():
                await glass._say(Signed(face.rev, STROKES))
                await self._moved(face)
            case Wait():
                await self._moved(face)

    async def _hold(self, code: str, face: Face) -> None:
        """Hold a code to the window; away and once more where it was there before the window looked."""
        for _ in range(int(PATIENCE_S / HOLD_S)):
            await asyncio.to_thread(self.street.camera.show_text, code)
            for _ in range(int(HOLD_S / LOOK_S)):
                if self.street.glass.face is not face:
                    self.street.camera.clear()
                    return
                await asyncio.sleep(LOOK_S)
            self.street.camera.clear()
            await asyncio.sleep(0.5)
        raise AssertionError(f"no code was read on {face.name}")

    async def _moved(self, face: Face) -> None:
        """Wait until another face is shown, or for as long as patience lasts."""
        glass, checks = self.street.glass, self.street.glass.checks
        for _ in range(int(PATIENCE_S / LOOK_S)):
            if glass.face is not face or glass.checks is not checks:
                return
            await asyncio.sleep(LOOK_S)
        raise AssertionError(f"nothing happened on {face.name}")


def seen_of(face: Face, checks: object = None) -> Seen:
    """What a person sees of a face: every target that can be pressed."""
    targets: set[str] = set()
    _collect(msgspec.to_builtins(face), targets)
    primary = getattr(checks, "primary", None) or face.primary
    if primary is not None and primary.enabled:
        targets.add(primary.target)
    body = face.body
    dates = tuple(each.id for each in getattr(body, "fields", ()) if isinstance(each, Dates))
    return Seen(face.name, str(type(body).__struct_config__.tag), getattr(body, "field", ""), frozenset(targets), dates)


def _collect(value: object, targets: set[str]) -> None:
    if isinstance(value, dict):
        if isinstance(target := value.get("target"), str) and target and value.get("enabled", True):
            targets.add(target)
        if value.get("type") == "welcome":
            targets.add("start")
        for each in value.values():
            _collect(each, targets)
    elif isinstance(value, list | tuple):
        for each in value:
            _collect(each, targets)


@asynccontextmanager
async def open_stage(folder: Path, gateway: FixedGateway, receipt_profile: str = "") -> AsyncIterator[Stage]:
    """A terminal on real sockets over the gateway's own assets, with every device that a matter may need."""
    clock = FixedClock()
    async with FaultyProxy(gateway.port) as proxy:
        street = Street(folder, gateway, proxy, clock, receipt_profile)
        street.document_camera = emulate_document_camera(folder)
        devices = replace(street.settings.devices, document_camera=street.document_camera.where)
        authority = gateway.signer / "ca-certificate.der"
        street.settings = replace(street.settings, devices=devices, seal_authority=authority, assets=gateway.assets)
        street.catalogue = read_catalogue(gateway.assets, street.settings.centre())
        emulators = (street.card, street.printer, street.office, street.camera)
        for each in emulators:
            each.start()
        try:
            async with open_desk(street.settings, clock) as street.terminal:
                street.glass = await open_glass(street.settings.screen_socket)
                await street.until(lambda: street.terminal.session.pad_left is Presence.ABSENT)
                await street.glass.wait_for("welcome")
                try:
                    yield Stage(street)
                finally:
                    await street.glass.close()
        finally:
            for each in emulators:
                await asyncio.to_thread(each.close)
            for each in (street.ups, street.switch, street.document_camera):
                each.close()
