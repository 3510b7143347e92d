"""A code's bytes as text, when that is sure. Pure."""

from __future__ import annotations


def text_of(payload: bytes) -> str | None:
    """The payload as text: strict UTF-8, else strict GB 18030, else None.

    QR codes made in China carry UTF-8 or GBK and mostly no ECI designator that says which. A few short byte runs are
    valid in both (``D0 A3`` is У and 校), so what decides anything is taken from the bytes.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            return payload.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
