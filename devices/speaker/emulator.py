"""An emulated sound card: ALSA's ``file`` plugin behind the real player, so that what is played can be read back."""

from __future__ import annotations

import shlex
import wave
from collections.abc import Iterable, Mapping
from pathlib import Path

from devices.emulation import Verb, known_faults
from devices.speaker.alsa import SOUNDS

PCM = "kiosk"

FAULTS: Mapping[str, str] = {
    "hangs": "the player waits for the sound card for ever",
    "broken": "the sound card cannot be set up",
}


class SpeakerEmulator:
    """A PCM named `PCM` in a configuration of its own; `sounds` is where the terminal's sounds lie."""

    def __init__(self, directory: Path, sounds: Path = SOUNDS) -> None:
        self._config, self._heard = directory / "asound.conf", directory / "heard.raw"
        self._known = {path.stem: _samples(path) for path in sorted(sounds.glob("*.wav"))}
        self._plugged = True
        self._faults: frozenset[str] = frozenset()
        self._heard.write_bytes(b"")
        self._configure()

    @property
    def where(self) -> str:
        """What the driver's factory takes."""
        return f"{PCM}?config={self._config}"

    def verbs(self) -> dict[str, Verb]:
        """What can happen to this sound card, for a `Control`."""
        return {verb.__name__: verb for verb in (self.unplug, self.plug, self.set_faults, self.state)}

    def unplug(self) -> None:
        """Pull the sound card: no PCM is there."""
        self._plugged = False
        self._configure()

    def plug(self) -> None:
        """Put it back."""
        self._plugged = True
        self._configure()

    def set_faults(self, names: Iterable[str] = ()) -> None:
        """Exactly these faults from now on; ValueError for a name not in FAULTS."""
        faults = known_faults(names, FAULTS)
        self._faults = faults
        self._configure()

    def state(self) -> dict[str, object]:
        """The sounds that were heard to their end, in order, the plug, and the faults in force."""
        return {"heard": self.heard(), "plugged": self._plugged, "faults": sorted(self._faults)}

    def heard(self) -> list[str]:
        """The names of the sounds that came out whole, sample by sample; ``?`` for anything else."""
        rest, names = self._heard.read_bytes().lstrip(b"\0"), []
        while rest:
            name = next((name for name, samples in self._known.items() if rest.startswith(samples)), "?")
            names.append(name)
            # the player fills its last period with silence
            rest = rest[len(self._known[name]) :].lstrip(b"\0") if name != "?" else b""
        return names

    def close(self) -> None:
        """Take the files away."""
        for path in (self._config, self._heard):
            path.unlink(missing_ok=True)

    def _configure(self) -> None:
        sink = "sleep 60" if "hangs" in self._faults else f"cat >> {shlex.quote(str(self._heard))}"
        kind = "no-such-plugin" if "broken" in self._faults else "null"
        pcm = f'pcm.{PCM} {{ type file slave.pcm {{ type {kind} }} file "|{sink}" format raw }}\n'
        new = self._config.with_suffix(".new")
        new.write_text(pcm if self._plugged else "# no sound card\n")
        new.replace(self._config)


def _samples(path: Path) -> bytes:
    with wave.open(str(path), "rb") as file:
        return file.readframes(file.getnframes()).strip(b"\0")


def emulate_alsa(directory: Path) -> SpeakerEmulator:
    """A sound card whose configuration and samples lie in `directory`."""
    return SpeakerEmulator(directory)
