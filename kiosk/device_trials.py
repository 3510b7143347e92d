"""What a technician may try on each kind of device without harm to anybody; what was read is never said."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from types import MappingProxyType

from msgspec import Struct

from devices.contract import DeviceError, Driver, PortMissing
from devices.faults import Fault
from devices.finding import resolve
from devices.receipt_printer.escpos_printer import EscposPrinter
from devices.receipt_printer.notebook import Notebook
from devices.receipt_printer.sentences import verdict_sentence
from devices.supervisor import row_of
from kiosk.core.conditions import Condition, Device, Outcome, Paper, Presence, Status
from kiosk.core.receipts import Pair, Receipt, Text, Title
from kiosk.fittings import Fitting, Fittings

SCAN_S = 3.0
PICTURE_S = 5.0
FORMATS = frozenset({"qr"})
SOUND = "chime"
WHO: Mapping[str, str] = MappingProxyType(
    {
        "citizen": "由办事人处理 (citizen)",
        "keeper": "由值守员处理 (keeper)",
        "technician": "由技术员处理 (technician)",
        "nobody": "等一等就好 (nobody acts)",
    }
)
AGAIN = (
    " 终端不再自己重试：修好以后请运行 kiosk devices test {kind}，或重启终端。"
    " The terminal does not try it again by itself: once it is mended, run kiosk devices test {kind} or restart it."
)
PAPERS: Mapping[Paper, str] = MappingProxyType(
    {Paper.LOW: "纸快用完了，请备纸。 The paper is nearly used up: have some ready."}
)
PAD: Mapping[Presence, str] = MappingProxyType(
    {
        Presence.PRESENT: "有应答，上面有一张卡。 It answers; a card lies there.",
        Presence.ABSENT: "有应答，上面没有卡。 It answers; no card lies there.",
        Presence.UNKNOWN: "有应答，不知道有没有卡。 It answers; whether a card lies there it cannot tell.",
    }
)


class Trial(Struct, frozen=True):
    """How a device did: how it says it is, whether all went well, and one sentence, Chinese first."""

    condition: Condition
    passed: bool
    sentence: str

    @property
    def there(self) -> bool:
        """Whether there was a device to try."""
        return self.condition.status is not Status.NO_DEVICE


def look_at(fitting: Fitting[Driver]) -> Trial:
    """Open a device, ask how it is, close it again."""
    try:
        with closing(fitting.open()) as driver:
            condition = driver.condition()
    except DeviceError as error:  # its place cannot be meant: a wrong option, a reader that is never used here
        return Trial(Condition(fitting.entry.kind, Status.NO_DEVICE), passed=False, sentence=str(error))
    return Trial(condition, passed=condition.usable, sentence=said_of(condition, fitting.where))


def said_of(condition: Condition, where: str = "") -> str:
    """One sentence on a condition, with who acts; with `where`, also why a stable place leads nowhere."""
    row = row_of(condition)
    if row is not None:
        again = AGAIN.format(kind=condition.device) if row.permanent else ""
        return f"{_why_not(where)}{row.sentence()} {WHO[row.who]}{again}"
    if condition.fault:
        return f"故障 {condition.fault}。 Fault {condition.fault}."
    return PAPERS.get(condition.paper, "正常。 It works.")


def code_of(condition: Condition) -> str:
    """The fault's number, empty without one."""
    row: Fault | None = row_of(condition)
    return "" if row is None else row.code


def who_acts(condition: Condition) -> str:
    """Who acts on the fault, empty without one."""
    row: Fault | None = row_of(condition)
    return "" if row is None else row.who


def try_device(fitted: Fittings, kind: Device, notes: Notebook, *, paper: bool) -> Trial | None:
    """Look at a device and, when it works, do its kind's harmless test; None when this terminal has no such device.

    What a receipt printer answers is asked anew, for it may be another one by now, and goes into `notes`.
    """
    fitting = next((each for each in fitted.all() if each.entry.kind is kind), None)
    if fitting is None:
        return None
    seen = look_at(fitting)
    if not seen.condition.usable:
        return seen
    printing = partial(_print_test, notes=notes)
    trial = printing if kind is Device.RECEIPT_PRINTER and paper else _TRIALS.get(kind)
    if trial is None:
        return seen
    try:
        passed, sentence = trial(fitted)
    except DeviceError as error:
        return Trial(
            seen.condition, passed=False, sentence=f"试的时候断了：{error}。 It failed within the test: {error}."
        )
    return Trial(seen.condition, passed=passed, sentence=sentence)


def _why_not(where: str) -> str:
    try:
        resolve(where.partition("?")[0])
    except PortMissing as error:
        return f"{error} "
    return ""


def _find_card(fitted: Fittings) -> tuple[bool, str]:
    with closing(fitted.card_reader.open()) as reader:
        return True, PAD[reader.presence()]


def _find_code(fitted: Fittings) -> tuple[bool, str]:
    with closing(fitted.code_scanner.open()) as scanner:
        code = scanner.scan(FORMATS, SCAN_S)
    if code is None:
        return True, f"能用，{SCAN_S:g} 秒内没有看到二维码，放一个再试。 It works; no QR code in {SCAN_S:g} s."
    return True, "读到一个二维码。 A QR code was read."


def _photograph(fitted: Fittings) -> tuple[bool, str]:
    assert fitted.document_camera is not None, "its kind was found among the fittings"
    with closing(fitted.document_camera.open()) as camera:
        page = camera.capture(PICTURE_S)
    if page.trouble is not None:
        return True, f"能拍，但没有可用的一页（{page.trouble}）。 It works; there was no page to use ({page.trouble})."
    return True, f"拍到一页 {page.width_px}x{page.height_px}。 A page of {page.width_px} x {page.height_px} pixels."


def _sound(fitted: Fittings) -> tuple[bool, str]:
    assert fitted.speaker is not None, "its kind was found among the fittings"
    with closing(fitted.speaker.open()) as speaker:
        speaker.play(SOUND)
    return True, "放了一声，请听有没有声音。 A chime was played: did you hear it?"


def _print_test(fitted: Fittings, notes: Notebook) -> tuple[bool, str]:
    where = fitted.receipt_printer.where
    with closing(fitted.receipt_printer.open()) as printer:
        if isinstance(printer, EscposPrinter):  # how the last paper ended only the terminal's journal knows
            printer.recall(None, partial(notes.keep, where), half_printed=True)
        verdict = printer.print(_test_paper(where), secrets.token_hex(2))
    return verdict.outcome is Outcome.PRINTED, verdict_sentence(verdict)


def _test_paper(where: str) -> Receipt:
    return Receipt(
        (
            Title("打印测试"),
            Pair("端口", where),
            Text("测试用，不是回执。 A test, not a receipt."),
        ),
        demo=True,
    )


_TRIALS: Mapping[Device, Callable[[Fittings], tuple[bool, str]]] = MappingProxyType(
    {
        Device.ID_CARD_READER: _find_card,
        Device.CODE_SCANNER: _find_code,
        Device.DOCUMENT_CAMERA: _photograph,
        Device.SPEAKER: _sound,
    }
)
