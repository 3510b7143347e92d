"""The ID card reader's driver against an emulated module whose answers are damaged on the way, on its own clock."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from devices.contract import CardReading, DeviceError, DeviceGone
from devices.id_card.card_files import ManagementNumber
from devices.id_card.cards import load_cards
from devices.id_card.emulated_module import EmulatedModule, Habits
from devices.id_card.sdt_commands import BAUDS
from devices.id_card.sdt_frames import HEADER, PREAMBLE, Reply, Request, encode_reply, request_reader
from devices.id_card.sdt_reader import ReaderInfo, SdtReader
from kiosk.core.conditions import Condition, Presence

CARDS = load_cards()
BYTE_S = 10 / 115200
READ_S = 5.0
OVER_S = 0.2 + 4096 * BYTE_S  # a portion that is under way at the end of the call is taken whole
LONGEST_S = 150.0  # three commands, each with its resend and one search over all speeds, every wait at its end
CALLS_MOST = 20_000  # of the port, in one order: more is a loop without end

Spoil = Callable[[bytes, bytes, int], bytes]
SPOILS: dict[str, Spoil] = {  # (frame, noise, place) -> what arrives
    "true": lambda frame, _noise, _at: frame,
    "flipped": lambda frame, noise, at: frame[:at] + bytes(a ^ b for a, b in zip(frame[at:], noise, strict=False)),
    "cut": lambda frame, _noise, at: frame[:at],
    "inserted": lambda frame, noise, at: frame[:at] + noise + frame[at:],
    "before": lambda frame, noise, _at: noise + frame,
    "after": lambda frame, noise, _at: frame + noise,
    "twice": lambda frame, _noise, _at: frame * 2,
    "length": lambda frame, noise, _at: frame[:5] + (noise + b"\xff\xff")[:2] + frame[HEADER:],
    "noise": lambda _frame, noise, _at: noise,
    "own data": lambda _frame, noise, _at: encode_reply(Reply(0, 0, 0x90, noise)),
    "own status": lambda _frame, noise, _at: encode_reply(Reply(*(noise + bytes(3))[:3])),
    "flood": lambda _frame, noise, _at: (PREAMBLE + b"\x0f\xff" + noise) * (200_000 // (7 + len(noise))),
}


class Answer(Struct, frozen=True):
    """What becomes of one answer: how it is spoiled, when it comes, in which portions; or the line goes."""

    spoil: str
    noise: bytes
    at: int
    delay_s: float
    portion: int
    gone: bool


class Visit(Struct, frozen=True):
    """What the driver is asked, on which reader, and how each answer arrives; true ones when the list is at its end."""

    card: str | None
    habits: Habits
    orders: tuple[str, ...]
    answers: tuple[Answer, ...]


ANSWERS = st.builds(
    Answer,
    spoil=st.sampled_from(["true"] * 6 + list(SPOILS)),
    noise=st.binary(max_size=40) | st.binary(min_size=70, max_size=300),
    at=st.integers(0, 1300),
    delay_s=st.sampled_from([0.01, 0.01, 0.01, 0.4, 1.1, 3.5]),
    portion=st.sampled_from([1, 7, 64, 4096]),
    gone=st.sampled_from([False] * 15 + [True]),
)
VISITS = st.builds(
    Visit,
    card=st.sampled_from([None, "zhang-jianguo", "moved-twice", "foreigner-2023", "bank-card", "unknown-flag"]),
    habits=st.builds(Habits, finds_read_cards=st.booleans(), knows_addresses=st.booleans()),
    orders=st.lists(st.sampled_from(["read", "presence", "condition", "info", "management"]), max_size=3).map(tuple),
    answers=st.lists(ANSWERS, max_size=12).map(tuple),
).map(lambda visit: replace(visit, orders=("read", *visit.orders)))


class FuzzedPort:
    """A port whose far end is an emulated module; bytes take their time on a clock that nobody waits for."""

    def __init__(self, visit: Visit) -> None:
        self.now = 0.0
        self.calls = 0
        self._module = EmulatedModule(None if visit.card is None else CARDS[visit.card])
        self._module.habits = visit.habits
        self._answers = list(visit.answers)
        self._coming: list[tuple[float, bytes | None]] = []  # None: the line goes

    def write(self, data: bytes, _timeout_s: float) -> int:
        self._count()
        for request in request_reader().feed(data):
            if isinstance(request, Request):
                self._answer(encode_reply(self._module.answer(request)))
        return len(data)

    def read(self, most: int, timeout_s: float) -> bytes:
        self._count()
        due, data = self._coming[0] if self._coming else (float("inf"), b"")
        if due > self.now + timeout_s:
            self.now += timeout_s
            return b""
        self._coming.pop(0)
        self.now = max(self.now, due)
        if data is None:
            raise DeviceGone("the line closed while reading")
        taken, rest = data[:most], data[most:]
        if rest:
            self._coming.insert(0, (self.now, rest))
        self.now += len(taken) * BYTE_S
        return taken

    def flush_input(self) -> None:
        self._coming = [each for each in self._coming if each[0] > self.now]

    def close(self) -> None:
        self._coming.clear()

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def _answer(self, frame: bytes) -> None:
        how = self._answers.pop(0) if self._answers else Answer("true", b"", 0, 0.01, 4096, gone=False)
        arriving = SPOILS[how.spoil](frame, how.noise, min(how.at, len(frame)))
        portion = max(how.portion, len(arriving) // 100)
        due = self.now + how.delay_s
        self._coming += [(due, arriving[at : at + portion]) for at in range(0, len(arriving), portion)]
        if how.gone:
            self._coming.append((due, None))

    def _count(self) -> None:
        self.calls += 1
        assert self.calls < CALLS_MOST, "the driver does not come to an end"


def visited(visit: Visit) -> str:
    """Give the orders one after the other; what came of the last. Fails on anything the contract does not allow."""
    port = FuzzedPort(visit)
    reader = SdtReader(lambda _baud: port, lambda: port.now, port.sleep, bauds=BAUDS)
    asked: dict[str, tuple[Callable[[], object], tuple[type, ...], float]] = {
        "read": (lambda: reader.read(READ_S), (CardReading,), READ_S + OVER_S),
        "presence": (reader.presence, (Presence,), LONGEST_S),
        "condition": (reader.condition, (Condition,), LONGEST_S),
        "info": (reader.info, (ReaderInfo,), LONGEST_S),
        "management": (reader.management_number, (ManagementNumber, type(None)), LONGEST_S),
    }
    outcome = ""
    for order in visit.orders:
        ask, kinds, within_s = asked[order]
        began, port.calls = port.now, 0
        try:
            found = ask()
            assert isinstance(found, kinds)
            outcome = _named(found)
        except DeviceError as error:
            assert order != "condition", "condition() raised"
            outcome = type(error).__name__
        assert port.now - began <= within_s, f"{order} took {port.now - began:.1f} s"
    return outcome


def _named(found: object) -> str:
    match found:
        case CardReading(card=None, trouble=trouble):
            return trouble or "no card"
        case CardReading():
            return "card"
        case Condition(fault=fault):
            return f"condition {fault or 'well'}"
        case None:
            return "no number"
    return type(found).__name__
