"""Photographing one material page by page; the pages become one PDF with its digest, trust C until a window looks."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.case_bodies import Photograph
from kiosk.core.effects import CallKeeper, JoinPages, PlaySound, Rest, TakePage, WatchPage
from kiosk.core.events import Happened, PagesJoined, PageTaken, PageTroubled
from kiosk.core.face_parts import Button, Notice
from kiosk.core.kinds.kind import PageKind
from kiosk.core.kinds.material_list import show_list
from kiosk.core.matter_pages import AtBring, AtCommit, AtPhotograph
from kiosk.core.matters import Material
from kiosk.core.questions import GivenMaterial
from kiosk.core.session import Session, Visit
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View
from kiosk.core.wanted import case_matter, material_name, wanted, way_after


def begin(turn: Turn, material: str) -> None:
    """Photograph a material from its first page; what was photographed of it before stays until this is done."""
    turn.keep(pages=())
    _watch(turn, AtPhotograph("", material))


def _watch(turn: Turn, page: AtPhotograph) -> None:
    request = turn.fresh("page")
    turn.do(WatchPage(request))
    turn.show(replace(page, request=request, taking=False))


def _material(turn: Turn, page: AtPhotograph) -> Material:
    return next(each for each in wanted(turn.catalogue, turn.visit) if each.id == page.material)


def _touched(turn: Turn, page: AtPhotograph, target: str) -> None:
    if page.taking:
        return
    pages, material = turn.visit.pages, _material(turn, page)
    match target:
        case "take" if len(pages) < material.pages_most:
            request = turn.fresh("page")
            turn.do(TakePage(request))
            turn.show(replace(page, request=request, taking=True, notice=""))
        case "again" if pages:
            turn.keep(pages=pages[:-1])
            _watch(turn, replace(page, small=b"", notice=""))
        case "done" if pages:
            request = turn.fresh("page")
            turn.do(JoinPages(request, pages))
            turn.show(replace(page, request=request, taking=True, notice=""))
        case "other":
            _other(turn, page, material)
        case _:
            return


def _other(turn: Turn, page: AtPhotograph, material: Material) -> None:
    """A promise or the window, each read first; what need not be given is left for later."""
    match other_way(turn.session, turn.visit, material):
        case "commit":
            _end(turn)
            turn.show(AtCommit(page.material))
        case "bring":
            _end(turn)
            turn.show(AtBring(page.material))
        case "later":
            _back(turn, page)
        case _:
            return


def other_way(session: Session, visit: Visit, material: Material) -> str:
    """Besides the camera: ``commit``, ``bring``, ``later`` for what need not be given now, or none."""
    later = "" if material.required else "later"
    return way_after(session, visit, material, "photograph") or later


def _answered(turn: Turn, page: AtPhotograph, happened: Happened) -> None:
    match happened.what:
        case PageTaken(request, jpeg, small) if request == page.request:
            turn.do(PlaySound("read_ok"))
            turn.keep(pages=(*turn.visit.pages, jpeg))
            _watch(turn, replace(page, small=small, notice=""))
        case PageTroubled(request, trouble) if request == page.request:
            _troubled(turn, page, trouble)
        case PagesJoined(request, pdf, sm3) if request == page.request:
            given = GivenMaterial(page.material, "C", pdf=pdf, pages=len(turn.visit.pages), sm3=sm3)
            turn.keep(materials={**turn.visit.materials, page.material: given})
            _back(turn, page)
        case _:
            return


def _troubled(turn: Turn, page: AtPhotograph, trouble: str) -> None:
    """Say what was wrong with the page; a camera that is away is not asked to show anything."""
    turn.do(PlaySound("chime"))
    if trouble == "camera_out_of_service":
        turn.do(CallKeeper(trouble))
        turn.show(replace(page, taking=False, notice=trouble))
    else:
        _watch(turn, replace(page, notice=trouble))


def _back(turn: Turn, _page: AtPhotograph) -> None:
    _end(turn)
    show_list(turn)


def _end(turn: Turn) -> None:
    turn.do(Rest())
    turn.keep(pages=())


# --- what is shown -----------------------------------------------------------------------------------------------


def _body(view: View, page: AtPhotograph) -> Parts:
    material = next(each for each in wanted(view.catalogue, view.visit) if each.id == page.material)
    count, matter = len(view.visit.pages), case_matter(view.visit)
    body = Photograph(
        place_words=view.say("photograph.place"),
        dark_words=view.words("scan.dark"),
        small=page.small,
        count_text=view.say("photograph.count", count=count, most=material.pages_most) if count else "",
        take=_take(view, material, count) if count and not page.taking else None,
        again=Button("again", view.say("photograph.again"), icon="again") if count and not page.taking else None,
        others=() if page.taking else _others(view, material),
        notice=_notice(view, page),
    )
    key = f"material.{material.id}.standard"
    standard = view.words.of(matter, key) if view.words.has_of(matter, key) else view.say("photograph.strip")
    title = view.say("photograph.title")
    name = material_name(view.words, matter, material)
    body = replace(body, heading=name, standard=standard)
    strip = view.say("photograph.strip")
    if page.taking:
        return Parts(title, strip, body, waiting=view.say("photograph.taking"))
    if not count:
        return Parts(title, strip, body, primary=_take(view, material, count))
    return Parts(title, strip, body, primary=Button("done", view.say("photograph.done"), icon="tick"))


def _take(view: View, material: Material, count: int) -> Button:
    if count >= material.pages_most:
        return Button("take", view.say("photograph.full"), enabled=False)
    return Button("take", view.say("photograph.take_next" if count else "photograph.take"), icon="camera")


def _others(view: View, material: Material) -> tuple[Button, ...]:
    way = other_way(view.session, view.visit, material)
    return (Button("other", view.say(f"photograph.other_{way}")),) if way else ()


def _notice(view: View, page: AtPhotograph) -> Notice | None:
    return Notice(view.say(f"photograph.{page.notice}"), "mark", "warning") if page.notice else None


PAGE = PageKind(_body, _touched, answered=_answered, back=_back)
