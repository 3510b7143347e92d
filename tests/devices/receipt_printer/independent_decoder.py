"""A second reading of the bytes, written apart from the product: GS v 0 and ESC J to pixels, the rest skipped.

It imports nothing of the product, works on the whole file at once with a cursor, and uses plain lists.
"""

WHITE, BLACK = 0, 1


LENGTHS = {b"\x1b@": 2, b"\x1dP": 4, b"\x1da": 3, b"\x1dr": 3, b"\x10\x04": 3, b"\x10\x14": 10}


def decode(data: bytes, width: int) -> list[list[int]]:
    """The pixel rows up to the first cut that follows any of them."""
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
    assert data[2:4] == b"0\x00", data[:8].hex(" ")
    across, down = data[4] + 256 * data[5], data[6] + 256 * data[7]
    rows = []
    for y in range(down):
        line = data[8 + y * across : 8 + (y + 1) * across]
        pixels = [BLACK if byte & (128 >> bit) else WHITE for byte in line for bit in range(8)]
        rows.append((pixels + [WHITE] * width)[:width])
    return rows, 8 + across * down


def skipped(data: bytes) -> int:
    if data[0] == 0x00:
        return 1
    if data[:2] == b"\x1d(":
        return 5 + data[3] + 256 * data[4]
    assert data[:2] in LENGTHS, f"not expected: {data[:8].hex(' ')}"
    return LENGTHS[data[:2]]
