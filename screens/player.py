"""Plays the short sounds through SDL's mixer; a machine without a sound card stays silent."""

from __future__ import annotations

from pathlib import Path

from kivy.core.audio import Sound, SoundLoader

from screens.sounds import SOUNDS, wav


class Player:
    """Loads each sound when it is first played."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._loaded: dict[str, Sound | None] = {}

    def play(self, name: str) -> None:
        """Play it once; an unknown name is no sound."""
        if name not in SOUNDS:
            return
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        sound = self._loaded[name]
        if sound is not None:
            sound.stop()
            sound.play()

    def load_all(self) -> None:
        """Open the sound device and load everything, before somebody waits for the first sound."""
        for name in SOUNDS:
            self._loaded.setdefault(name, self._load(name))

    def _load(self, name: str) -> Sound | None:
        path = self._directory / f"{name}.wav"
        path.write_bytes(wav(name))
        loaded: Sound | None = SoundLoader.load(str(path))
        return loaded
