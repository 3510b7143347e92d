"""Plays the terminal's own small sounds through ``aplay`` of alsa-utils; speech is the screen's.

A program of its own for each sound: whatever a sound driver does, the terminal goes on, silent at worst. The place is
an ALSA PCM name (``default``, ``plughw:CARD=PCH``), with ``?config=FILE`` for a configuration other than the system's.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from devices.contract import DeviceRefused, PortMissing
from devices.faults import condition_of
from devices.places import split_place
from kiosk.core.conditions import Condition, Device

SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"
PLAYER = "aplay"
LONGEST_S = 10.0  # no sound of ours is longer than two seconds: a player that lives so long hangs
LOOK_S = 2.0
END_S = 1.0
MOST_WORDS = 4096
# opens the PCM as for a sound and plays nothing
SILENCE = ("-t", "raw", "-f", "S16_LE", "-r", "22050", "-c", "1", os.devnull)


class AlsaSpeaker:
    """A Speaker over one PCM; one sound at a time, a new one ends the one before."""

    def __init__(
        self,
        pcm: str,
        config: str = "",
        sounds: Path = SOUNDS,
        player: str = PLAYER,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pcm, self._sounds, self._player, self._clock = pcm, sounds, player, clock
        self._environment = os.environ | {"LC_ALL": "C"} | ({"ALSA_CONFIG_PATH": config} if config else {})
        self._playing: subprocess.Popen[bytes] | None = None
        self._hangs_at = 0.0
        self._last = ""

    def play(self, sound: str) -> None:
        """Start `sound` and return at once, in some milliseconds; PortMissing without ``aplay``.

        Whether it was heard shows in the next `condition`. DeviceRefused for a name that ``assets/sounds`` lacks.
        """
        path = self._sounds / f"{sound}.wav"
        if not sound.isidentifier() or not path.is_file():
            raise DeviceRefused(f"there is no sound {sound}", 0)
        self.close()
        self._playing = self._started((str(path),))
        self._hangs_at = self._clock() + LONGEST_S

    def condition(self) -> Condition:
        """How the last sound ended, else whether the PCM opens; never raises, at most `LOOK_S`."""
        fault = self._ended()
        if fault is None:
            fault = self._look()
        self._last = fault
        return condition_of(Device.SPEAKER, fault)

    def close(self) -> None:
        """End the sound that plays; a second call does nothing."""
        process, self._playing = self._playing, None
        if process is not None:
            _end(process)

    def _ended(self) -> str | None:
        """The fault of the sound that was started last; None when it is over and was heard, or there was none."""
        process = self._playing
        if process is None:
            return None
        if (status := process.poll()) is None:
            if self._clock() < self._hangs_at:
                return self._last
            self.close()
            return "silent"
        words = _words(process)
        self.close()
        return fault_in(words) if status else None

    def _look(self) -> str:
        try:
            process = self._started(SILENCE)
        except PortMissing:
            return "aplay_missing"
        try:
            _, words = process.communicate(timeout=LOOK_S)
        except subprocess.TimeoutExpired:
            return "silent"
        finally:
            _end(process)
        return fault_in(words.decode(errors="replace")) if process.returncode else ""

    def _started(self, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603  the distribution's own player
                (self._player, "-q", "-D", self._pcm, *arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=self._environment,
                process_group=0,  # what a configuration starts beside it ends with it
            )
        except OSError as error:
            raise PortMissing(f"{self._player} cannot be started") from error


def fault_in(words: str) -> str:
    """The fault id that a failed ``aplay`` names on standard error, in the C locale."""
    if "No such" in words or "Unknown PCM" in words:
        return "port_missing"
    if "busy" in words:
        return "port_busy"
    return "sound_failed"


def _words(process: subprocess.Popen[bytes]) -> str:
    assert process.stderr is not None
    os.set_blocking(process.stderr.fileno(), False)  # a child of the player's may hold the other end open
    return (process.stderr.read(MOST_WORDS) or b"").decode(errors="replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):  # stuck in the kernel: it ends when its driver lets it
        process.wait(END_S)
    if process.stderr is not None:
        process.stderr.close()


def open_alsa(where: str) -> AlsaSpeaker:
    """A speaker at an ALSA PCM name with options; PortMissing when an option is wrong."""
    pcm, options = split_place(where, config=None)
    return AlsaSpeaker(pcm, options.get("config", ""))
