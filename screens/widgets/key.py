"""Things to press. One sign on every page: a thick lower edge can be pressed, nothing else has one."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.core.face_parts import Button, Choice
from screens.brush import Brush, Style
from screens.theme import Box
from screens.widgets.block import Block

ICON_GAP = 5.0  # mm between a sign and its words
STEP_BELOW = {"start": "heading", "heading": "label", "label": "body", "body": "bar"}


class Key(Block):
    """Anything with a target. `act` makes it work here on the screen; without, the touch is the terminal's to judge.

    Its box holds the lip. Subclasses draw `content` into the face of the key, which sinks while it is pressed.
    """

    primary = False

    def __init__(
        self, style: Style, target: str, *, enabled: bool = True, act: Callable[[], None] | None = None
    ) -> None:
        super().__init__(style)
        self.target = target
        self.enabled = enabled
        self.act = act
        self.chosen = False
        self.pressed = False

    @property
    def lip(self) -> float:
        """The height of the lower edge."""
        return self.look.shape("lip")

    def press(self, *, down: bool) -> None:
        """Show the pressed or the normal state in the next frame."""
        if self.pressed != down:
            self.pressed = down
            self.redraw()

    def draw(self, brush: Brush) -> None:
        """Lip and face, then what is on it."""
        upper = Box(self.box.x, self.box.y, self.box.w, self.box.h - self.lip)
        lower = upper._replace(y=upper.y + self.lip)
        if not self.enabled:
            self._draw_disabled(brush, upper)
        elif self.primary:
            self._draw_primary(brush, upper, lower)
        else:
            self._draw_key(brush, upper, lower)
        self.content(brush, lower if self.pressed else upper)

    def content(self, brush: Brush, face: Box) -> None:
        """What stands on the key."""
        raise NotImplementedError

    @property
    def ground(self) -> str:
        """The colour of the key's face now."""
        if not self.enabled:
            return "sunken"
        if self.primary:
            return "accent_pressed" if self.pressed else "accent"
        return "accent_tint" if self.pressed or self.chosen else "surface"

    @property
    def sign_colour(self) -> str:
        """The colour of an icon on it."""
        return "on_accent" if self.primary and self.enabled else "accent" if self.enabled else "ink2"

    @property
    def text_colour(self) -> str:
        """The colour of the words on it."""
        return "on_accent" if self.primary and self.enabled else "ink" if self.enabled else "ink2"

    def _draw_disabled(self, brush: Brush, upper: Box) -> None:
        corner = self.look.shape("button")
        if self.look.high_contrast:
            brush.dotted(upper, "edge", corner)
        else:
            brush.framed(upper, "sunken", "line", corner=corner, width=self.look.shape("edge"))

    def _draw_primary(self, brush: Brush, upper: Box, lower: Box) -> None:
        corner = self.look.shape("button")
        if self.pressed:
            brush.fill(lower, self.ground, corner)
            return
        brush.fill(lower, "accent_lip", corner)
        brush.fill(upper, self.ground, corner)

    def _draw_key(self, brush: Brush, upper: Box, lower: Box) -> None:
        corner, selected = self.look.shape("button"), self.look.shape("edge_selected")
        if self.pressed:
            brush.framed(lower, self.ground, "accent", corner=corner, width=selected)
            return
        edge, width = ("accent", selected) if self.chosen else ("edge", self.look.shape("edge"))
        out = (selected - self.look.shape("edge")) if self.chosen else 0.0  # outward, so that the text stays
        brush.fill(lower.inset(-out), edge, corner + out)
        brush.framed(upper.inset(-out), self.ground, edge, corner=corner + out, width=width)


class LabelKey(Key):
    """Words on a key: an icon before (or behind, or above) a label, and perhaps a second line."""

    PAD = 5.0
    PAD_LEAST = 2.5

    def __init__(
        self,
        style: Style,
        button: Button,
        *,
        step: str = "label",
        tall: float = 27.0,
        icon_at: str = "before",
        act: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(style, button.target, enabled=button.enabled, act=act)
        self.button = button
        self.step = step
        self.icon_at = icon_at
        self._tall = tall
        self._icon = style.look.size("icon_top" if step == "bar" else "icon") if button.icon else 0.0

    @property
    def beside(self) -> float:
        """What the icon takes beside the words."""
        return self._icon + ICON_GAP if self._icon and self.icon_at != "above" else 0.0

    def _lines(self, width: float, step: str) -> list[str]:
        """Words come closer to the sides rather than break."""
        return self.style.lines(self.button.label, step, width - 2 * self.PAD_LEAST - self.beside, bold=self.enabled)

    def _second(self, width: float) -> list[str]:
        return self.style.lines(self.button.line, "bar", width - 2 * self.PAD_LEAST - self.beside)

    def _text_height(self, width: float, step: str) -> float:
        second = self.style.tall(len(self._second(width)), "bar", "line_pair")
        return self.style.tall(len(self._lines(width, step)), step, "line_pair") + second

    def natural(self, width: float) -> float:
        """Its usual height, or what its words need."""
        return max(self._tall, self.least(width))

    def least(self, width: float) -> float:
        """Its words and a narrow margin, never less than a finger."""
        above = self._icon if self.icon_at == "above" else 0.0
        margin = 2.0 if self.icon_at == "above" else 4.0
        return max(
            self._text_height(width, self.step) + above + self.lip + margin,
            self.look.tokens.limits["target"] + self.lip,
        )

    def _step_for(self, face: Box) -> str:
        """The largest step whose words stay on a key of a fixed height."""
        above = self._icon if self.icon_at == "above" else 0.0
        step, below = self.step, STEP_BELOW.get(self.step, self.step)
        if len(self._lines(self.box.w, step)) > len(self._lines(self.box.w, below)) == 1:
            return below  # one line, a little smaller, reads better than two
        while step in STEP_BELOW and self._text_height(self.box.w, step) + above > face.h:
            step = STEP_BELOW[step]
        return step

    def content(self, brush: Brush, face: Box) -> None:
        """Icon and words, in the middle."""
        step = self._step_for(face)
        lines = self._lines(self.box.w, step)
        if self.icon_at == "above":
            self._draw_above(brush, face, lines, step)
            return
        both = [(lines, step, self.enabled), (self._second(self.box.w), "bar", False)]
        text = max(self.style.width(each, size, bold=bold) for part, size, bold in both for each in part)
        x = face.x + (face.w - text - self.beside) / 2
        if self._icon:
            icon_x = x if self.icon_at == "before" else x + text + ICON_GAP
            sign = Box(icon_x, face.y + (face.h - self._icon) / 2, self._icon, self._icon)
            brush.icon(self.button.icon, sign, self.sign_colour)
        left = x + self.beside if self.icon_at == "before" else x
        y = face.y + (face.h - self._text_height(self.box.w, step)) / 2
        for part, size, bold in both:
            tall = self.style.tall(len(part), size, "line_pair")
            self._draw_lines(brush, part, Box(left, y, text, tall), size, bold=bold)
            y += tall

    def _draw_lines(self, brush: Brush, lines: list[str], room: Box, step: str, *, bold: bool) -> None:
        brush.lines(lines, room, step, bold=bold, colour=self.text_colour, align="centre", font_line="line_pair")

    def _draw_above(self, brush: Brush, face: Box, lines: list[str], step: str) -> None:
        tall = self.style.tall(len(lines), step, "line_pair")
        y = face.y + (face.h - self._icon - tall) / 2
        if self._icon:
            sign = Box(face.x + (face.w - self._icon) / 2, y, self._icon, self._icon)
            brush.icon(self.button.icon, sign, self.sign_colour)
        self._draw_lines(brush, lines, Box(face.x, y + self._icon, face.w, tall), step, bold=self.enabled)


class PrimaryKey(LabelKey):
    """The dark button: the page's best next act, its sign behind the words."""

    primary = True

    def __init__(self, style: Style, button: Button) -> None:
        at = "before" if button.icon == "back" else "behind"
        super().__init__(style, button, step="heading", tall=style.look.place("primary_height"), icon_at=at)


class ChoiceKey(Key):
    """A choice row: sign, name, one line of help, an amount or an arrow; the whole row presses."""

    PAD = 8.0

    def __init__(self, style: Style, choice: Choice) -> None:
        super().__init__(style, choice.target, enabled=choice.enabled)
        self.choice = choice
        self.line = choice.line if choice.enabled else choice.why_not or choice.line
        self.chosen = choice.chosen
        self._side = style.look.size("icon" if choice.kind == "go" else "tick") if self._signed else 0.0

    @property
    def _line_step(self) -> str:
        """Beside an amount the line tells which one it is: that must be read, digits and all."""
        return "body" if self.choice.amount else "bar"

    @property
    def _signed(self) -> bool:
        return self.choice.kind != "go" or bool(self.choice.icon)

    def _left(self) -> float:
        return self.PAD + (self._side + 7.0 if self._side else 0.0)

    def _right(self) -> float:
        if self.choice.amount:
            return self.PAD + self.style.width(self.choice.amount, "heading", bold=self.enabled) + 4.0
        return self.PAD + (self.look.size("icon") + 2.0 if self.choice.kind == "go" else 0.0)

    def _texts(self, width: float) -> tuple[list[str], list[str]]:
        room = width - self._left() - self._right()
        return self.style.lines(self.choice.label, "label", room, bold=True), self.style.lines(
            self.line, self._line_step, room
        )

    def _heights(self, width: float) -> tuple[float, float]:
        label, line = self._texts(width)
        return self.style.tall(len(label), "label", "line_pair"), self.style.tall(
            len(line), self._line_step, "line_pair"
        )

    def natural(self, width: float) -> float:
        """One or two lines and a margin."""
        usual = self.look.size("row_two" if self.line else "row_one") + (6.0 if self.choice.amount else 0.0)
        return max(usual, sum(self._heights(width)) + 7.0 + self.lip)

    def least(self, width: float) -> float:
        """The words, never less than a finger."""
        return max(sum(self._heights(width)) + 2.0 + self.lip, self.look.tokens.limits["target"] + self.lip)

    def content(self, brush: Brush, face: Box) -> None:
        """Sign, words, what stands at the right."""
        self._draw_sign(brush, Box(face.x + self.PAD, face.y + (face.h - self._side) / 2, self._side, self._side))
        (label, line), (first, second) = self._texts(self.box.w), self._heights(self.box.w)
        x, y = face.x + self._left(), face.y + (face.h - first - second) / 2
        room = Box(x, y, face.w - self._left() - self._right(), first)
        brush.lines(label, room, "label", bold=True, colour=self.text_colour, font_line="line_pair")
        brush.lines(
            line, Box(x, y + first, room.w, second), self._line_step, colour=self.text_colour, font_line="line_pair"
        )
        self._draw_right(brush, face)

    def _draw_sign(self, brush: Brush, place: Box) -> None:
        square = self.choice.kind == "many"
        if self.choice.kind == "go":
            if self.choice.icon:
                brush.icon(self.choice.icon, place, self.sign_colour)
        elif not self.enabled:
            brush.dotted(place, "edge", self.look.shape("tag") * 1.4 if square else place.w / 2)
        elif self.chosen:
            brush.tick(place, square=square)
        else:
            brush.unticked(place, square=square)

    def _draw_right(self, brush: Brush, face: Box) -> None:
        room = Box(face.x, face.y, face.w - self.PAD, face.h)
        if self.choice.amount:
            brush.line(self.choice.amount, room, "heading", bold=self.enabled, colour=self.text_colour, align="right")
        elif self.choice.kind == "go" and self.enabled:
            side = self.look.size("icon") * 0.85
            brush.icon("next", Box(room.right - side, face.y + (face.h - side) / 2, side, side))
