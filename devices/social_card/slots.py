"""Readers and the cards in them: through PC/SC, or as an emulator says."""

from __future__ import annotations

import importlib
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from devices.contract import DeviceError, DeviceGone, PortMissing, WireError
from devices.emulation import order


class PcscMissing(DeviceError):
    """The library pyscard is not installed."""


class Slot(Struct, frozen=True):
    """A reader by its PC/SC name, and the answer to reset (ISO/IEC 7816-3) of the card in it as hex, if there is one.

    `mute`: a card that gives no answer, laid the wrong way round or broken.
    """

    name: str
    atr: str | None = None
    mute: bool = False


class Slots(Protocol):
    """What knows the readers."""

    def look(self) -> tuple[Slot, ...]:
        """Every reader as it is now; DeviceError when nobody knows."""
        ...

    def close(self) -> None: ...


class PcscSlots:
    """The readers of PC/SC, part 5 (the resource manager ``pcscd``), through pyscard, loaded when first used."""

    def __init__(self) -> None:
        self._scard: Any = None
        self._context: Any = None

    def look(self) -> tuple[Slot, ...]:
        """Every reader; PcscMissing without pyscard, PortMissing when pcscd does not run."""
        scard = self._scard or self._loaded()
        result, names = scard.SCardListReaders(self._context, [])
        if result == scard.SCARD_E_NO_READERS_AVAILABLE:
            return ()
        self._expect(result)
        if not names:
            return ()
        unaware = [(name, scard.SCARD_STATE_UNAWARE) for name in names]
        result, states = scard.SCardGetStatusChange(self._context, 0, unaware)
        self._expect(result)
        return tuple(_slot(scard, *state) for state in states)

    def close(self) -> None:
        """Give the context back; a second call does nothing."""
        if self._scard is not None:
            self._scard.SCardReleaseContext(self._context)
        self._scard = self._context = None

    def _loaded(self) -> Any:  # noqa: ANN401 - pyscard ships no types
        try:
            scard = importlib.import_module("smartcard.scard")
        except ImportError as error:
            raise PcscMissing("pyscard is not installed") from error
        result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        if result != scard.SCARD_S_SUCCESS:
            raise PortMissing("the PC/SC service does not run")
        self._scard, self._context = scard, context
        return scard

    def _expect(self, result: int) -> None:
        if result != self._scard.SCARD_S_SUCCESS:
            self.close()
            raise DeviceGone(f"PC/SC answered {result & 0xFFFFFFFF:08X}")


def _slot(scard: Any, name: str, state: int, atr: list[int]) -> Slot:  # noqa: ANN401 - pyscard ships no types
    present = bool(state & scard.SCARD_STATE_PRESENT)
    return Slot(name, bytes(atr).hex() if present and atr else None, bool(state & scard.SCARD_STATE_MUTE))


class SocketSlots:
    """The readers of an emulator at a Unix socket: no PC/SC, only the same two facts."""

    def __init__(self, path: str) -> None:
        self._path = path

    def look(self) -> tuple[Slot, ...]:
        """Every emulated reader; DeviceError when nobody answers properly."""
        try:
            return msgspec.convert(order(self._path, "slots")["slots"], tuple[Slot, ...])
        except OSError as error:
            raise PortMissing(f"nobody answers at {self._path}") from error
        except (KeyError, ValueError) as error:  # msgspec's and json's errors are ValueErrors
            raise WireError("the emulator's answer is not of the form agreed on") from error

    def close(self) -> None:
        """Nothing is held open between two looks."""
