"""The thread of the speaker: the terminal's own small sounds, one after the other."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable

from devices.contract import DeviceError, Speaker
from kiosk.workers.watcher import Post, Watcher, untraced

WAITING_SOUNDS = 2  # one more would say something long past


class SoundWorker(Watcher):
    """Plays what it is told to; between sounds it looks at the speaker. A sound that fails is never heard of."""

    def __init__(self, speaker: Speaker, post: Post, every_s: float, *, trace: Callable[[], str] = untraced) -> None:
        super().__init__("speaker", speaker, post, every_s, trace=trace)
        self._speaker = speaker
        self._sounds: queue.Queue[str] = queue.Queue(WAITING_SOUNDS)

    def play(self, sound: str) -> None:
        """Play a sound by its name soon, or not at all."""
        with contextlib.suppress(queue.Full):
            self._sounds.put_nowait(sound)
        self.wake()

    def run(self) -> None:
        """Work until the end."""
        self.look()
        while not self._ending.is_set():
            self.rest(self.pause_s())
            if self._sounds.empty():
                self.look()
            while not self._sounds.empty() and not self._ending.is_set():
                self._play(self._sounds.get_nowait())

    def _play(self, sound: str) -> None:
        try:
            self._speaker.play(sound)
        except DeviceError:
            self.look()
