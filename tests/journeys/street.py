"""Everything around one terminal, with real bytes on every line: gateway, emulators, a glass that speaks the link."""

from __future__ import annotations

import asyncio
import contextlib
import re
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from devices import receipt_printer
from devices.cabinet.emulator import emulate_switch
from devices.code_scanner.emulator import CameraEmulator, UnixLine
from devices.code_scanner.scene import Scene
from devices.document_printer.emulator import OfficePrinter
from devices.emulation import PtyLine, TcpLine
from devices.id_card.emulator import IdCardEmulator
from devices.power.emulator import emulate_ups
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.profiles import GENERIC, profile
from devices.typeface import typeface
from kiosk.catalogue import read_catalogue
from kiosk.commands.gateway import DEMO_KEEPER_PIN
from kiosk.core.conditions import Device, Presence
from kiosk.core.pages import AtCard, AtFinish
from kiosk.demo.faulty_proxy import FaultyProxy
from kiosk.desk import open_desk
from kiosk.settings import Devices, Settings, Timing
from kiosk.terminal import Terminal
from tests.journeys.gateway_process import Gateway
from tests.journeys.glass import PAGE_S, Glass, open_glass
from tests.journeys.hand_clock import HandClock

MOST_TEXTS = 2
# Synthetic persons, as often as they have tax payments that can be chosen.
PEOPLE = (*["zhang-jianguo"] * 4, *["li-xiulan"] * 2, "wang-lei", "permit-hk", "foreigner-2017", "foreigner-2023")
FAST_MM_S = 4000.0
PROFILES = Path(receipt_printer.__file__).parent / "profiles"


class Street:
    """One terminal and all that stands around it."""

    def __init__(
        self, folder: Path, gateway: Gateway, proxy: FaultyProxy, clock: HandClock, receipt_profile: str = ""
    ) -> None:
        self.folder = folder
        self.gateway = gateway
        self.proxy = proxy
        self.clock = clock
        face = typeface(bold=False)
        printer_line = TcpLine("127.0.0.1:0")
        self.card = IdCardEmulator(PtyLine(str(folder / "id-card")))
        model = hasty(receipt_profile, folder) if receipt_profile else GENERIC
        self.printer = ReceiptPrinterEmulator(
            printer_line, folder / "receipts", face, speed_mm_s=FAST_MM_S, model=profile(model)
        )
        self.ups = emulate_ups(folder)
        self.switch = emulate_switch(folder)
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
                receipt_profile=model,
                camera=str(folder / "camera"),
                power=self.ups.where,
                cabinet=self.switch.where,
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


def hasty(name: str, folder: Path) -> str:
    """A copy of a printer's profile, ours or a file, that waits two seconds for a paper to be taken."""
    own = Path(name) if name.endswith(".toml") else PROFILES / f"{name}.toml"
    copy = folder / own.name
    copy.write_text(re.sub(r"taken_within_s = [0-9.]+", "taken_within_s = 2.0", own.read_text("utf-8")), "utf-8")
    return str(copy)


def small_disk(folder: Path) -> bool:
    """Put a disk of 48 MB under a folder; False where mounting is not allowed."""
    folder.mkdir(mode=0o700, parents=True)
    mount = ("mount", "-t", "tmpfs", "-o", "size=48m,mode=0700", "kiosk-test", str(folder))
    return subprocess.run(mount, check=False, capture_output=True).returncode == 0


@asynccontextmanager
async def open_street(folder: Path, gateway: Gateway | None = None, receipt_profile: str = "") -> AsyncIterator[Street]:
    """The whole street on real sockets, with a hand clock for the session's timers."""
    own = gateway is None
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    if gateway is None:
        gateway = Gateway(folder)
        await gateway.start()
    clock = HandClock()
    small = small_disk(folder / "data")
    async with FaultyProxy(gateway.port) as proxy:
        street = Street(folder, gateway, proxy, clock, receipt_profile)
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
            for each in (street.ups, street.switch):
                each.close()
            if own:
                await gateway.stop()
            if small:
                await asyncio.to_thread(subprocess.run, ("umount", str(folder / "data")), check=True)
