"""The pictures of the home page's cards, one a matter, on a grid of 100."""

from __future__ import annotations

from collections.abc import Callable

from screens.shapes import INK, Drawing, Shape, arc, box, circle, curve, line, moved

CARD_LINE = 3.0


def _sheet(*marks: Shape) -> Drawing:
    page = Shape(((15, 0), (66, 0), (85, 19), (85, 100), (15, 100)), "paper", INK, CARD_LINE)
    fold = Shape(((66, 0), (66, 19), (85, 19)), "hill_far", INK, CARD_LINE)
    return Drawing(100, 104, moved((page, fold, *marks), 0, 2))


def _card_tick(x: float, y: float, radius: float, fill: str) -> tuple[Shape, ...]:
    tick = (
        (x - radius * 0.45, y + radius * 0.02),
        (x - radius * 0.1, y + radius * 0.38),
        (x + radius * 0.48, y - radius * 0.35),
    )
    return (Shape(circle(x, y, radius), fill, INK, CARD_LINE), line(*tick, width=CARD_LINE, stroke="paper_on_mark"))


def _tax() -> Drawing:
    yen = (((31, 30), (43, 46), (55, 30)), ((43, 46), (43, 72)), ((31, 49), (55, 49)), ((31, 60), (55, 60)))
    return _sheet(*(line(*each, width=CARD_LINE) for each in yen), *_card_tick(74, 80, 17, "mark"))


def _social() -> Drawing:
    shield = ((65, 46), (87, 54), (87, 70), (80, 87), (65, 98), (50, 87), (43, 70), (43, 54))
    return _sheet(
        line((27, 30), (58, 30), width=CARD_LINE),
        line((27, 44), (44, 44), width=CARD_LINE),
        Shape(shield, "hill_near", INK, CARD_LINE),
        line((55, 71), (62, 79), (75, 63), width=CARD_LINE, stroke="paper_on_fill"),
    )


def _verify() -> Drawing:
    return Drawing(
        116,
        100,
        (
            Shape(box(4, 12, 92, 68), "paper", INK, CARD_LINE),
            *(line((20, y), (end, y), width=CARD_LINE) for y, end in ((30, 62), (45, 44), (60, 40))),
            line((91, 77), (112, 97), width=CARD_LINE * 1.4),
            Shape(circle(74, 58, 26), "hill_far", INK, CARD_LINE),
            line((62, 60), (71, 69), (87, 49), width=CARD_LINE * 1.3, stroke="mark"),
        ),
    )


def _licence() -> Drawing:
    return Drawing(
        124,
        100,
        (
            Shape(box(3, 12, 118, 76, 6), "paper", INK, CARD_LINE),
            Shape(box(3, 12, 118, 18, 6), "hill_far", INK, CARD_LINE),
            *(line((18, y), (end, y), width=CARD_LINE) for y, end in ((45, 66), (58, 58), (71, 66))),
            *_card_tick(95, 64, 16, "hill_near"),
        ),
    )


def _ship() -> Drawing:
    waves = curve(*((2 + 8 * each, 90 + (5 if each % 2 else -3)) for each in range(16)), count=6)
    return Drawing(
        124,
        100,
        (
            Shape(circle(95, 17, 16), "sun_pale"),
            Shape(box(53, 3, 17, 22), "mark", INK, CARD_LINE),
            Shape(box(43, 25, 38, 26), "paper", INK, CARD_LINE),
            *(Shape(circle(x, 38, 2.2), INK) for x in (53, 62, 71)),
            Shape(((10, 51), (112, 51), (98, 81), (26, 81)), "hill_near", INK, CARD_LINE),
            line(*waves, width=CARD_LINE),
        ),
    )


def _pension() -> Drawing:
    def elder(x: float, coat: str) -> tuple[Shape, ...]:
        body = ((x - 26, 98), *arc(x, 84, 26, 180, 360, 20, tall=0.95), (x + 26, 98))
        hair = arc(x, 41, 16, 205, 335, 16)
        head = Shape(circle(x, 41, 16), "skin", INK, CARD_LINE)
        return (Shape(body, coat, INK, CARD_LINE), head, Shape(hair, "paper", INK, CARD_LINE))

    return Drawing(112, 100, (Shape(circle(57, 36, 34), "sun_pale"), *elder(34, "hill_near"), *elder(79, "mark")))


def _all() -> Drawing:
    fills = ("hill_far", "paper", "paper", "hill_near")
    places = ((3, 3), (53, 3), (3, 53), (53, 53))
    return Drawing(
        100,
        100,
        (
            *(Shape(box(x, y, 42, 42, 8), fill, INK, CARD_LINE) for (x, y), fill in zip(places, fills, strict=True)),
            line((66, 74), (82, 74), width=CARD_LINE, stroke="paper_on_fill"),
            line((74, 66), (74, 82), width=CARD_LINE, stroke="paper_on_fill"),
        ),
    )


CARD_PICTURES: dict[str, Callable[[], Drawing]] = {
    "tax": _tax,
    "social": _social,
    "verify": _verify,
    "licence": _licence,
    "ship": _ship,
    "pension": _pension,
    "all": _all,
}
