"""Makes the terminal's own small sounds: `script/make_sounds.py [DIR]`, the same bytes every time.

They call somebody back to the machine, from across a hall: two or three plain tones, no melody, one after the other.
"""

from __future__ import annotations

import sys
import wave
from array import array
from math import pi, sin
from pathlib import Path

RATE = 22050
LOUDNESS = 0.5
EDGE_S = 0.01  # soft ends, or each tone begins and ends with a crack
REST = 0.0

SOUNDS: dict[str, tuple[tuple[float, float], ...]] = {
    "chime": ((784, 0.16), (1047, 0.28)),
    "card_left": ((988, 0.14), (REST, 0.08), (988, 0.14), (REST, 0.08), (1319, 0.30)),
    "paper_left": ((784, 0.18), (REST, 0.08), (988, 0.18), (REST, 0.08), (784, 0.18)),
    "door_open": ((523, 0.40), (REST, 0.10), (523, 0.40)),
    "power_lost": ((659, 0.25), (523, 0.25), (392, 0.45)),
}  # tones as pitch in hertz and length in seconds


def samples(name: str) -> bytes:
    """A sound as 16-bit little-endian mono samples at `RATE`."""
    tones = array("h", (value for pitch, length_s in SOUNDS[name] for value in _tone(pitch, round(length_s * RATE))))
    if sys.byteorder == "big":
        tones.byteswap()
    return tones.tobytes()


def _tone(pitch: float, count: int) -> list[int]:
    edge, peak = EDGE_S * RATE, 32767 * LOUDNESS
    return [
        round(peak * min(1.0, at / edge, (count - at) / edge) * sin(2 * pi * pitch * at / RATE)) for at in range(count)
    ]


def main(folder: Path) -> None:
    """Write every sound into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SOUNDS:
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples(name))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "assets" / "sounds")
