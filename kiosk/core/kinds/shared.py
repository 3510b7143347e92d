"""fetch: data that departments share, shown with its source and a way to say that it is wrong."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.case_bodies import Shared
from kiosk.core.events import Replied
from kiosk.core.face_parts import Button, Notice, Row
from kiosk.core.flow import ask, fill, go_on, not_answered
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.lists import page_after, paged
from kiosk.core.kinds.records import look_up
from kiosk.core.matter_pages import AtShared
from kiosk.core.matters import Field
from kiosk.core.pages import AtTrouble
from kiosk.core.prefill import (
    disputed_again,
    may_fill,
    origin_text,
    shared_fields,
    with_shared,
    without_fields,
)
from kiosk.core.replies import Found, NothingFound, Refused
from kiosk.core.session import Visit
from kiosk.core.shown import value_row
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

ROWS_PER_PAGE = {"standard": 6, "large": 4, "xlarge": 3}
NOTHING = "not_found"  # the matter's own sentence stands under ``refusal.<look-up>_not_found``


# --- asking ------------------------------------------------------------------------------------------------------


def _fetch(turn: Turn) -> None:
    ask(turn, "fetch", look_up(turn))


def _fetched(turn: Turn, what: Replied) -> None:
    """What came fills the fields; what came before is gone first, but not what the citizen wrote over it."""
    step, matter, before = turn.step, turn.matter, turn.visit
    fields = tuple(each for each in shared_fields(matter, step.look_up) if may_fill(each, before, turn.today))
    turn.note(visit=without_fields(before, fields))
    match what.reply:
        case Found() as found:
            turn.note(visit=disputed_again(before, with_shared(turn.visit, fields, found)))
            fill(turn)
            turn.show(AtShared()) if _shown(turn.visit, fields) else go_on(turn)
        case NothingFound() | Refused() if step.if_missing == "go_on":
            go_on(turn)
        case NothingFound():
            turn.show(AtTrouble("nothing_found", f"{step.look_up}_{NOTHING}"))
        case reply:
            not_answered(turn, "fetch", reply)


def _shown(visit: Visit, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(each for each in fields if each.id in visit.origins)


# --- touches -----------------------------------------------------------------------------------------------------


def _touched(turn: Turn, page: AtShared, target: str) -> None:
    fields = _shown(turn.visit, shared_fields(turn.matter, turn.step.look_up))
    if target == "primary":
        go_on(turn)
    elif target == "wrong":
        _dispute(turn, fields)
        turn.show(AtShared(page.page))
    else:
        number = page_after(target, page.page, len(fields), ROWS_PER_PAGE[turn.session.text_size])
        if number != page.page:
            turn.show(AtShared(number))


def _dispute(turn: Turn, fields: tuple[Field, ...]) -> None:
    """这里不对, or taken back: the value stays as it was shared, and the case says that it is disputed."""
    origins = turn.visit.origins
    wrong = not any(origins[each.id].disputed for each in fields)
    marked = {each.id: replace(origins[each.id], disputed=wrong) for each in fields}
    turn.keep(origins={**origins, **marked})


# --- what is shown -----------------------------------------------------------------------------------------------


def _body(view: View, page: AtShared) -> Parts:
    """The shared values, who said so and when; after 这里不对 what happens with it."""
    name, words = view.steps[view.visit.step].look_up, view.words
    fields = _shown(view.visit, shared_fields(view.matter, name))
    found = paged(view, fields, page.page, ROWS_PER_PAGE[view.session.text_size])
    origins = [view.visit.origins[each.id] for each in fields]
    disputed = any(each.disputed for each in origins)
    body = Shared(
        rows=tuple(_row(view, each) for each in found.rows),
        source=origin_text(words, origins[0]) if origins else "",
        wrong=Button("wrong", view.say("shared.not_wrong" if disputed else "shared.wrong")),
        notice=Notice(view.say("shared.disputed"), "mark", "warning") if disputed else None,
        page_text=found.text,
        previous=found.previous,
        following=found.following,
    )
    title, strip = (_text(view, name, part) for part in ("title", "strip"))
    return Parts(title, strip, body, primary=Button("primary", _text(view, name, "primary"), icon="next"))


def _text(view: View, look_up: str, part: str) -> str:
    """The look-up's own words of the matter ``shared.<look-up>.<part>``, or everybody's."""
    own = f"shared.{look_up}.{part}"
    return view.say(own if view.words.has_of(view.visit.matter, own) else f"shared.{part}")


def _row(view: View, field: Field) -> Row:
    if field.type != "table":
        return value_row(view, field)
    count = len(view.visit.tables.get(field.id, ()))
    return Row(view.say(f"field.{field.id}.label"), view.words("shared.rows", count=count))


KIND = Kind(
    arrivals={"fetch": _fetch},
    pages={AtShared: PageKind(_body, _touched)},
    replies={"fetch": _fetched},
    retries={"fetch": _fetch},
)
