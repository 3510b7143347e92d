"""The home page and its shelves: the most used matters at once, all others by group or by initials."""

from __future__ import annotations

from typing import get_args, get_type_hints

from kiosk.core.case_bodies import Shelves
from kiosk.core.face_bodies import Home
from kiosk.core.face_parts import Button, Card, Choice, Language, TextSize
from kiosk.core.flow import begin, go_home, to_welcome
from kiosk.core.kinds import guide
from kiosk.core.kinds.guide import may_begin, offered
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.lists import page_after, paged
from kiosk.core.matters import Catalogue, Matter
from kiosk.core.notices import notices
from kiosk.core.pages import AtGuide, AtHome, AtShelf
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

GROUPS: tuple[str, ...] = get_args(get_type_hints(Matter)["group"])
ALL = "all"  # the shelf of the search
MOST_USED = 4  # a matter whose `home` is at most this stands on the home page itself
ROWS: dict[TextSize, int] = {"standard": 7, "large": 6, "xlarge": 5}
ROWS_BELOW_LETTERS: dict[TextSize, int] = {"standard": 3, "large": 2, "xlarge": 2}

# --- which matters -----------------------------------------------------------------------------------------------


def matters_on(catalogue: Catalogue, page: AtShelf, language: Language, today: str) -> tuple[Matter, ...]:
    """The matters of a shelf in the order of their `home`; on the shelf of the search those whose initials fit."""
    if page.shelf != ALL:
        return tuple(each for each in offered(catalogue, today) if each.group == page.shelf)
    return tuple(
        each
        for each in offered(catalogue, today)
        if not page.search or any(name.startswith(page.search) for name in initials(catalogue, each, language))
    )


def initials(catalogue: Catalogue, matter: Matter, language: Language) -> tuple[str, ...]:
    """Under which initials people look for a matter: of the pinyin of its names, or of another language's words."""
    key = f"matter.{matter.id}.initials"
    return tuple((catalogue.words[language].maybe(key) or catalogue.words["zh"].maybe(key)).split())


def letters_for(catalogue: Catalogue, page: AtShelf, language: Language, today: str) -> tuple[str, ...]:
    """The letters that still lead to a matter."""
    typed = page.search
    names = (name for each in offered(catalogue, today) for name in initials(catalogue, each, language))
    return tuple(sorted({name[len(typed)] for name in names if name.startswith(typed) and len(name) > len(typed)}))


def follows_cases(matter: Matter) -> bool:
    """Whether it is the one that shows where cases stand."""
    return any(step.kind == "progress" for step in matter.steps)


# --- home --------------------------------------------------------------------------------------------------------


def _home_touched(turn: Turn, _page: AtHome, target: str) -> None:
    kind, _, name = target.partition(":")
    match kind:
        case "matter" if may_begin(turn.catalogue, turn.session, name, turn.today):
            begin(turn, name)
        case "shelf" if any(each.group == name for each in offered(turn.catalogue, turn.today)):
            turn.show(AtShelf(name))
        case "search":
            turn.show(AtShelf(ALL))
        case "guide" if any(each.id == name for each in offered(turn.catalogue, turn.today)):
            turn.show(AtGuide(name))
        case _:
            return


def _home(view: View, _page: AtHome) -> Parts:
    words, matters = view.words, offered(view.catalogue, view.today)
    cards = tuple(_card(view, each) for each in matters if each.home <= MOST_USED)[:MOST_USED]
    groups = {each.group for each in matters}
    shelves = (
        *(_card(view, each) for each in matters if follows_cases(each) and each.home > MOST_USED),
        *(_shelf_card(view, f"shelf:{each}", f"group.{each}") for each in GROUPS if each in groups),
        _shelf_card(view, "search", "home.search"),
    )
    return Parts(words("home.title"), words("home.strip"), Home(cards, notices(view), shelves))


def _card(view: View, matter: Matter) -> Card:
    own = f"matter.{matter.id}"
    begins = may_begin(view.catalogue, view.session, matter.id, view.today)
    return Card(f"matter:{matter.id}", view.words(f"{own}.card"), view.words(f"{own}.line"), matter.picture, begins)


def _shelf_card(view: View, target: str, key: str) -> Card:
    return Card(target, view.words(key), view.words.maybe(f"{key}_line"), target.removeprefix("shelf:"))


# --- a shelf -----------------------------------------------------------------------------------------------------


def _shelf_touched(turn: Turn, page: AtShelf, target: str) -> None:
    kind, _, name = target.partition(":")
    letters = letters_for(turn.catalogue, page, turn.session.language, turn.today) if page.shelf == ALL else ()
    match kind:
        case "guide" if any(each.id == name for each in offered(turn.catalogue, turn.today)):
            turn.show(AtGuide(name, origin=page))
        case "letter" if name in letters:
            turn.show(AtShelf(ALL, search=page.search + name))
        case "clear" if page.search:
            turn.show(AtShelf(ALL, search=page.search[:-1]))
        case "page":
            count = len(matters_on(turn.catalogue, page, turn.session.language, turn.today))
            number = page_after(target, page.page, count, _rows(page, turn.session.text_size))
            if number != page.page:
                turn.show(AtShelf(page.shelf, number, page.search))
        case _:
            return


def _rows(page: AtShelf, text_size: TextSize) -> int:
    return (ROWS_BELOW_LETTERS if page.shelf == ALL else ROWS)[text_size]


def _shelf(view: View, page: AtShelf) -> Parts:
    words, size = view.words, _rows(page, view.session.text_size)
    found = paged(view, matters_on(view.catalogue, page, view.session.language, view.today), page.page, size)
    searching = page.shelf == ALL
    body = Shelves(
        choices=tuple(_row(view, each) for each in found.rows),
        heading=words("shelf.typed" if page.search else "shelf.nothing_typed") if searching else "",
        letters=_letters(view, page) if searching else (),
        typed=page.search.upper(),
        clear=Button("clear", words("word.clear_one")) if page.search else None,
        page_text=found.text,
        previous=found.previous,
        following=found.following,
    )
    title = words("shelf.search_title") if searching else words(f"group.{page.shelf}")
    return Parts(title, words("shelf.search_strip" if searching else "shelf.strip"), body)


def _row(view: View, matter: Matter) -> Choice:
    own = f"matter.{matter.id}"
    return Choice(f"guide:{matter.id}", view.words(f"{own}.card"), view.words(f"{own}.line"))


def _letters(view: View, page: AtShelf) -> tuple[Button, ...]:
    letters = letters_for(view.catalogue, page, view.session.language, view.today)
    return tuple(Button(f"letter:{each}", each.upper()) for each in letters)


KIND = Kind(
    pages={
        AtHome: PageKind(_home, _home_touched, back=lambda turn, _page: to_welcome(turn)),
        AtShelf: PageKind(_shelf, _shelf_touched, back=lambda turn, _page: go_home(turn)),
        **guide.PAGES,
    },
)
