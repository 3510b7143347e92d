"""choose_place: any prefecture-level place in two touches, or by the initials of its pinyin."""

from __future__ import annotations

from kiosk.core.case_bodies import PlaceGrid
from kiosk.core.face_parts import Button, Choice, Language, TextSize
from kiosk.core.flow import go_back, go_on
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.lists import page_after, paged
from kiosk.core.matter_pages import AtPlace
from kiosk.core.prefill import without_fields
from kiosk.core.regions import Division, Regions, cities_by_initials, cities_of, division, is_open
from kiosk.core.session import Session
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

# Chinese: every province on one page, in rows of four. English names are longer.
KEYS_PER_PAGE: dict[Language, dict[TextSize, int]] = {
    "zh": {"standard": 32, "large": 32, "xlarge": 24},
    "en": {"standard": 12, "large": 12, "xlarge": 12},
}
MOST_BY_INITIALS = 24  # the letters so far stand above them


def offered(regions: Regions, page: AtPlace) -> tuple[Division, ...]:
    """What can be chosen: by initials every city they fit; else the provinces, or the cities of one."""
    if page.initials:
        return cities_by_initials(regions, page.initials)
    return cities_of(regions, page.province) if page.province else regions.provinces


def _keys_per_page(session: Session, page: AtPlace) -> int:
    most = KEYS_PER_PAGE[session.language][session.text_size]
    return min(most, MOST_BY_INITIALS) if page.initials else most


def next_letters(regions: Regions, initials: str) -> str:
    """The letters with which some place still goes on, in the order of the alphabet."""
    at = len(initials)
    return "".join(sorted({each.initials[at : at + 1] for each in cities_by_initials(regions, initials)}))


# --- touches -----------------------------------------------------------------------------------------------------


def _touched(turn: Turn, page: AtPlace, target: str) -> None:
    regions = turn.catalogue.regions
    kind, _, name = target.partition(":")
    match kind:
        case "place" if any(each.code == name for each in offered(regions, page)):
            _choose(turn, page, name)
        case "letter" if len(name) == 1 and name in next_letters(regions, page.initials):
            turn.show(AtPlace(initials=page.initials + name))
        case "clear" if page.initials:
            turn.show(AtPlace(initials=page.initials[:-1]))
        case "page":
            number = page_after(target, page.page, len(offered(regions, page)), _keys_per_page(turn.session, page))
            if number != page.page:
                turn.show(AtPlace(page.province, number, page.initials))
        case _:
            return


def _choose(turn: Turn, page: AtPlace, code: str) -> None:
    """A province opens its cities; one with a single city is that city."""
    cities = cities_of(turn.catalogue.regions, code)
    if page.province or page.initials:
        _take(turn, page, code)
    elif len(cities) == 1:
        _take(turn, page, cities[0].code)
    else:
        turn.show(AtPlace(province=code))


def _take(turn: Turn, page: AtPlace, code: str) -> None:
    """The place decides from here on; what an earlier one offered or shared no longer holds."""
    if not is_open(turn.catalogue.regions, turn.matter.id, code, turn.today):
        turn.show(AtPlace(page.province, page.page, page.initials, closed=code))
        return
    if code != turn.visit.place:
        found = [each for each in turn.matter.fields if each.prefill.startswith(("share.", "record"))]
        local = [each for each in turn.matter.fields if each.choices_from is not None]
        turn.note(visit=without_fields(turn.visit, (*found, *local)))
        given = {name: each for name, each in turn.visit.materials.items() if each.trust != "A"}
        turn.keep(place=code, records=(), picked=frozenset(), shares={}, materials=given)
    go_on(turn)


def _back(turn: Turn, page: AtPlace) -> None:
    """From cities to the provinces; from the provinces to the step before."""
    if page.province or page.initials:
        turn.show(AtPlace())
    else:
        go_back(turn)


# --- what is shown -----------------------------------------------------------------------------------------------


def _body(view: View, page: AtPlace) -> Parts:
    regions, words = view.catalogue.regions, view.words
    found = paged(view, offered(regions, page), page.page, _keys_per_page(view.session, page))
    body = PlaceGrid(
        choices=tuple(_key(view, each) for each in found.rows),
        letters=tuple(Button(f"letter:{each}", each.upper()) for each in next_letters(regions, page.initials)),
        typed=page.initials.upper(),
        clear=Button("clear", words("place.clear")) if page.initials else None,
        heading=_heading(view, page),
        page_text=found.text,
        previous=found.previous,
        following=found.following,
    )
    closed = division(regions, page.closed)
    if closed is not None:
        name = _name(view, closed)
        return Parts(view.say("place.closed_title"), view.say("place.closed", place=name), body)
    return Parts(view.say("place.title"), view.say("place.strip"), body)


def _heading(view: View, page: AtPlace) -> str:
    if page.initials:
        return view.words("place.by_initials")
    if page.province:
        return view.words("place.cities", province=_province_name(view, page.province))
    return view.words("place.provinces")


def _province_name(view: View, code: str) -> str:
    return _name(view, next(each for each in view.catalogue.regions.provinces if each.code == code))


def _key(view: View, each: Division) -> Choice:
    return Choice(f"place:{each.code}", _name(view, each), chosen=each.code == view.visit.place)


def _name(view: View, each: Division) -> str:
    return (each.short or each.zh) if view.session.language == "zh" else each.en


KIND = Kind(
    arrivals={"choose_place": lambda turn: turn.show(AtPlace())},
    pages={AtPlace: PageKind(_body, _touched, back=_back)},
)
