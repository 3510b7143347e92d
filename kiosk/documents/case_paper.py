"""A paper of an authority on one case, as a value: 受理通知书, 一次性补正告知书, 不予受理通知书, a result.

What such papers must say: 行政许可法 art. 32 (written, dated, the whole list once); ours carry 演示 and never a seal.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from kiosk.core.validators import amount_in_words

REMARKS = "本件由模拟的部门系统为演示而生成，人员、单位和机关都是虚构的，没有任何效力。"


class CasePaper(Struct, frozen=True):
    """One paper: `lines` are label and text, `rows` cells under `columns`, `total` 元 with two places or "".

    `payload` is what its verification code says, "" when the paper has none.
    """

    title: str
    number: str
    issuer: str
    issued_at: str
    opening: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    total: str = ""
    note: str = ""
    payload: str = ""

    def __repr__(self) -> str:
        """A paper is about a person: show its kind only."""
        return f"CasePaper(title={self.title!r})"

    def texts(self) -> Iterator[str]:
        """Every text on the paper."""
        yield from (self.title, self.number, self.issuer, self.opening, self.note, *self.columns)
        yield from (text for line in (*self.lines, *self.rows) for text in line)

    def as_data(self) -> dict[str, object]:
        """What the template is given."""
        return {
            "title": self.title,
            "number": self.number,
            "issuer": self.issuer,
            "issued_on": long_date(self.issued_at),
            "opening": self.opening,
            "lines": self.lines,
            "columns": self.columns,
            "rows": self.rows,
            "total": f"{Decimal(self.total):,.2f}" if self.total else "",
            "total_words": amount_in_words(Decimal(self.total)) if self.total else "",
            "note": self.note,
            "remarks": REMARKS,
        }


def long_date(day: str) -> str:
    """`2026 年 6 月 15 日` of a date or an instant."""
    year, month, date = (int(part) for part in day[:10].split("-"))
    return f"{year} 年 {month} 月 {date} 日"
