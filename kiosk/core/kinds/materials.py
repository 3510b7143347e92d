"""materials: shared by a department first, then photographed, then promised where that is allowed, else to a window.

While a case is being supplemented the list is what that case lacks, and nothing else.
"""

from __future__ import annotations

from kiosk.core.events import Replied
from kiosk.core.faces import Button, MaterialRow, Materials
from kiosk.core.flow import ask, go_back, go_on
from kiosk.core.kinds import commit, photograph
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.lists import page_after, paged
from kiosk.core.kinds.material_list import ROWS_PER_PAGE, show_list
from kiosk.core.kinds.supplement import send_supplement, stop_supplement
from kiosk.core.matters import Material
from kiosk.core.parties_of import parties_of
from kiosk.core.questions import GivenMaterial, LookUp
from kiosk.core.replies import Found, NothingFound, Refused
from kiosk.core.session import AtCommit, AtMaterials, AtPhotograph, Provenance, Visit
from kiosk.core.submission import active_materials, values_of
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View
from kiosk.core.wanted import brings, case_matter, material_name, must_give, wanted

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
    """Give one material: by the camera if that is a way, else by a promise; what was shared stays."""
    for each in wanted(turn.catalogue, turn.visit):
        if each.id == name and _asks_again(turn.visit, each):
            _arrive(turn)
        elif each.id == name and way_of(turn.visit, each):
            if each.can_photograph:
                photograph.begin(turn, each.id)
            else:
                turn.show(AtCommit(each.id))


def way_of(visit: Visit, material: Material) -> bool:
    """Whether the citizen can give it here, or give it anew."""
    given = visit.materials.get(material.id)
    if given is not None and (given.trust == "A" or material.form == "self_made"):
        return False
    return material.can_photograph or material.can_commit


def _asks_again(visit: Visit, material: Material) -> bool:
    """Whether only the department can give it, and did not answer: not known is no no."""
    return brings(material) and not visit.supplementing and visit.shares.get(material.id) == "not_known"


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
    open_here = way_of(view.visit, material) or _asks_again(view.visit, material)
    state = "given" if given is not None else "todo" if open_here else "not_needed"
    return MaterialRow(
        f"material:{material.id}",
        material_name(view.words, case_matter(view.visit), material),
        _line(view, material, given),
        state,  # type: ignore[arg-type]  # one of the three above
        enabled=open_here,
    )


def _line(view: View, material: Material, given: GivenMaterial | None) -> str:
    """How it was given, with what that is worth in plain words; or what there is to do."""
    if given is None:
        if _asks_again(view.visit, material):
            return view.say("materials.share_ask_again")
        if view.visit.shares.get(material.id) == "not_known" and not brings(material):
            return view.say("materials.share_not_known")
        return view.say(f"materials.todo_{'window' if brings(material) else 'photograph'}")
    if material.form == "self_made":
        return view.say("materials.self_made")
    origin = view.visit.origins.get(origin_of(material.id))
    source = origin.source if origin is not None else ""
    return view.say(f"materials.given_{given.trust.lower()}", service=source, count=given.pages)


KIND = Kind(
    arrivals={"materials": _arrive},
    pages={
        AtMaterials: PageKind(_body, _touched, back=_back),
        AtPhotograph: photograph.PAGE,
        AtCommit: commit.PAGE,
    },
    replies={"share": _shared},
)
