"""A piece of a page: says how tall it would like to be, then draws itself into the box it gets."""

from __future__ import annotations

from collections.abc import Sequence

from kivy.uix.widget import Widget
from msgspec import Struct

from screens.brush import Brush, Ink, Style
from screens.theme import Box

TIGHT_GAP = 4.0  # mm; what gaps shrink to before a page takes smaller text


class Block(Widget):  # type: ignore[misc]  # Kivy has no types
    """Flat information. Lengths in millimetres of the sheet; Kivy's `pos` and `size` follow from the box.

    A subclass gives `natural` and `draw`; one that can give way or grow also `least` and `most`.
    """

    def __init__(self, style: Style) -> None:
        super().__init__(size_hint=(None, None))
        self.style = style
        self.look = style.look
        self.inks: list[Ink] = []
        self.box = Box(0, 0, 0, 0)

    def natural(self, width: float) -> float:
        """The height it would like at this width."""
        raise NotImplementedError

    def least(self, width: float) -> float:
        """The height below which something would be cut."""
        return self.natural(width)

    def most(self, width: float) -> float:
        """The height up to which it gains by more room."""
        return self.natural(width)

    def lay(self, box: Box) -> None:
        """Take this place and draw there."""
        self.box = box
        self.pos, self.size = self.look.glass.kivy(box)
        self.redraw()

    def redraw(self) -> None:
        """Draw anew in the same place."""
        self.canvas.before.clear()
        self.inks.clear()
        self.draw(Brush(self.style, self.canvas.before, self.inks))

    def draw(self, brush: Brush) -> None:
        """Draw into `self.box`; blocks within are laid here."""
        raise NotImplementedError

    def holds(self, child: Block, box: Box) -> None:
        """Lay a block within this one, adding it the first time."""
        if child.parent is None:
            self.add_widget(child)
        child.lay(box)


class Item(Struct, frozen=True):
    """A block of a page and the gap it would like above itself."""

    block: Block
    gap: float


def arrange(items: Sequence[Item], width: float, height: float) -> list[tuple[float, float]] | None:
    """Offset and height of each block from the top; None when they do not fit without cutting something.

    Room that is left goes to the blocks that gain by it; room that is missing comes from blocks and gaps alike.
    """
    wanted = [each.block.natural(width) for each in items]
    gaps = [each.gap for each in items]
    spare = height - sum(wanted) - sum(gaps)
    if spare >= 0:
        wanted = _grown(wanted, [each.block.most(width) for each in items], spare)
    else:
        least = [each.block.least(width) for each in items]
        squeezed = _squeezed([*wanted, *gaps], [*least, *(min(gap, TIGHT_GAP) for gap in gaps)], -spare)
        if squeezed is None:
            return None
        wanted, gaps = squeezed[: len(items)], squeezed[len(items) :]
    places, y = [], 0.0
    for gap, tall in zip(gaps, wanted, strict=True):
        places.append((y + gap, tall))
        y += gap + tall
    return places


def _grown(wanted: list[float], most: list[float], spare: float) -> list[float]:
    hunger = sum(up - now for now, up in zip(wanted, most, strict=True))
    share = min(1.0, spare / hunger) if hunger > 0 else 0.0
    return [now + (up - now) * share for now, up in zip(wanted, most, strict=True)]


def _squeezed(wanted: list[float], least: list[float], missing: float) -> list[float] | None:
    slack = sum(now - low for now, low in zip(wanted, least, strict=True))
    if missing > slack + 0.01:
        return None
    share = missing / slack if slack else 0.0
    return [now - (now - low) * share for now, low in zip(wanted, least, strict=True)]


class Beside(Block):
    """Blocks in one row, equally wide unless `shares` says otherwise."""

    def __init__(
        self, style: Style, blocks: Sequence[Block], shares: Sequence[float] = (), gutter: str = "gutter"
    ) -> None:
        super().__init__(style)
        self.blocks = tuple(blocks)
        self._shares = tuple(shares) or tuple(1 / len(self.blocks) for _ in self.blocks)
        self._gutter = style.look.space(gutter)

    def _widths(self, width: float) -> list[float]:
        free = width - self._gutter * (len(self.blocks) - 1)
        return [free * share for share in self._shares]

    def natural(self, width: float) -> float:
        """The tallest of the blocks."""
        return max(each.natural(w) for each, w in zip(self.blocks, self._widths(width), strict=True))

    def least(self, width: float) -> float:
        """The tallest of the blocks at its least."""
        return max(each.least(w) for each, w in zip(self.blocks, self._widths(width), strict=True))

    def most(self, width: float) -> float:
        """The most that any of them gains by."""
        return max(each.most(w) for each, w in zip(self.blocks, self._widths(width), strict=True))

    def draw(self, _brush: Brush) -> None:
        """Lay the blocks from left to right."""
        x = self.box.x
        for each, w in zip(self.blocks, self._widths(self.box.w), strict=True):
            self.holds(each, Box(x, self.box.y, w, self.box.h))
            x += w + self._gutter


class Space(Block):
    """Room that grows, to keep what follows away from what was before."""

    def natural(self, _width: float) -> float:
        """Nothing when the page is full."""
        return 0.0

    def most(self, _width: float) -> float:
        """As much as there is."""
        return 160.0

    def draw(self, brush: Brush) -> None:
        """Nothing."""
