"""A receipt as lines to print: what it says, never how a printer says it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Title(Struct, frozen=True, tag="title"):
    """The paper's name, centred, 48 px or larger."""

    text: str


class Text(Struct, frozen=True, tag="text"):
    """A paragraph that wraps; `key` lines are 48 px, body is 36 px.

    `small` is 30 px, for what is looked up and need not be read to go on; a `key` one is its heading, and bold.
    """

    text: str
    key: bool = False
    centred: bool = False
    small: bool = False


class Pair(Struct, frozen=True, tag="pair"):
    """A label and its value, on one line where both have room; a `key` value is 48 px or larger, a `small` pair 30."""

    label: str
    value: str
    key: bool = False
    small: bool = False


class Rule(Struct, frozen=True, tag="rule"):
    """A thin line across the paper."""


class Code(Struct, frozen=True, tag="code"):
    """A QR code of `payload` with a caption below it, or with paragraphs `beside` it; never personal data."""

    payload: str
    caption: str = ""
    beside: tuple[Text, ...] = ()


Line = Title | Text | Pair | Rule | Code


class Receipt(Struct, frozen=True):
    """Everything on one paper from top to bottom.

    `reprint` counts earlier papers that may have come out; above 0 the paper says 补打 and which printing it is.
    `demo` marks it 演示 at both ends. `language` is that of these marks, beside the Chinese word of each.
    """

    lines: tuple[Line, ...]
    reprint: int = 0
    demo: bool = True
    language: Literal["zh", "en"] = "zh"
