"""The glass: shows the latest face, echoes drafts, reports touches. Decides nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kivy.clock import Clock, ClockEvent
from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent
from kivy.uix.widget import Widget

from kiosk.core.case_bodies import Sign
from kiosk.core.faces import Checks, Face
from kiosk.screen_link import Drafted, Drawn, FromScreen, ShowChecks, ShowFace, Signed, Touched
from screens.brush import Studio
from screens.clock_text import clock_text
from screens.page import Page, Stage, Targets, with_drafts
from screens.pinyin import Pinyin
from screens.please_wait import PleaseWait
from screens.theme import Glass, Tokens
from screens.widgets.key import Key
from screens.widgets.sign_pad import SignPad, Strokes

Send = Callable[[FromScreen], None]


class Screen(Widget):  # type: ignore[misc]  # Kivy has no types
    """The root of the window. A touch counts when one finger goes down and up inside the same target.

    After a touch that the terminal must judge, the page is deaf until the answer comes, at most `reenable_ms`.
    """

    def __init__(
        self,
        tokens: Tokens,
        studio: Studio,
        send: Send,
        click: Callable[[], None],
        now: Callable[[], datetime],
        pinyin: Pinyin | None = None,
    ) -> None:
        super().__init__()
        self._tokens = tokens
        self._studio = studio
        self._send = send
        self._click = click
        self._now = now
        self._pinyin = pinyin
        self._face: Face | None = None
        self._drafts: dict[str, str] = {}
        self._strokes: Strokes | None = None
        self._checks: Checks | None = None
        self._ahead_ms = 0.0  # how far the terminal's clock is ahead of ours
        self._reported: Targets | None = None
        self._finger: MotionEvent | None = None
        self._key: Key | None = None
        self._pad: SignPad | None = None
        self._deaf: ClockEvent | None = None
        self.preview: Path | None = None
        self.page: Page | PleaseWait = PleaseWait(tokens, studio, self._glass())
        self.add_widget(self.page)
        Window.bind(on_resize=self._resized)
        Clock.schedule_interval(self._minute, 1.0)

    # --- what the terminal says ---------------------------------------------------------------------------------

    def show_face(self, message: ShowFace) -> None:
        """Draw this now: pages change by a cut."""
        self._ahead_ms = message.now_ms - time.monotonic() * 1000
        written, finger, pad = self._strokes or (), self._finger, self._pad
        self._face, self._drafts, self._checks, self._strokes = message.face, {}, None, None
        self._rebuild()
        if isinstance(message.face.body, Sign) and message.face.body.strokes:
            self._write_on(message.face.body.strokes, written, finger, pad)

    def _write_on(self, known: Strokes, written: Strokes, finger: MotionEvent | None, pad: SignPad | None) -> None:
        """A hand writes faster than faces come: what was written since is kept, and told on this face."""
        assert isinstance(self.page, Page), "a face is shown as a page"
        fresh = self.page.sign_pad
        if fresh is None or written[: len(known)] != known:
            return
        if pad is not None:
            fresh.take_over(pad)
            self._finger, self._pad = finger, fresh
        if len(written) > len(known):
            fresh.strokes = written
            fresh.redraw()
            self._signed(written)

    def show_checks(self, message: ShowChecks) -> None:
        """The terminal's answer to drafts of this face; one to another face is not for us."""
        if self._face is None or message.rev != self._face.rev:
            return
        self._checks = message.checks
        self._listen()
        assert isinstance(self.page, Page), "a face is shown as a page"
        if self.page.show_checks(message.checks):
            self._report()
        else:
            self._rebuild()

    def drop(self) -> None:
        """The terminal has gone: nothing of the citizen stays on the glass."""
        self._face, self._drafts, self._checks, self._strokes = None, {}, None, None
        self._rebuild()

    # --- drawing ------------------------------------------------------------------------------------------------

    def _glass(self) -> Glass:
        return Glass.fit(self._tokens, *Window.size)

    def _rebuild(self, *_: object) -> None:
        self._listen()
        self._finger = self._key = self._pad = None
        if isinstance(self.page, Page):
            self.page.stop()
        self.clear_widgets()
        self._reported = None
        before, self.page = self.page, self._new_page()
        self.add_widget(self.page)
        if isinstance(self.page, Page):
            if isinstance(before, Page):
                self.page.write_on(before)
            self.page.start()
            self._report()

    def _new_page(self) -> Page | PleaseWait:
        if self._face is None:
            return PleaseWait(self._tokens, self._studio, self._glass())
        stage = Stage(
            self._tokens,
            self._studio,
            self._glass(),
            lambda: time.monotonic() * 1000 + self._ahead_ms,
            self._drafted,
            lambda face: clock_text(face, self._now()),
            self.preview,
            self._pinyin,
            self._signed,
        )
        return Page(stage, with_drafts(self._face, self._drafts, self._checks, self._strokes))

    def _report(self) -> None:
        """Tell where the targets are, whenever they are others than before."""
        if self._face is None or not isinstance(self.page, Page):
            return
        targets = self.page.targets()
        if targets != self._reported:
            self._reported = targets
            self._send(Drawn(self._face.rev, targets))

    def _resized(self, *_: object) -> None:
        Clock.schedule_once(self._rebuild, 0)

    def _minute(self, _dt: float) -> None:
        if isinstance(self.page, Page):
            self.page.show_time()

    # --- touches ------------------------------------------------------------------------------------------------

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """A first finger on a target shows it pressed; any further finger is nothing."""
        if self._finger is not None or self._deaf is not None or not isinstance(self.page, Page):
            return True
        if touch.button not in (None, "left"):  # None: a finger, not a mouse
            return True
        key = self.page.key_at(*touch.pos)
        if key is not None:
            self._finger, self._key = touch, key
            key.press(down=True)
            self._click()
            return True
        pad = self.page.sign_pad
        if pad is not None and pad.collide_point(*touch.pos):
            self._finger, self._pad = touch, pad
            pad.begin(*touch.pos)
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        """A finger that slides off lets the target up; sliding back presses it again."""
        if self._key is not None and self._is_ours(touch):
            self._key.press(down=self._key.collide_point(*touch.pos))
        elif self._pad is not None and self._is_ours(touch):
            self._pad.go_on(*touch.pos)
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        """Where it began is where it must end; on the field for a name anywhere."""
        if self._pad is not None and self._is_ours(touch):
            pad, self._finger, self._pad = self._pad, None, None
            pad.end()
            return True
        if self._key is None or not self._is_ours(touch):
            return True
        key, self._finger, self._key = self._key, None, None
        if not key.collide_point(*touch.pos):
            key.press(down=False)
        elif key.act is not None:
            key.press(down=False)
            key.act()
            self._report()
        else:
            self._touched(key)
        return True

    def _is_ours(self, touch: MotionEvent) -> bool:
        return touch is self._finger

    def _touched(self, key: Key) -> None:
        assert self._face is not None, "a key stands on a face"
        self._send(Touched(self._face.rev, key.target))
        self._deaf = Clock.schedule_once(self._give_up, self._tokens.motion["reenable_ms"] / 1000)

    def _give_up(self, _dt: float) -> None:
        """Nobody answered; the page must not stay dead."""
        self._deaf = None
        if isinstance(self.page, Page):
            for key in self.page.pressable():
                key.press(down=False)

    def _listen(self) -> None:
        if self._deaf is not None:
            self._deaf.cancel()
            self._give_up(0)

    def _drafted(self, field: str, text: str) -> None:
        assert self._face is not None, "drafts belong to a face"
        self._drafts[field] = text
        self._send(Drafted(self._face.rev, field, text))

    def _signed(self, strokes: Strokes) -> None:
        assert self._face is not None, "a name is written on a face"
        self._strokes = strokes
        self._send(Signed(self._face.rev, strokes))
