"""The illustrations: where on the machine, and how with the hand.

Units are millimetres at full size, a panel of 246 wide. Line 1.25, fills from the palette,
persimmon (`mark`) only for the exact place and the arrow.
"""

from __future__ import annotations

from collections.abc import Callable

from screens.card_pictures import CARD_PICTURES
from screens.shapes import (
    INK,
    Drawing,
    Label,
    Shape,
    arc,
    arrow,
    box,
    circle,
    dots,
    line,
    moved,
)

LINE = 1.25


def _machine(spot: tuple[float, float], *, lit: bool = False) -> tuple[Shape, ...]:
    """The whole cabinet, 50 x 103, with a persimmon spot where the hand goes."""
    window = (Shape(box(14, 36, 23, 10, 2), "mark"),) if lit else ()
    return (
        Shape(box(4, 0, 42, 102, 4), "machine", INK, LINE),
        Shape(box(8.5, 5, 33, 49, 1.5), "paper", INK, LINE),
        Shape(((0, 58), (50, 58), (47, 71), (3, 71)), "hill_far", INK, LINE),
        Shape(box(14, 77.5, 22, 4, 1.5), "machine_dark", INK, LINE * 0.6),
        line((0, 102), (50, 102), width=LINE),
        *window,
        Shape(circle(*spot, 5), "mark", INK, LINE),
    )


def _id_card(scale: float, x: float, y: float, turn: float) -> tuple[Shape, ...]:
    """An identity card with lines and a head, no letters."""
    card = (
        Shape(box(0, 0, 68, 43, 4), "paper", INK, LINE),
        line((6, 11), (29, 11), width=LINE),
        line((6, 18), (36, 18), width=LINE),
        line((6, 25), (27, 25), width=LINE),
        line((6, 36), (47, 36), width=LINE),
        Shape(circle(50, 15, 5.5), "skin", INK, LINE),
        Shape(arc(50, 30, 9, 180, 360, 18, tall=0.75), "hill_near", INK, LINE),
    )
    return moved(card, x, y, scale, turn)


def _lay_card() -> Drawing:
    pad = Shape(((101, 99), (226, 99), (237, 140), (90, 140)), "hill_far", INK, LINE)
    place = Shape(((120, 106), (207, 106), (213.5, 132.5), (113.5, 132.5)), "paper", "mark", 2.6)
    return Drawing(
        246,
        150,
        (
            *moved(_machine((38, 64.5)), 15, 23),
            *dots((60, 87.5), (80, 87.5), 5, 1.0),
            *_id_card(1.0, 129, 9.5, -3.5),
            arrow(163, 58, 36, 33),
            pad,
            place,
        ),
        (Label((163.5, 119.5), 84),),
    )


def _phone_with_code() -> tuple[Shape, ...]:
    cells = ((8, 12), (18, 12), (8, 22), (13, 17), (18, 24), (23, 19))
    return (
        Shape(box(0, 0, 36, 62, 5), "machine_dark", INK, LINE),
        Shape(box(3, 5, 30, 50, 1.5), "paper"),
        *(Shape(box(x, y, 5, 5), INK) for x, y in cells),
        *(Shape(box(x, y, 9, 9), "", INK, 2) for x, y in ((6.5, 10), (20.5, 10), (6.5, 30))),
        *(Shape(box(x, y, 4, 4), INK) for x, y in ((20, 30), (26, 34), (20, 38), (27, 27))),
        line((14, 58.5), (22, 58.5), width=LINE, stroke="paper"),
    )


def _show_code() -> Drawing:
    window = (
        Shape(box(104, 10, 126, 32, 4), "machine", INK, LINE),
        Shape(box(116, 15.5, 102, 21, 3), "paper", "mark", 2.6),
    )
    return Drawing(
        246,
        150,
        (
            *moved(_machine((25, 64.5)), 15, 23),
            *dots((48, 87.5), (72, 78), 6, 1.0),
            *window,
            arrow(138, 80, 33, 30, up=True),
            *moved(_phone_with_code(), 158, 74, 1.12, 0),
        ),
        (Label((167, 26), 96),),
    )


def _window() -> Drawing:
    """Where the window is, beside what it sees."""
    return Drawing(66, 108, (*moved(_machine((25, 64.5)), 2, 3), *dots((36, 67.5), (64, 67.5), 5, 1.0)))


def _slot(paper_to: float, width: float = 100) -> tuple[Shape, ...]:
    """The paper slot with a sheet half out; the origin is the slot's left end."""
    left = (140 - width) / 2
    rows = [26, 36, 44.5, 53, 61.5]
    ends = [0.45, 0.85, 0.85, 0.55, 0.5]
    return (
        Shape(box(0, 0, 140, 32, 4), "machine", INK, LINE),
        Shape(box(12.5, 12, 115, 9, 3.5), "machine_dark", INK, LINE * 0.6),
        Shape(box(left, 17, width, paper_to - 17), "paper", INK, LINE),
        *(
            line((left + 10, y + 3), (left + 10 + (width - 20) * end, y + 3), width=LINE)
            for y, end in zip(rows, ends, strict=True)
            if y + 8 < paper_to
        ),
    )


def _print(width: float) -> Drawing:
    return Drawing(
        246,
        130,
        (
            *moved(_machine((25, 79.5)), 15, 14),
            *dots((52, 93.5), (83, 93.5), 6, 1.0),
            *moved(_slot(81, width), 92.5, 12),
            arrow(140, 87, 34, 31),
        ),
        (Label((163, 112), 80, left=True),),
    )


def _asking() -> Drawing:
    hall = (
        Shape(((0, 26), (35, 2), (70, 26)), "hill_far", INK, LINE),
        *(Shape(box(x, 26, 8, 34), "paper", INK, LINE) for x in (7, 22, 40, 55)),
        Shape(box(0, 60, 70, 8), "hill_mid", INK, LINE),
    )
    sheet = (
        Shape(box(0, 0, 26, 34, 2), "paper", INK, LINE),
        *(line((5, y), (21, y), width=LINE) for y in (9, 17, 25)),
    )
    return Drawing(
        246,
        130,
        (
            *moved(_machine((25, 30)), 20, 14),
            *dots((78, 65), (98, 65), 5, 1.2),
            *moved(sheet, 106, 48),
            *dots((140, 65), (158, 65), 5, 1.2),
            *moved(hall, 164, 31),
        ),
    )


def _take_card() -> Drawing:
    pad = Shape(((17.5, 68), (104, 68), (110.5, 90), (11, 90)), "hill_far", INK, LINE)
    return Drawing(122, 100, (pad, *_id_card(1.02, 14, 23.5, -2.5), arrow(101.5, 55, 33, 30, up=True)))


def _take_paper() -> Drawing:
    slot = moved(_slot(96, 94), 12, 10, 0.7)
    return Drawing(122, 100, (*slot, arrow(61, 62, 30, 27)))


def _printer_no_paper() -> Drawing:
    dashes = (
        *(((11 + x, 0), (16 + x, 0)) for x in (0, 9, 18, 27)),
        *(((8, y), (8, y + 4)) for y in (1, 8)),
        *(((43, y), (43, y + 4)) for y in (1, 8)),
    )
    return Drawing(
        66,
        48,
        moved(
            (
                *(line(*each, width=LINE) for each in dashes),
                Shape(box(-3, 14, 55, 25, 4), "machine", INK, LINE),
                Shape(box(5, 25, 39, 5.5, 2), "machine_dark", INK, LINE * 0.6),
                *_warning(41, 27, 17),
            ),
            5,
            4,
        ),
    )


def _warning(x: float, y: float, size: float) -> tuple[Shape, ...]:
    middle = x + size / 2
    return (
        Shape(((middle, y), (x + size, y + size * 0.88), (x, y + size * 0.88)), "mark", INK, LINE),
        line((middle, y + size * 0.34), (middle, y + size * 0.55), width=LINE * 1.1, stroke="paper"),
        Shape(circle(middle, y + size * 0.71, LINE * 0.7), "paper"),
    )


def _trouble() -> Drawing:
    return Drawing(66, 48, (*moved(_machine((25, 64.5)), 12, 3, 0.41), *_warning(38, 26, 20)))


def _leave() -> Drawing:
    """An open door with an arrow out of it, and a person before it."""
    door = (
        Shape(box(0, 0, 46, 84), "hill_far", INK, LINE),
        Shape(((0, 0), (30, 9), (30, 93), (0, 84)), "paper", INK, LINE),
        Shape(circle(25, 50, 1.8), "machine_dark"),
    )
    person = (
        Shape(arc(20, 62, 20, 180, 360, 24, tall=1.2), "hill_near", INK, LINE),
        Shape(circle(20, 24, 12), "skin", INK, LINE),
    )
    return Drawing(
        246,
        120,
        (*moved(door, 132, 12), *moved(person, 60, 40), line((40, 102), (210, 102), width=LINE)),
    )


def _where() -> Drawing:
    """The top of a sheet with the exact place framed; the words stand beside it."""
    rows = ((34, 0.9), (43, 0.9), (52, 0.7))
    return Drawing(
        246,
        60,
        (
            Shape(((10, 70), (10, 7), (140, 7), (140, 70)), "paper", INK, LINE),
            line((20, 23), (72, 23), width=LINE),
            *(line((20, y), (20 + 122 * end, y), width=LINE) for y, end in rows),
            Shape(box(84, 11, 51, 15, 2), "paper", "mark", 1.6),
            line((92, 18.5), (126, 18.5), width=2.2),
            *dots((140, 18.5), (161, 18.5), 5, 1.0),
        ),
        (Label((167, 18.5), 76, left=True),),
    )


def _where_low() -> Drawing:
    """The same sheet with the place in the line of the total."""
    return Drawing(
        246,
        60,
        (
            Shape(((10, -5), (10, 53), (140, 53), (140, -5)), "paper", INK, LINE),
            *(line((20, y), (20 + 110 * end, y), width=LINE) for y, end in ((6, 1.0), (15, 1.0), (24, 0.6))),
            line((20, 39.5), (60, 39.5), width=LINE),
            Shape(box(74, 31.5, 61, 16, 2), "paper", "mark", 1.6),
            line((82, 39.5), (126, 39.5), width=2.2),
            *dots((140, 39.5), (161, 39.5), 5, 1.0),
        ),
        (Label((167, 39.5), 76, left=True),),
    )


def _document_camera() -> Drawing:
    """The camera's arm over the desk, a sheet in the marked place, an arrow down."""
    desk = Shape(((70, 92), (232, 92), (243, 138), (59, 138)), "hill_far", INK, LINE)
    place = Shape(((107, 99), (200, 99), (208, 131), (99, 131)), "paper", "mark", 2.6)
    arm = Shape(((216, 100), (216, 14), (148, 14), (148, 20), (208, 20), (208, 100)), "machine", INK, LINE)
    return Drawing(
        246,
        142,
        (
            *moved(_machine((25, 66)), 4, 22),
            *dots((38, 88), (62, 100), 5, 1.3),
            desk,
            place,
            arm,
            Shape(box(138, 18, 22, 13, 2), "machine_dark", INK, LINE),
            arrow(112, 44, 38, 24),
        ),
        (Label((154, 115), 96),),
    )


PICTURES: dict[str, Callable[[], Drawing]] = {
    "lay_card": _lay_card,
    "show_code": _show_code,
    "window": _window,
    "document_camera": _document_camera,
    "print_document": lambda: _print(100),
    "print_receipt": lambda: _print(46),
    "asking": _asking,
    "take_card": _take_card,
    "take_paper": _take_paper,
    "printer_no_paper": _printer_no_paper,
    "trouble": _trouble,
    "leave": _leave,
    "tax_number": _where,
    "certificate_number": _where,
    "company_number": _where,
    "licence_identifier": _where,
    "tax_amount": _where_low,
    **CARD_PICTURES,
}


def picture(name: str) -> Drawing:
    """The drawing of that name; a sheet with a mark for a matter that has none of its own yet."""
    return PICTURES.get(name, CARD_PICTURES["social"])()
