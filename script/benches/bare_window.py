"""The peer of the screen: Kivy with one button and nothing else, in a window with the same settings."""

from __future__ import annotations

from screens.environment import prepare
from screens.monitor import PAGE

prepare(*PAGE)

from kivy.app import App  # noqa: E402 - Kivy reads its environment at the first import
from kivy.uix.button import Button  # noqa: E402


class Bare(App):  # type: ignore[misc]  # Kivy has no types
    """One button over the whole window."""

    def build(self) -> Button:
        """The root."""
        return Button(text="Start", font_size=80)


Bare().run()
