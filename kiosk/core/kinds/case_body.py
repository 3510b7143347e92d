"""What the pages of a case show: its state in plain words, its offices, what it lacks, what can be done about it."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from kiosk.core.case_bodies import Case, CaseLeg
from kiosk.core.face_parts import Button, Notice, Row
from kiosk.core.kinds.supplement import lacks_here
from kiosk.core.matters import Matter
from kiosk.core.money_text import yuan
from kiosk.core.regions import place_name
from kiosk.core.replies import CaseStanding, MissingItem
from kiosk.core.view import View
from kiosk.core.wanted import material_name
from kiosk.core.window_text import next_key, pieces, receiving_window, shown_legs

GOOD = frozenset(("accepted", "approved", "delivered"))
BAD = frozenset(("not_accepted", "declined"))
MARK = frozenset(("supplement_asked", "returned", "withdrawn"))
LEG_STATES = {"waiting": "to_come", "working": "now", "done": "done", "declined": "stopped"}
OPEN = frozenset(("submitted", "received", "supplement_asked", "supplemented", "transferred"))
PAYMENT_SAID = frozenset(("paid", "not_paid", "not_known"))  # by the department; nothing is said for it

Sign = Literal["good", "mark", "bad", "plain"]


def body(
    view: View,
    standing: CaseStanding,
    *,
    whole: bool = True,
    messages: tuple[Row, ...] = (),
    paying: tuple[Button, ...] = (),
    notice: Notice | None = None,
) -> Case:
    """One case on a page; `whole` unless the state alone was told."""
    return Case(
        number_label=view.say("case.number"),
        number=standing.case_number,
        state=view.say(f"case.state.{standing.state}"),
        line=view.say(next_key(standing, whole=whole)),
        sign=sign_of(standing),
        legs=legs(view, standing),
        rows=(*rows(view, standing), *messages),
        missing=missing(view, standing),
        demo=view.words("word.demo") if standing.demo else "",
        others=others(view, standing, paying=paying),
        notice=notice,
    )


def sign_of(standing: CaseStanding) -> Sign:
    """The sign beside the state's words."""
    state = standing.state
    if standing.to_bring:
        return "mark"
    return "good" if state in GOOD else "bad" if state in BAD else "mark" if state in MARK else "plain"


def title_of(state: str) -> str:
    """Which title the page has once a case was handed in."""
    return state if state in BAD else "missing" if state == "supplement_asked" else "done"


def without_papers(standing: CaseStanding) -> CaseStanding:
    """The case when a paper it was said to have is not there."""
    return replace(standing, papers=())


def legs(view: View, standing: CaseStanding) -> tuple[CaseLeg, ...]:
    """The offices of a case of several, each with its own state."""
    return tuple(
        CaseLeg(
            _leg_name(view, standing.matter, each.id, each.office),
            view.say(f"case.leg.{each.state}"),
            LEG_STATES[each.state],  # type: ignore[arg-type]  # a table of the four
        )
        for each in shown_legs(standing)
    )


def _leg_name(view: View, matter: str, leg: str, office: str) -> str:
    key = f"leg.{leg}"
    return view.words.of(matter, key) if view.words.has_of(matter, key) else office


def rows(view: View, standing: CaseStanding) -> tuple[Row, ...]:
    """Who has it, where it is decided, since when, until when, what is to be paid, and why not.

    Offices of a case of several stand in rows of their own; together with what is missing they fill the page, and in
    the largest letters either does. What is left out then stands on the slip.
    """
    largest = view.session.text_size == "xlarge"
    full = bool((standing.legs and standing.missing) or standing.to_bring)
    full = full or (largest and bool(standing.legs or standing.missing))
    place = place_name(view.catalogue.regions, standing.place, view.session.language)
    found = [
        (view.say("case.holder"), "" if legs(view, standing) or (largest and standing.to_bring) else standing.holder),
        (view.say("case.place"), "" if full else place),
        (view.say("case.opened"), "" if full else view.day(standing.opened_at[:10])),
        (view.say("case.bring_to"), _window(view, standing)),
        (view.say("case.due"), view.day(standing.due_on) if standing.due_on else ""),
        (view.say("case.payable"), _payable(view, standing)),
        (view.say("case.reason"), _reason(view, standing)),
    ]
    return tuple(Row(label, value) for label, value in found if value)


def _window(view: View, standing: CaseStanding) -> str:
    """Where to bring what is to be brought."""
    if not standing.to_bring:
        return ""
    return receiving_window(view.catalogue, view.session.language, standing.received_at_place)


def _payable(view: View, standing: CaseStanding) -> str:
    if standing.payable is None:
        return ""
    amount = yuan(standing.payable)
    state = "paid" if standing.paid or view.visit.paid else view.visit.payment_state
    return view.say(f"case.pay_{state}", amount=amount) if state in PAYMENT_SAID else amount


def _reason(view: View, standing: CaseStanding) -> str:
    """The authority's own words, else ours for its reason."""
    key = f"refusal.{standing.reason}.what"
    ours = standing.reason is not None and view.words.has_of(standing.matter, key)
    return standing.reason_text or (view.words.of(standing.matter, key).replace("\n", "") if ours else "")


def missing(view: View, standing: CaseStanding) -> tuple[Row, ...]:
    """The whole list of what is missing: what it is, what is wrong, the standard it must meet."""
    matter = view.catalogue.matters.get(standing.matter)
    return tuple(Row(missing_name(view, matter, each.id), _wanting(view, standing, each)) for each in standing.missing)


def _wanting(view: View, standing: CaseStanding, item: MissingItem) -> str:
    """What is wrong with it; or how much of it a window waits for."""
    if not item.to_bring:
        return "，".join(part for part in (item.what, item.standard) if part)
    matter = view.catalogue.matters.get(standing.matter)
    found = next((each for each in matter.materials if each.id == item.id), None) if matter is not None else None
    return view.say("case.bring", pieces=pieces(view.words, found)) if found is not None else item.what


def missing_name(view: View, matter: Matter | None, id_: str) -> str:
    """A missing item by the matter's own words: a material, or a value of the form."""
    for material in matter.materials if matter is not None else ():
        if material.id == id_:
            return material_name(view.words, matter.id if matter is not None else "", material)
    key = f"field.{id_}.label"
    known = matter is not None and view.words.has_of(matter.id, key)
    return view.words.of(matter.id, key) if known and matter is not None else view.say("case.item")


def supplementable(view: View, standing: CaseStanding) -> bool:
    """Whether what is missing can be photographed here and now."""
    return view.visit.check_trace is not None and lacks_here(view.catalogue, view.session, standing)


def others(view: View, standing: CaseStanding, *, paying: tuple[Button, ...] = ()) -> tuple[Button, ...]:
    """The ways besides the best one; money first."""
    here = supplementable(view, standing)
    found = list(paying)
    found += [Button("supplement", view.say("case.supplement"), icon="camera")] if here else []
    found += [Button("print", view.say("case.print_paper"), icon="print")] if standing.papers else []
    return tuple(found)
