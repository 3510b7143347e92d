"""A second reading of the bytes, written apart from the product: images to pixels, text to lines, the rest skipped.

It imports nothing of the product, works on the whole file at once with a cursor, and uses plain lists and dicts.
"""

WHITE, BLACK = 0, 1


LENGTHS = {b"\x1b@": 2, b"\x1dP": 4, b"\x1da": 3, b"\x1dr": 3, b"\x10\x04": 3, b"\x10\x14": 10}


def decode(data: bytes, width: int) -> list[list[int]]:
    """The pixel rows up to the first cut that follows any of them; no text may stand between."""
    rows: list[list[int]] = []
    i = 0
    while i < len(data):
        two = data[i : i + 2]
        if two == b"\x1dv":
            new, length = image(data[i:], width)
            rows += new
            i += length
        elif two == b"\x1bJ":
            rows += [[WHITE] * width for _ in range(data[i + 2])]
            i += 3
        elif two == b"\x1dV":
            i += 4
            if rows:
                return rows
        else:
            i += skipped(data[i:])
    return rows


def image(data: bytes, width: int) -> tuple[list[list[int]], int]:
    assert data[2:3] == b"0", data[:8].hex(" ")
    assert data[3] in (0, 3), "half doubled images are not expected"
    across, down = data[4] + 256 * data[5], data[6] + 256 * data[7]
    times = 2 if data[3] else 1
    rows = []
    for y in range(down):
        line = data[8 + y * across : 8 + (y + 1) * across]
        pixels = [BLACK if byte & (128 >> bit) else WHITE for byte in line for bit in range(8) for _ in range(times)]
        rows += [(pixels + [WHITE] * width)[:width]] * times
    return rows, 8 + across * down


def skipped(data: bytes) -> int:
    if data[0] == 0x00:
        return 1
    if data[:2] == b"\x1d(":
        return 5 + data[3] + 256 * data[4]
    assert data[:2] in LENGTHS, f"not expected: {data[:8].hex(' ')}"
    return LENGTHS[data[:2]]


def lines(data: bytes, *, four_bytes: bool = False) -> list[dict]:  # noqa: C901, PLR0912, PLR0915 - one flat cursor
    """A text receipt as what it shows, in order.

    ``{"text", "cells", "wide", "high", "bold", "centred", "pitch"}`` a line (sizes of its last character, `cells` of
    12 dots at single width), ``{"rows"}`` an image, ``{"feed"}``, ``{"qr", "dots", "level"}`` a code of the printer's.
    """
    shown: list[dict] = []
    now = {"han": False, "wide": 1, "high": 1, "han_wide": 1, "han_high": 1, "bold": False, "align": 0, "pitch": 30}
    text, cells, code = "", 0, {}
    i = 0
    while i < len(data):
        byte, two, n = data[i], data[i : i + 2], data[i + 2] if i + 2 < len(data) else 0
        if byte == 0x0A:
            assert now["align"] in (0, 1)
            shown.append({"text": text, "cells": cells, "wide": now["wide"], "high": now["high"], "bold": now["bold"],
                          "centred": now["align"] == 1, "pitch": now["pitch"]})  # fmt: skip
            text, cells, i = "", 0, i + 1
        elif byte >= 0x80:
            assert now["han"], "a hanzi outside Chinese mode"
            many = 2 if data[i + 1] >= 0x40 else 4
            assert many == 2 or four_bytes, "four bytes: the font has no such character"
            text, cells, i = text + data[i : i + many].decode("gb18030"), cells + 2 * now["han_wide"], i + many
        elif byte >= 0x20:
            text, cells, i = text + chr(byte), cells + now["wide"], i + 1
        elif two in (b"\x1c&", b"\x1c."):
            now["han"], i = two == b"\x1c&", i + 2
        elif two == b"\x1d!":
            now["wide"] = now["han_wide"] = (n >> 4) + 1
            now["high"] = now["han_high"] = (n & 15) + 1
            i += 3
        elif two == b"\x1b!":
            now["wide"], now["high"], now["bold"], i = 1 + (n & 32 > 0), 1 + (n & 16 > 0), n & 8 > 0, i + 3
        elif two == b"\x1c!":
            now["han_wide"], now["han_high"], i = 1 + (n & 4 > 0), 1 + (n & 8 > 0), i + 3
        elif two == b"\x1bE":
            now["bold"], i = n == 1, i + 3
        elif two == b"\x1ba":
            assert not text, "alignment counts at the beginning of a line only"
            now["align"], i = n, i + 3
        elif two == b"\x1b3":
            now["pitch"], i = n, i + 3
        elif two == b"\x1bJ":
            assert not text
            shown.append({"feed": n})
            i += 3
        elif two == b"\x1dv":
            rows, length = image(data[i:], 8 * 256)
            shown.append({"rows": rows, "centred": now["align"] == 1})
            i += length
        elif data[i : i + 3] == b"\x1d(k":
            end = i + 5 + data[i + 3] + 256 * data[i + 4]
            assert data[i + 5] == 49, "not a QR code"
            function, rest = data[i + 6], data[i + 7 : end]
            if function == 81:
                shown.append({**code, "centred": now["align"] == 1})
            elif function in (67, 69):
                code["dots" if function == 67 else "level"] = rest[0]
            elif function == 80:
                assert rest[0] == 48
                code["qr"] = rest[1:].decode()
            i = end
        else:
            i += skipped(data[i:])
    assert not text, "a line that is never fed"
    return shown
