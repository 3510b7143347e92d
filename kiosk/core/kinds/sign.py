"""sign: writing one's name on the glass (手写确认); what is signed is bound to the form when it is handed in."""

from __future__ import annotations

from itertools import pairwise
from math import dist

from msgspec.structs import replace

from kiosk.core.case_bodies import Sign
from kiosk.core.events import Happened
from kiosk.core.face_parts import Button, Notice
from kiosk.core.flow import go_on
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.matter_pages import AtSign
from kiosk.core.submission import Strokes
from kiosk.core.touches import Signed
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

# In 1/100 mm: a name of one stroke (丁 has two) is longer than this, a slip of the finger or a tick is not.
LEAST_LENGTH = 3_000
LEAST_WIDTH = 800
MOST_POINTS = 4_000  # half a minute of writing; a face with more would be longer than a frame of the link


def _arrive(turn: Turn) -> None:
    turn.keep(strokes=())  # what was signed before may have changed since
    turn.show(AtSign())


def _touched(turn: Turn, page: AtSign, target: str) -> None:
    match target:
        case "clear":
            turn.show(AtSign())
        case "primary" if is_name(page.strokes):
            turn.keep(strokes=page.strokes)
            go_on(turn)
        case "primary" if page.strokes:
            turn.show(replace(page, notice="too_little"))
        case _:
            return


def _answered(turn: Turn, page: AtSign, happened: Happened) -> None:
    """The strokes so far, drawn by the screen already: they raise no revision, or the next stroke would be late."""
    signed = happened.what
    if isinstance(signed, Signed) and sum(map(len, signed.strokes)) <= MOST_POINTS:
        empty_before = not page.strokes
        shown = AtSign(tuple(each for each in signed.strokes if each))
        if empty_before or page.notice:
            turn.change(page=shown)
        else:
            turn.note(page=shown)


def is_name(strokes: Strokes) -> bool:
    """Whether that may be a name: long enough, and wider than a dot."""
    length = sum(dist(one[:2], two[:2]) for stroke in strokes for one, two in pairwise(stroke))
    across = [point[0] for stroke in strokes for point in stroke]
    return length >= LEAST_LENGTH and max(across) - min(across) >= LEAST_WIDTH


def _body(view: View, page: AtSign) -> Parts:
    body = Sign(
        heading=view.say("sign.heading"),
        place_words=view.say("sign.place"),
        clear=Button("clear", view.say("sign.clear"), enabled=bool(page.strokes)),
        empty=not page.strokes,
        strokes=page.strokes,
        notice=Notice(view.say(f"sign.{page.notice}"), "mark", "warning") if page.notice else None,
    )
    title, strip = view.say("sign.title"), view.say("sign.strip")
    if not page.strokes:
        return Parts(title, strip, body, waiting=view.say("sign.waiting"))
    return Parts(title, strip, body, primary=Button("primary", view.say("sign.primary"), icon="next"))


KIND = Kind(arrivals={"sign": _arrive}, pages={AtSign: PageKind(_body, _touched, answered=_answered)})
