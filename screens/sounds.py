"""The few short sounds, made when the screen starts: sine tones with soft ends, no file to carry about."""

from __future__ import annotations

import io
import wave
from array import array
from math import pi, sin

RATE = 22050
LOUDNESS = 0.35
EDGE_S = 0.008  # soft ends, or each tone begins and ends with a crack

SOUNDS: dict[str, tuple[tuple[float, float], ...]] = {
    "click": ((1150, 0.03),),
    "chime": ((784, 0.16), (1047, 0.28)),
    "read_ok": ((1760, 0.14),),
    "attention": ((880, 0.12), (0, 0.06), (880, 0.12)),
}  # tones as pitch in hertz (0 is silence) and length in seconds


def wav(name: str) -> bytes:
    """A sound as a WAV file, mono, 16 bit; KeyError for a name that is not among them."""
    samples = array("h")
    for pitch, length in SOUNDS[name]:
        samples.extend(_tone(pitch, length))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _tone(pitch: float, length: float) -> list[int]:
    count = round(length * RATE)
    loudness = 32767 * LOUDNESS
    return [round(loudness * _envelope(each, count) * sin(2 * pi * pitch * each / RATE)) for each in range(count)]


def _envelope(at: int, count: int) -> float:
    edge = EDGE_S * RATE
    return min(1.0, at / edge, (count - at) / edge)
