"""The landscape of the welcome page: mountains and water in mineral blue and green, 270 x 270; and the emblem."""

from __future__ import annotations

from screens.shapes import Drawing, Shape, arc, box, circle, curve, line

WIDTH, HEIGHT = 270.0, 270.0


def _hills(fill: str, *ridge: tuple[float, float]) -> Shape:
    return Shape((*curve(*ridge), (WIDTH + 5, HEIGHT), (-5, HEIGHT)), fill)


def _pavilion() -> tuple[Shape, ...]:
    roof = ((210, 110.5), (227.5, 119.5), (223.5, 122), (196.5, 122), (192.5, 119.5))
    eaves = ((203, 122), (217, 122), (231.5, 129), (227.5, 132), (192.5, 132), (188.5, 129))
    posts = (box(x, 132, 3, 14) for x in (196, 208.5, 221.5))
    return tuple(Shape(each, "ink") for each in (roof, eaves, *posts, box(190, 146, 40, 4)))


def scenery() -> Drawing:
    """Sun behind the far range, three nearer ones, a shore, water with a boat."""
    ripples = ((95, 173, 130), (150, 164.5, 172), (220, 166.5, 252), (215, 175.5, 232), (22, 180.5, 47))
    return Drawing(
        WIDTH,
        HEIGHT,
        (
            Shape(circle(211.5, 34, 32), "sun"),
            _hills("hill_far", (-5, 93), (25, 63), (52, 51), (76, 64), (97, 77), (120, 64), (138, 33), (157, 19),
                   (176, 31), (207, 60), (232, 47), (252, 37), (275, 47)),
            _hills("hill_mid", (-5, 113), (18, 88), (50, 72), (78, 88), (104, 107), (124, 98), (144, 86), (166, 96),
                   (190, 112), (212, 106), (232, 86), (250, 77), (275, 90)),
            _hills("hill_near", (-5, 134), (20, 113), (44, 99.5), (66, 112), (90, 131), (120, 137), (152, 133),
                   (182, 119), (210, 107), (236, 115), (275, 126)),
            _hills("earth", (-5, 149), (60, 143), (130, 148), (170, 146.5), (220, 141), (275, 145)),
            _hills("water", (-5, 155), (70, 151), (150, 154), (210, 156), (275, 151)),
            *_pavilion(),
            Shape(((55.5, 168), (88, 168), (82.5, 174.5), (61.5, 174.5)), "ink"),
            Shape(arc(71.7, 169.5, 8, 180, 360, 16), "ink"),
            *(line((x, y), (end, y), width=1.7, stroke="hill_mid") for x, y, end in ripples),
        ),
    )  # fmt: skip


def emblem() -> Drawing:
    """The centre's sign: sun over mountain and water in a circle; no office's emblem."""
    hill = curve((6, 68), (20, 52), (36, 40), (50, 54), (64, 62), (80, 58), (92, 60), count=8)
    return Drawing(
        100,
        100,
        (
            Shape(circle(50, 50, 50), "accent"),
            Shape(circle(64, 34, 13), "emblem_sun"),
            Shape((*hill, *arc(50, 50, 44, 14, 156, 24)), "paper_on_mark"),
        ),
    )
