"""The five answers to a verification, each of another shape: tick, not equal, broken magnifier, struck paper, plug."""

from __future__ import annotations

from screens.shapes import INK, Drawing, Shape, arc, box, circle, line

_THICK = 6.0


def _same() -> tuple[Shape, ...]:
    tick = line((24, 52), (43, 70), (78, 32), width=10, stroke="paper_on_mark")
    return (Shape(circle(50, 50, 49), "good"), tick)


def _differs() -> tuple[Shape, ...]:
    bars = (line((24, 38), (76, 38), width=8, stroke="bad"), line((24, 62), (76, 62), width=8, stroke="bad"))
    edge = Shape(arc(50, 50, 46, 22.5, 382.5, 8)[:-1], "", "bad", _THICK)
    return (edge, *bars, line((36, 82), (64, 18), width=8, stroke="bad"))


def _not_found() -> tuple[Shape, ...]:
    glass = Shape(arc(42, 42, 32, 20, 300, 40), "", "mark", _THICK, closed=False)
    return (glass, line((66, 66), (94, 94), width=10), line((31, 42), (53, 42), width=_THICK, stroke=INK))


def _ended() -> tuple[Shape, ...]:
    page = Shape(((18, 4), (62, 4), (82, 24), (82, 96), (18, 96)), "paper", INK, 4)
    rows = (line((32, y), (68, y), width=4) for y in (40, 56, 72))
    return (page, *rows, line((6, 88), (94, 12), width=9, stroke="bad"))


def _unavailable() -> tuple[Shape, ...]:
    plug = (Shape(box(2, 34, 32, 32), "hill_far", INK, 3), *(line((34, y), (45, y), width=3) for y in (43, 57)))
    socket = (Shape(box(66, 29, 32, 42), "paper", INK, 3), *(line((76, y), (84, y), width=3) for y in (43, 57)))
    sparks = (
        line((x1, y1), (x2, y2), width=3.4, stroke="mark")
        for x1, y1, x2, y2 in (
            (56, 22, 56, 10), (46, 24, 40, 14), (66, 22, 73, 13), (56, 78, 56, 90), (46, 76, 40, 86), (66, 78, 73, 87),
        )
    )  # fmt: skip
    return (*plug, *socket, *sparks)


SIGNS = {
    "same": ("good", _same),
    "differs": ("bad", _differs),
    "not_found": ("mark", _not_found),
    "ended": ("bad", _ended),
    "unavailable": ("mark", _unavailable),
}


def sign(name: str) -> Drawing:
    """The drawing of an answer."""
    return Drawing(100, 100, SIGNS[name][1]())


def tone_of(name: str) -> str:
    """The colour of an answer's block."""
    return SIGNS[name][0]
