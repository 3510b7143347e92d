"""Numbers of filed cases: short enough to read out, and no two alike however many there are."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from kiosk.core.validators import licence_check_character
from kiosk.gateway.db import filings, terminals
from kiosk.gateway.identity import Standing

_MOST_IN_FIGURES = 9999
_FIGURES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def next_number(transaction: Connection, terminal: str, standing: Standing, now: str) -> str:
    """ZZ, region, day, terminal, its running number of the day, check character (ISO 7064 MOD 37,36)."""
    # one number of a terminal at a time: its row is the lock
    transaction.execute(select(terminals.c.id).where(terminals.c.id == terminal).with_for_update())
    start = f"ZZ{standing.region}{now[:10].replace('-', '')}{four_characters(standing.number)}"
    of_today = select(func.count()).where(filings.c.number.startswith(start))
    plain = start + four_characters(transaction.execute(of_today).scalar_one() + 1)
    return plain + licence_check_character(plain)


def four_characters(number: int) -> str:
    """A number in four characters, no two alike: ``0001`` to ``9999``, then ``A000`` to ``ZZZZ`` in base 36."""
    if number <= _MOST_IN_FIGURES:
        return f"{number:04d}"
    rest, characters = number - _MOST_IN_FIGURES - 1 + _FIGURES.index("A") * 36**3, ""
    for _ in range(4):
        rest, last = divmod(rest, 36)
        characters = _FIGURES[last] + characters
    return characters
