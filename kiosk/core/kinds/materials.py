"""materials: shared by a department first, then photographed, then promised where that is allowed, else brought.

While a case is being supplemented the list is what that case lacks, and nothing else.
"""

from __future__ import annotations

from typing import Literal

from kiosk.core.case_bodies import MaterialRow, Materials
from kiosk.core.events import Replied
from kiosk.core.face_parts import Button
from kiosk.core.flow import ask, go_back, go_on
from kiosk.core.kinds import bring, commit, photograph
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.lists import page_after, paged
from kiosk.core.kinds.material_list import ROWS_PER_PAGE, show_list
from kiosk.core.kinds.supplement import send_supplement, stop_supplement
from kiosk.core.matter_pages import AtBring, AtCommit, AtMaterials, AtPhotograph
from kiosk.core.matters import Material
from kiosk.core.parties_of import parties_of
from kiosk.core.questions import GivenMaterial, LookUp
from kiosk.core.replies import Found, NothingFound, Refused
from kiosk.core.session import Provenance, Session, Visit
from kiosk.core.submission import active_materials, values_of
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View
from kiosk.core.wanted import Way, case_matter, material_name, must_give, wanted, ways
from kiosk.core.window_text import pieces

# --- arriving: what is shared is never asked of the citizen ------------------------------------------------------


def _arrive(turn: Turn) -> None:
    """What nobody knew is asked once more whenever the citizen comes to the list."""
    turn.keep(shares={name: became for name, became in turn.visit.shares.items() if became != "not_known"})
    _ask_shares(turn)


def _ask_shares(turn: Turn) -> None:
    for each in active_materials(turn.matter, turn.visit.answers):
        if each.form == "self_made":
            _give(turn, GivenMaterial(each.id, "D"))
        elif each.share and each.id not in turn.visit.materials and each.id not in turn.visit.shares:
            _ask_share(turn, each)
            return
    show_list(turn)


def _ask_share(turn: Turn, material: Material) -> None:
    visit, matter = turn.visit, turn.matter
    look_up = material.share or ""
    named = {each for step in turn.steps if step.look_up == look_up for each in step.params}
    params = {name: value for name, value in values_of(matter, visit).items() if name in named}
    parties = parties_of(visit, matter, turn.today)
    ask(turn, "share", LookUp(visit.matter, look_up, params, parties, visit.place, visit.check_trace))


def _shared(turn: Turn, what: Replied) -> None:
    """Found counts as given (A); the three other answers are kept apart, and each leaves the other ways open."""
    material = next(
        each
        for each in active_materials(turn.matter, turn.visit.answers)
        if each.share and each.id not in turn.visit.materials and each.id not in turn.visit.shares
    )
    match what.reply:
        case Found(records=records) if not any(each.selectable for each in records):
            _note_share(turn, material.id, "not_clear")  # a record that settles nothing proves nothing
        case Found(source=source, as_of=as_of, trace=trace):
            _give(turn, GivenMaterial(material.id, "A", share_trace=trace))
            origin = Provenance(source, as_of, trace)
            turn.keep(origins={**turn.visit.origins, origin_of(material.id): origin})
            _note_share(turn, material.id, "given")
        case NothingFound():
            _note_share(turn, material.id, "not_found")
        case Refused():
            _note_share(turn, material.id, "refused")
        case _:
            _note_share(turn, material.id, "not_known")
    _ask_shares(turn)


def origin_of(material: str) -> str:
    """Under which name the source of a shared material stands among the visit's origins: no field's id has a dot."""
    return f"material.{material}"


def _note_share(turn: Turn, material: str, became: str) -> None:
    turn.keep(shares={**turn.visit.shares, material: became})


def _give(turn: Turn, material: GivenMaterial) -> None:
    turn.keep(materials={**turn.visit.materials, material.id: material})


# --- the list ----------------------------------------------------------------------------------------------------


def _touched(turn: Turn, page: AtMaterials, target: str) -> None:
    kind, _, name = target.partition(":")
    match kind:
        case "material":
            _begin(turn, name)
        case "page":
            count = len(wanted(turn.catalogue, turn.visit))
            turn.show(AtMaterials(page_after(target, page.page, count, ROWS_PER_PAGE[turn.session.text_size])))
        case "primary" if not must_give(turn.catalogue, turn.visit):
            if turn.visit.supplementing:
                send_supplement(turn)
            else:
                go_on(turn)
        case "secondary" if turn.visit.supplementing:
            stop_supplement(turn)
        case _:
            return


def _begin(turn: Turn, name: str) -> None:
    """Give one material: by the camera if that is a way, else by a promise, else to a window; what was shared stays."""
    material = next((each for each in wanted(turn.catalogue, turn.visit) if each.id == name), None)
    if material is None:
        return
    match way_of(turn.session, turn.visit, material):
        case "photograph":
            photograph.begin(turn, material.id)
        case "commit":
            turn.show(AtCommit(material.id))
        case "bring":
            turn.show(AtBring(material.id))
        case None if _asks_again(turn.session, turn.visit, material):
            _arrive(turn)


def way_of(session: Session, visit: Visit, material: Material) -> Way | None:
    """The best way in which the citizen can give it, or give it anew; what was shared is settled."""
    given = visit.materials.get(material.id)
    if given is not None and given.trust == "A":
        return None
    return next(iter(ways(session, visit, material)), None)


def _asks_again(session: Session, visit: Visit, material: Material) -> bool:
    """Whether only the department can give it, and did not answer: not known is no no."""
    unknown = visit.shares.get(material.id) == "not_known" and material.id not in visit.materials
    return unknown and not visit.supplementing and not ways(session, visit, material)


def _back(turn: Turn, _page: AtMaterials) -> None:
    if turn.visit.supplementing:
        stop_supplement(turn)
    else:
        go_back(turn)


def _body(view: View, page: AtMaterials) -> Parts:
    found = wanted(view.catalogue, view.visit)
    pages = paged(view, found, page.page, ROWS_PER_PAGE[view.session.text_size])
    body = Materials(
        rows=tuple(_row(view, each) for each in pages.rows),
        note=view.say("materials.note" if found else "materials.none"),
        page_text=pages.text,
        previous=pages.previous,
        following=pages.following,
    )
    key = "supplement" if view.visit.supplementing else "materials"
    missing = len(must_give(view.catalogue, view.visit))
    return Parts(
        view.say(f"{key}.title"),
        view.say(f"{key}.strip"),
        body,
        primary=None if missing else Button("primary", view.say(f"{key}.primary"), icon="next"),
        secondary=Button("secondary", view.say("supplement.secondary")) if view.visit.supplementing else None,
        waiting=view.say("materials.waiting", count=missing) if missing else "",
    )


def _row(view: View, material: Material) -> MaterialRow:
    given = view.visit.materials.get(material.id)
    session, visit = view.session, view.visit
    open_here = way_of(session, visit, material) is not None or _asks_again(session, visit, material)
    return MaterialRow(
        f"material:{material.id}",
        material_name(view.words, case_matter(view.visit), material),
        _line(view, material, given),
        _state(given, open_here=open_here),
        enabled=open_here,
    )


def _state(given: GivenMaterial | None, *, open_here: bool) -> Literal["todo", "given", "to_bring", "not_needed"]:
    if given is not None:
        return "to_bring" if given.to_bring else "given"
    return "todo" if open_here else "not_needed"


def _line(view: View, material: Material, given: GivenMaterial | None) -> str:
    """How it was given, with what that is worth in plain words; or what there is to do."""
    if given is None:
        return view.say(f"materials.{_to_do(view, material)}")
    if given.trust is None:
        return view.say("materials.to_bring", pieces=pieces(view.words, material))
    if material.form == "self_made":
        return view.say("materials.self_made")
    origin = view.visit.origins.get(origin_of(material.id))
    source = origin.source if origin is not None else ""
    return view.say(f"materials.given_{given.trust.lower()}", service=source, count=given.pages)


def _to_do(view: View, material: Material) -> str:
    """Which sentence says what there is to do."""
    way, unknown = way_of(view.session, view.visit, material), view.visit.shares.get(material.id) == "not_known"
    if _asks_again(view.session, view.visit, material):
        return "share_ask_again"
    if unknown and way in ("photograph", "bring"):
        return "share_not_known" if way == "photograph" else "share_bring"
    return f"todo_{way or 'window'}"


KIND = Kind(
    arrivals={"materials": _arrive},
    pages={
        AtMaterials: PageKind(_body, _touched, back=_back),
        AtPhotograph: photograph.PAGE,
        AtCommit: commit.PAGE,
        AtBring: bring.PAGE,
    },
    replies={"share": _shared},
)
