"""Drawings as textures: drawn at twice or four times their size and scaled down; the window has no multisampling.

Multisampling of the whole window costs 3 to 6 times the frame rate without a graphics card; a picture is drawn once.
"""

from __future__ import annotations

from kivy.graphics import ClearBuffers, ClearColor, Color, Fbo, Line, Mesh, Rectangle
from kivy.graphics.tesselator import Tesselator
from kivy.graphics.texture import Texture

from screens.shapes import Drawing, Shape
from screens.theme import Look, Rgba

MASK: Rgba = (1.0, 1.0, 1.0, 0.0)
SMALL_PX = 256  # up to here a drawing is worth sixteen samples a pixel


class Renderer:
    """Textures of drawings by name, size, theme and ground; nothing in them is personal, so they stay."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], Texture] = {}

    def picture(self, look: Look, key: str, drawing: Drawing, size_px: tuple[int, int], ground: str) -> Texture:
        """A drawing in the theme's colours on an opaque ground."""
        whole = (key, size_px, look.theme, ground)
        if whole not in self._kept:
            self._kept[whole] = _texture(drawing, size_px, look.colour(ground), look)
        return self._kept[whole]

    def mask(self, key: str, drawing: Drawing, size_px: tuple[int, int]) -> Texture:
        """A drawing in white on nothing, to be coloured when it is drawn."""
        whole = (key, size_px)
        if whole not in self._kept:
            self._kept[whole] = _texture(drawing, size_px, MASK, None)
        return self._kept[whole]


def _texture(drawing: Drawing, size_px: tuple[int, int], ground: Rgba, look: Look | None) -> Texture:
    """The drawing in the middle of `size_px`, as large as fits; returned at twice that size."""
    times = 4 if max(size_px) <= SMALL_PX else 2
    large = (size_px[0] * times, size_px[1] * times)
    scale = min(large[0] / drawing.width, large[1] / drawing.height)
    left, top = (large[0] - drawing.width * scale) / 2, (large[1] - drawing.height * scale) / 2
    canvas = _canvas(large, ground)
    with canvas:
        for each in drawing.shapes:
            _draw(each, (left, large[1] - top), scale, look)
    canvas.draw()
    return canvas.texture if times == 2 else _halved(canvas.texture, ground)


def _canvas(size_px: tuple[int, int], ground: Rgba) -> Fbo:
    canvas = Fbo(size=size_px)
    with canvas:
        ClearColor(*ground)
        ClearBuffers()
    return canvas


def _halved(texture: Texture, ground: Rgba) -> Texture:
    size = (texture.width // 2, texture.height // 2)
    canvas = _canvas(size, ground)
    with canvas:
        Color(1, 1, 1, 1)
        Rectangle(texture=texture, size=size)
    canvas.draw()
    return canvas.texture


def _draw(shape: Shape, corner: tuple[float, float], scale: float, look: Look | None) -> None:
    flat = [number for x, y in shape.points for number in (corner[0] + x * scale, corner[1] - y * scale)]
    if shape.fill:
        Color(*(look.colour(shape.fill) if look else (1, 1, 1, 1)))
        _fill(flat)
    if shape.stroke:
        Color(*(look.colour(shape.stroke) if look else (1, 1, 1, 1)))
        # Kivy's width is that of one side of the line
        Line(points=flat, width=shape.width * scale / 2, close=shape.closed, cap="round", joint="round")


def _fill(flat: list[float]) -> None:
    surface = Tesselator()
    surface.add_contour(flat)
    surface.tesselate()
    for vertices, indices in surface.meshes:
        Mesh(vertices=vertices, indices=indices, mode="triangle_fan")
