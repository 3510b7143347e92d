"""A person's card as it was read: typed fields, never printed by accident, masked for display."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

CardType = Literal["resident", "permit", "foreigner", "foreigner-2017"]
LONG_TERM = "长期"


class IdCard(Struct, frozen=True):
    """One card's text file (GA/T 490 layouts); an absent field is None.

    Dates are YYYY-MM-DD; `valid_until` may be 长期. `sex` is 男, 女 or None (GB/T 2261.1 codes 1, 2, others).
    `ethnicity` is the name in GB/T 3304, None when blank on the card. `nationality` is ISO 3166 alpha-3.
    `appended_address` is the newest address written onto the chip later; None also when the reader could not tell.
    """

    type: CardType
    number: str
    name: str | None = None
    name_en: str | None = None
    nationality: str | None = None
    sex: Literal["男", "女"] | None = None
    ethnicity: str | None = None
    birth_date: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    address: str | None = None
    issuer: str | None = None
    appended_address: str | None = None

    def __repr__(self) -> str:
        """Keep the person out of logs and tracebacks: only the kind of card is shown."""
        return f"IdCard(type={self.type!r})"


def masked_number(number: str) -> str:
    """`110105********0021`: first six and last four of a long number; short ones keep their last two."""
    if len(number) < 12:
        return "*" * max(0, len(number) - 2) + number[-2:]
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def masked_name(name: str) -> str:
    """`张**`: the family name stays, each further character is a star; a Latin name keeps its first letter per word."""
    if name.isascii():
        return " ".join(word[:1] + "*" * (len(word) - 1) for word in name.split())
    return name[:1] + "*" * (len(name) - 1)


def masked_address(address: str) -> str:
    """`北京市朝阳区******`: province, city and county or so stay (the first six characters), the rest are stars."""
    return address[:6] + "*" * (len(address) - 6)
