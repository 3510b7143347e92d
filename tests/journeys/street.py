"""Everything around one terminal, with real bytes on every line: gateway, emulators, a glass that speaks the link."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from devices.code_scanner.emulator import CameraEmulator, UnixLine
from devices.code_scanner.scene import Scene
from devices.document_printer.emulator import OfficePrinter
from devices.emulation import PtyLine, TcpLine
from devices.id_card.emulator import IdCardEmulator
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.typeface import typeface
from kiosk.catalogue import read_catalogue
from kiosk.clock import SystemClock
from kiosk.commands.gateway import DEMO_KEEPER_PIN
from kiosk.core.conditions import Device, Presence
from kiosk.core.faces import Checks, Face
from kiosk.core.session import AtCard, AtFinish
from kiosk.desk import open_desk
from kiosk.screen_link import (
    PING_EVERY_S,
    VERSION,
    Drafted,
    Drawn,
    FrameReader,
    Hello,
    Ping,
    ShowChecks,
    ShowFace,
    Touched,
    frame,
    parse_from_terminal,
)
from kiosk.settings import Devices, Settings, Timing
from kiosk.terminal import Terminal
from tests.faulty_proxy import FaultyProxy

PAGE_S = 25.0
MOST_TEXTS = 2
# Synthetic persons, as often as they have tax payments that can be chosen.
PEOPLE = (*["zhang-jianguo"] * 4, *["li-xiulan"] * 2, "wang-lei", "permit-hk", "foreigner-2017", "foreigner-2023")
FAST_MM_S = 4000.0


class HandClock(SystemClock):
    """The real clocks, and a hand that can push them on; alarms that are then due ring at once."""

    def __init__(self) -> None:
        self._ahead_ms = 0
        self._alarms: list[_Alarm] = []

    def now_ms(self) -> int:
        return super().now_ms() + self._ahead_ms

    def ring_at(self, at_ms: int, call: Callable[[], None]) -> _Alarm:
        alarm = _Alarm(at_ms, call)
        alarm.rings = super().ring_at(at_ms, alarm.ring)
        self._alarms = [each for each in self._alarms if not each.done] + [alarm]
        return alarm

    def push(self, seconds: float) -> None:
        """Time passes; every alarm that is due now rings."""
        self._ahead_ms += int(seconds * 1000)
        for alarm in [each for each in self._alarms if not each.done and each.at_ms <= self.now_ms()]:
            alarm.ring()


class _Alarm:
    def __init__(self, at_ms: int, call: Callable[[], None]) -> None:
        self.at_ms = at_ms
        self.done = False
        self.rings: object = None
        self._call = call

    def ring(self) -> None:
        if not self.done:
            self.cancel()
            self._call()

    def cancel(self) -> None:
        self.done = True
        if self.rings is not None:
            self.rings.cancel()


class Glass:
    """A screen without pixels: it draws nothing, but keeps the link's rules like the real one."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._frames = FrameReader()
        self.face: Face | None = None
        self.checks: Checks | None = None
        self.seen: list[str] = []
        self._changed = asyncio.Event()
        self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._ping())]

    @property
    def page(self) -> str:
        return self.face.name if self.face else ""

    async def wait_for(self, page: str, within_s: float = PAGE_S) -> Face:
        """Wait until the page is shown."""
        return await self.wait_until(lambda: self.page == page, page, within_s)

    async def wait_until(self, holds: Callable[[], bool], what: str, within_s: float = PAGE_S) -> Face:
        """Wait until something holds of what is shown."""
        deadline = time.monotonic() + within_s
        while not holds():
            left_s = deadline - time.monotonic()
            assert left_s > 0, f"{what} did not come; the page is {self.page}, seen {self.seen[-6:]}"
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), left_s)
            self._changed.clear()
        assert self.face is not None
        return self.face

    async def touch(self, target: str, page: str = "") -> None:
        """Touch a target of the face that is shown, and wait for what follows."""
        assert self.face is not None
        before, rev = self.page, self.face.rev
        await self._say(Touched(rev, target))
        while page:
            await self.wait_until(lambda rev=rev: self.face.rev > rev, f"{page} after {target}")
            if before not in ("welcome", "home") or self.page != before:
                break
            rev = self.face.rev  # the surroundings changed under the finger: it touches again
            await self._say(Touched(rev, target))
        if page:
            await self.wait_for(page)

    async def fill(self, field: str, text: str) -> None:
        """Type a value key by key, as fast as the line takes it."""
        assert self.face is not None
        for end in range(1, len(text) + 1):
            await self._say(Drafted(self.face.rev, field, text[:end]))
        await asyncio.sleep(0.02)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._writer.close()

    async def _say(self, message: Touched | Drafted | Drawn | Ping | Hello) -> None:
        self._writer.write(frame(message))
        await self._writer.drain()

    async def _hear(self) -> None:
        while data := await self._reader.read(65536):
            for body in self._frames.feed(data):
                match parse_from_terminal(body):
                    case ShowFace(face):
                        self.face, self.checks = face, face.checks
                        self.seen.append(face.name)
                        await self._say(Drawn(face.rev, {}))
                    case ShowChecks(rev, checks) if self.face and rev == self.face.rev:
                        self.checks = checks
                    case _:
                        pass
            self._changed.set()

    async def _ping(self) -> None:
        while True:
            await self._say(Ping())
            await asyncio.sleep(PING_EVERY_S)


async def open_glass(path: Path) -> Glass:
    """Connect to a terminal as a screen does."""
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(frame(Hello(VERSION, 1080, 1920)))
    return Glass(reader, writer)


class Gateway:
    """A gateway process of its own, with simulated departments and its database in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.token_file = folder / "token"
        self.database = folder / "gateway.sqlite"
        self.phones = folder / "phone.jsonl"
        self.log = folder / "gateway.log"
        self.port = 0

    async def start(self) -> None:
        """Start and wait until it says where it listens."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "kiosk", "gateway", "--simulation", "--listen", f"127.0.0.1:{self.port}"),
            *("--database", f"sqlite:///{self.database}", "--token-file", str(self.token_file)),
            *("--phone-outbox", str(self.phones), "--signer-dir", str(self.folder / "signer")),
            stdout=asyncio.subprocess.PIPE,
            stderr=(log := self.log.open("ab")),
        )
        log.close()
        assert self._process.stdout is not None
        line = (await asyncio.wait_for(self._process.stdout.readline(), 30)).decode()
        assert line.startswith("ready"), self.log.read_text()
        self.port = int(line.rsplit(":", 1)[1])

    def newest_certificate(self) -> tuple[str, str, str]:
        """Number, date and total of the certificate that was issued last."""
        statement = "SELECT number, issued_at, total FROM certificates ORDER BY issued_at DESC LIMIT 1"
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            number, issued_at, total = connection.execute(statement).fetchone()
        return number, str(issued_at)[:10], str(total)

    async def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    async def work(self, department: str, verb: str, **more: object) -> None:
        """Work a simulated department: down, up, slow, refuse_next ..."""
        token = self.token_file.read_text().strip()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/simulation/{department}",
            data=json.dumps({"verb": verb, **more}).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            method="POST",
        )
        await asyncio.to_thread(urllib.request.urlopen, request, None, 10)

    def texted(self) -> list[str]:
        """The codes that were texted so far."""
        lines = self.phones.read_text("utf-8").splitlines() if self.phones.exists() else []
        texts = [json.loads(line)["text"] for line in lines]
        return [
            next(part for part in "".join(c if c.isdigit() else " " for c in text).split() if len(part) == 6)
            for text in texts
        ]

    def count(self, statement: str) -> int:
        """One number out of the gateway's database."""
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            number: int = connection.execute(statement).fetchone()[0]
        return number


class Street:
    """One terminal and all that stands around it."""

    def __init__(self, folder: Path, gateway: Gateway, proxy: FaultyProxy, clock: HandClock) -> None:
        self.folder = folder
        self.gateway = gateway
        self.proxy = proxy
        self.clock = clock
        face = typeface(bold=False)
        printer_line = TcpLine("127.0.0.1:0")
        self.card = IdCardEmulator(PtyLine(str(folder / "id-card")))
        self.printer = ReceiptPrinterEmulator(printer_line, folder / "receipts", face, speed_mm_s=FAST_MM_S)
        self.office = OfficePrinter(folder / "spool", folder / "tray", document_s=0.05)
        self.camera = CameraEmulator(UnixLine(str(folder / "camera")), Scene(640, 480))
        self.settings = Settings(
            gateway=f"http://127.0.0.1:{proxy.port}",
            token_file=gateway.token_file,
            data=folder / "data",
            seal_authority=gateway.folder / "signer" / "ca-certificate.der",
            screen_socket=folder / "screen.sock",
            devices=Devices(
                id_card_reader=str(folder / "id-card"),
                receipt_printer=f"tcp://{printer_line.address}",
                document_printer=str(folder / "spool"),
                camera=str(folder / "camera"),
            ),
            timing=Timing(condition_every_s=0.3, health_every_s=600, room_every_s=0.5),
        )
        self.terminal: Terminal
        self.glass: Glass
        self.catalogue = read_catalogue(self.settings.assets, self.settings.centre())
        self.just_issued = (0, 0, 0)
        self._people = iter(PEOPLE)
        self._texts: Counter[str] = Counter()

    def receipts(self) -> list[Path]:
        return sorted((self.folder / "receipts").glob("*.bin"))

    def certificates(self) -> list[Path]:
        return sorted((self.folder / "tray").glob("*.pdf"))

    async def pass_check(self, card: str) -> None:
        """From 这是您吗 through the one-time code; after two texts to a person through the keeper's PIN."""
        glass = self.glass
        await glass.touch("primary", "KSTB-14/checkway")
        self._texts[card] += 1
        if self._texts[card] > MOST_TEXTS:
            await glass.touch("way:keeper", "KSTB-14/check-keeper")
            await glass.fill("check_answer", DEMO_KEEPER_PIN)
            await glass.touch("primary", "KSTB-14/form-3-1")
            return
        before = len(self.gateway.texted())
        await glass.touch("way:phone_code", "KSTB-14/check-phone_code")
        await glass.wait_until(lambda: len(self.gateway.texted()) > before, "a text message")
        await glass.fill("check_answer", self.gateway.texted()[-1])
        await glass.touch("primary", "KSTB-14/form-3-1")

    async def to_form(self, card: str = "zhang-jianguo") -> None:
        """From the welcome page to the tax form."""
        glass = self.glass
        await glass.wait_for("welcome")
        await glass.touch("start", "home")
        await glass.touch("matter:KSTB-14", "KSTB-14/consent")
        await glass.touch("tick", "KSTB-14/consent")
        await glass.touch("primary", "KSTB-14/card")
        await self.until_card_is_asked_for()
        self.card.insert_card(card)
        await glass.wait_for("KSTB-14/person")
        await self.pass_check(card)

    def words(self, key: str) -> str:
        """What is said under a key, in Chinese."""
        return self.catalogue.words["zh"](key)

    async def to_review(self) -> None:
        """Through place, form and rows, as the next person who still has a row to choose."""
        await self.to_form(next(self._people))
        glass = self.glass
        await glass.touch("pick:tax_authority:hean", "KSTB-14/form-3-2")
        await glass.touch("primary", "KSTB-14/rows")
        await self.pick_one()
        await glass.touch("primary", "KSTB-14/review")

    async def to_result(self) -> None:
        """The certificate is issued."""
        await self.to_review()
        await self.glass.touch("primary", "KSTB-14/result")

    async def print_both(self) -> None:
        """Document and receipt come out, the card is taken."""
        await self.glass.touch("primary", "finish")

    async def issued_before(self) -> tuple[str, str, str]:
        """Number, date and total of a certificate that was issued in an earlier visit, or in one made for it now."""
        self.just_issued = (0, 0, 0)
        if not self.gateway.count("SELECT count(*) FROM certificates"):
            await self.to_result()
            await self.print_both()
            await self.leave()
            self.just_issued = (1, 1, 1)
        return self.gateway.newest_certificate()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds of the terminal."""
        deadline = time.monotonic() + PAGE_S
        while not holds():
            assert time.monotonic() < deadline, "it never came true"
            await asyncio.sleep(0.02)

    async def until_card_is_asked_for(self) -> None:
        """Wait until the card page no longer waits for an earlier card to go."""
        await self.until(lambda: isinstance(page := self.terminal.session.page, AtCard) and not page.clearing)

    async def until_pad_is_empty(self) -> None:
        """Wait until the finish page knows that the card is gone, or can't know."""
        for _ in range(40):
            page = self.terminal.session.page
            if not isinstance(page, AtFinish) or not page.card or page.presence is Presence.ABSENT:
                return
            await asyncio.sleep(0.05)

    async def until_condition(self, device: Device, *, usable: bool) -> None:
        """Wait until the terminal knows how a device is."""
        deadline = time.monotonic() + PAGE_S
        while (held := self.terminal.session.conditions.get(device)) is None or held.usable is not usable:
            assert time.monotonic() < deadline, f"{device} stays {held}"
            await asyncio.sleep(0.05)

    @contextlib.contextmanager
    def full_disk(self) -> Iterator[None]:
        """Nothing fits on the terminal's disk any more, until the block ends."""
        ballast = self.settings.data / "ballast"
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))
        yield
        ballast.unlink()

    async def pick_one(self) -> None:
        """Keep one row of those that can be chosen: the others are left for later visits."""
        visit = self.terminal.session.visit
        assert visit is not None
        for row in sorted(visit.picked)[1:]:
            await self.glass.touch(f"row:{row}", "KSTB-14/rows")

    async def leave(self) -> None:
        """Away from any page: the card is taken, time passes, the welcome page comes."""
        self.card.pull_card()
        self.camera.clear()
        deadline = time.monotonic() + PAGE_S
        while self.glass.page != "welcome":
            assert time.monotonic() < deadline, f"no way back to welcome from {self.glass.page}"
            if self.glass.page == "finish":
                await self.until_pad_is_empty()
            self.clock.push(130)
            await asyncio.sleep(0.05)


def small_disk(folder: Path) -> bool:
    """Put a disk of 48 MB under a folder; False where mounting is not allowed."""
    folder.mkdir(mode=0o700, parents=True)
    mount = ("mount", "-t", "tmpfs", "-o", "size=48m,mode=0700", "kiosk-test", str(folder))
    return subprocess.run(mount, check=False, capture_output=True).returncode == 0


@asynccontextmanager
async def open_street(folder: Path, gateway: Gateway | None = None) -> AsyncIterator[Street]:
    """The whole street on real sockets, with a hand clock for the session's timers."""
    own = gateway is None
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    if gateway is None:
        gateway = Gateway(folder)
        await gateway.start()
    clock = HandClock()
    small = small_disk(folder / "data")
    async with FaultyProxy(gateway.port) as proxy:
        street = Street(folder, gateway, proxy, clock)
        emulators = (street.card, street.printer, street.office, street.camera)
        for each in emulators:
            each.start()
        try:
            async with open_desk(street.settings, clock) as street.terminal:
                street.glass = await open_glass(street.settings.screen_socket)
                await street.until(lambda: street.terminal.session.pad_left is Presence.ABSENT)
                yield street
                await street.glass.close()
        finally:
            for each in emulators:
                await asyncio.to_thread(each.close)
            if own:
                await gateway.stop()
            if small:
                await asyncio.to_thread(subprocess.run, ("umount", str(folder / "data")), check=True)
