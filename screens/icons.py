"""The small signs that stand beside a word: strokes of 5.6 on a grid of 64, in one colour."""

from __future__ import annotations

from screens.shapes import INK, Drawing, Shape, arc, box, circle, line

STROKE = 5.6
PLAIN = "paper"  # for what has no sign of its own


def _strokes(*lines: tuple[tuple[float, float], ...], closed: tuple[int, ...] = ()) -> tuple[Shape, ...]:
    return tuple(Shape(each, "", INK, STROKE, index in closed) for index, each in enumerate(lines))


def _face(mouth: tuple[tuple[float, float], ...], *, open_mouth: bool = False) -> tuple[Shape, ...]:
    eyes = tuple(line((x, 24), (x, 27), width=STROKE * 0.8) for x in (25, 39))
    round_face = Shape(circle(32, 32, 26), "", INK, STROKE * 0.8)
    return (round_face, *eyes, Shape(mouth, "", INK, STROKE * 0.8, open_mouth))


def _speaker() -> tuple[Shape, ...]:
    horn = ((8, 25), (18, 25), (30, 14), (30, 50), (18, 39), (8, 39))
    return _strokes(horn, arc(30, 32, 12, -50, 50, 10), arc(30, 32, 23, -50, 50, 14), closed=(0,))


def _globe() -> tuple[Shape, ...]:
    meridian = tuple((32 + (x - 32) * 0.45, y) for x, y in circle(32, 32, 24))
    return _strokes(circle(32, 32, 24), meridian, ((8, 32), (56, 32)), closed=(0, 1))


def _size() -> tuple[Shape, ...]:
    large = _strokes(((6, 52), (21, 12), (36, 52)), ((11, 39), (31, 39)))
    return (*large, *_strokes(((38, 52), (48, 27), (58, 52)), ((41, 44), (55, 44))))


def _house() -> tuple[Shape, ...]:
    return _strokes(
        ((8, 33), (32, 11), (56, 33)),
        ((15, 28), (15, 54), (49, 54), (49, 28)),
        ((27, 54), (27, 40), (37, 40), (37, 54)),
    )


def _question() -> tuple[Shape, ...]:
    hook = (*arc(32, 26, 8, 180, 400, 14), (32, 38))
    return (*_strokes(circle(32, 32, 25), hook, closed=(0,)), Shape(circle(32, 46, 3.2), INK))


def _person() -> tuple[Shape, ...]:
    shoulders = ((9, 54), *arc(32, 54, 23, 180, 360, 20, tall=0.85))
    return _strokes(circle(32, 20, 11), shoulders, closed=(0, 1))


def _people() -> tuple[Shape, ...]:
    """Somebody, and a person behind."""
    front = (circle(24, 24, 10), ((5, 55), *arc(24, 55, 19, 180, 360, 18, tall=0.9)))
    behind = (arc(42, 20, 9, 200, 430, 14), arc(41, 55, 19, 300, 360, 10, tall=0.95))
    return _strokes(*front, *behind, closed=(0, 1))


def _child() -> tuple[Shape, ...]:
    """A grown-up beside a small one."""
    grown = (circle(22, 17, 10), ((5, 56), *arc(22, 56, 17, 180, 360, 18)))
    small = (circle(49, 33, 7), ((39, 56), *arc(49, 56, 10, 180, 360, 14)))
    return _strokes(*grown, *small, closed=(0, 1, 2, 3))


def _office() -> tuple[Shape, ...]:
    """A building with a door, as firms have it."""
    windows = (((26, 21), (26, 23)), ((38, 21), (38, 23)), ((26, 34), (26, 36)), ((38, 34), (38, 36)))
    return _strokes(((6, 56), (58, 56)), ((14, 56), (14, 8), (50, 8), (50, 56)), ((32, 56), (32, 47)), *windows)


def _archive() -> tuple[Shape, ...]:
    return _strokes(box(6, 10, 52, 12), ((11, 22), (11, 54), (53, 54), (53, 22)), ((26, 33), (38, 33)), closed=(0,))


def _id_card() -> tuple[Shape, ...]:
    text = (((14, 27), (27, 27)), ((14, 38), (24, 38)))
    bust = (*arc(43, 46, 9, 180, 360, 12),)
    return _strokes(box(5, 14, 54, 38, 6), *text, circle(43, 27, 5), bust, closed=(0, 3))


def _printer() -> tuple[Shape, ...]:
    return _strokes(
        ((18, 24), (18, 8), (46, 8), (46, 24)), ((18, 44), (8, 44), (8, 24), (56, 24), (56, 44), (46, 44)),
        box(18, 38, 28, 18), closed=(2,),
    )  # fmt: skip


def _phone() -> tuple[Shape, ...]:
    handset = (
        (14, 9), (23, 9), (28, 22), (22, 27), (28, 37), (38, 43), (43, 37), (56, 42), (56, 51),
        (51, 56), (40, 55), (24, 46), (13, 32), (9, 17), (10, 12),
    )  # fmt: skip
    return _strokes(handset, closed=(0,))


def _code() -> tuple[Shape, ...]:
    corners = (box(9, 9, 18, 18), box(37, 9, 18, 18), box(9, 37, 18, 18))
    return (*_strokes(*corners, closed=(0, 1, 2)), *(Shape(box(x, y, 7, 7), INK) for x, y in ((37, 37), (48, 48))))


def _camera() -> tuple[Shape, ...]:
    body = ((6, 18), (18, 18), (24, 9), (40, 9), (46, 18), (58, 18), (58, 53), (6, 53))
    return _strokes(body, circle(32, 34, 11), closed=(0, 1))


def _keypad() -> tuple[Shape, ...]:
    return tuple(Shape(circle(x, y, 4.6), INK) for x in (16, 32, 48) for y in (14, 32, 50))


def _octagon() -> tuple[Shape, ...]:
    edge = tuple(arc(32, 32, 27, 22.5, 382.5, 8)[:-1])
    return (Shape(edge, "", INK, STROKE), line((32, 18), (32, 34), width=7), Shape(circle(32, 45, 4), INK))


def _triangle() -> tuple[Shape, ...]:
    edge = ((32, 8), (60, 56), (4, 56))
    return (Shape(edge, "", INK, STROKE), line((32, 26), (32, 38), width=STROKE), Shape(circle(32, 47, 3.2), INK))


def _list() -> tuple[Shape, ...]:
    rows = _strokes(*(((22, y), (56, y)) for y in (16, 32, 48)))
    return (*rows, *(Shape(circle(9, y, 3.4), INK) for y in (16, 32, 48)))


def _backspace() -> tuple[Shape, ...]:
    tag = ((24, 12), (58, 12), (58, 52), (24, 52), (6, 32))
    return _strokes(tag, ((33, 24), (48, 40)), ((48, 24), (33, 40)), closed=(0,))


def _paper() -> tuple[Shape, ...]:
    sheet = ((14, 6), (40, 6), (52, 18), (52, 58), (14, 58))
    return _strokes(sheet, ((23, 28), (43, 28)), ((23, 40), (43, 40)), closed=(0,))


def _shield() -> tuple[Shape, ...]:
    edge = ((32, 6), (54, 14), (54, 32), (47, 47), (32, 58), (17, 47), (10, 32), (10, 14))
    return _strokes(edge, ((22, 31), (30, 39), (43, 25)), closed=(0,))


ICONS: dict[str, tuple[Shape, ...]] = {
    "back": _strokes(((40, 10), (20, 32), (40, 54))),
    "next": _strokes(((24, 10), (44, 32), (24, 54))),
    "up": _strokes(((10, 42), (32, 22), (54, 42))),
    "down": _strokes(((10, 22), (32, 42), (54, 22))),
    "tick": _strokes(((10, 34), (25, 49), (54, 18))),
    "cross": _strokes(((14, 14), (50, 50)), ((50, 14), (14, 50))),
    "differs": _strokes(((10, 23), (54, 23)), ((10, 41), (54, 41)), ((20, 56), (44, 8))),
    "home": _house(),
    "help": _question(),
    "size": _size(),
    "sound": _speaker(),
    "language": _globe(),
    "clock": _strokes(circle(32, 32, 25), ((32, 17), (32, 34), (42, 40)), closed=(0,)),
    "search": _strokes(circle(26, 26, 17), ((39, 39), (56, 56)), closed=(0,)),
    "person": _person(),
    "people": _people(),
    "child": _child(),
    "office": _office(),
    "keep": _archive(),
    "card": _id_card(),
    "print": _printer(),
    "mobile": _strokes(box(17, 5, 30, 54, 6), ((29, 48), (35, 48)), closed=(0,)),
    "phone": _phone(),
    "scan": _code(),
    "camera": _camera(),
    "add": _strokes(((32, 10), (32, 54)), ((10, 32), (54, 32))),
    "keypad": _keypad(),
    "error": _octagon(),
    "warning": _triangle(),
    "again": _strokes(arc(32, 34, 22, 20, 312, 30), ((48, 5), (48, 18), (35, 18))),
    "list": _list(),
    "clear": _backspace(),
    "paper": _paper(),
    "shield": _shield(),
    "pencil": _strokes(((12, 52), (15, 38), (42, 11), (53, 22), (26, 49)), ((36, 18), (46, 28)), closed=(0,)),
    "face1": _face((*arc(32, 37, 12, 0, 180, 14),), open_mouth=True),
    "face2": _face(arc(32, 33, 13, 30, 150, 12)),
    "face3": _face(((22, 42), (42, 42))),
    "face4": _face(arc(32, 52, 12, 215, 325, 12)),
    "face5": _face(arc(32, 53, 14, 200, 340, 14)),
}


def icon(name: str) -> Drawing:
    """The sign of that name; a sheet of paper for one that is not drawn yet."""
    return Drawing(64, 64, ICONS.get(name, ICONS[PLAIN]))
