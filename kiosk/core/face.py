"""What the screen shows for a session: the frame around every page; the bodies are drawn from `bodies`."""

from __future__ import annotations

from kiosk.core.after_touch import may_go_back, may_go_home
from kiosk.core.bodies import body_of
from kiosk.core.face_parts import Button
from kiosk.core.faces import Checks, Face, Shelf, Steps, Tools
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtHelp, AtHome, AtIdle, AtLeave, AtTrouble, AtVerdict, AtWelcome, Page
from kiosk.core.session import Session
from kiosk.core.view import View, name_of

FIXED_WORDS = ("clear_one", "clear_all", "letters", "digits", "at_end", "year", "month", "day", "from", "to", "change")
WRITING_WORDS = ("delete", "rare", "signs", "pinyin", "no_pinyin")
MORE_WORDS = ("seconds", "left", "date", "weekdays")  # the screen fills in the date, minute by minute
FRAMELESS = AtHome | AtHelp | AtIdle | AtLeave  # pages without the steps of a matter


def face_of(catalogue: Catalogue, session: Session, now: str) -> Face:
    """The face of a session at civil time `now`; everything on it is final text in the citizen's language."""
    view = View(catalogue, session, now)
    parts = body_of(view, session.page)
    return Face(
        rev=session.rev,
        name=name_of(session),
        language=session.language,
        text_size=session.text_size,
        theme=session.theme,
        place=view.place_name,
        matter=_matter_name(view, session.page),
        steps=_steps(view, session.page),
        title=parts.title,
        strip=parts.strip,
        body=parts.body,
        primary=parts.primary,
        secondary=parts.secondary,
        waiting=parts.waiting,
        tools=_tools(view, session.page),
        shelf=_shelf(view, session.page),
        checks=parts.checks or Checks({}),
        words={each: view.words.table[f"word.{each}"] for each in (*FIXED_WORDS, *WRITING_WORDS, *MORE_WORDS)},
    )


def _matter_name(view: View, page: Page) -> str:
    if view.session.visit is None or isinstance(page, FRAMELESS):
        return ""
    return view.words(f"matter.{view.visit.matter}.name")


def _steps(view: View, page: Page) -> Steps | None:
    if view.session.visit is None or isinstance(page, FRAMELESS | AtTrouble):
        return None
    number, count = view.visit.step + 1, len(view.steps)
    if isinstance(page, AtVerdict):
        number = count
    return Steps(number, count, view.words("word.steps", number=number, count=count))


def _tools(view: View, page: Page) -> Tools:
    if isinstance(page, AtWelcome):
        return Tools(())
    size = Button("size", view.words("word.size"), icon="size")
    return Tools((size, Button("language", view.words("word.language"), icon="language")))


def _shelf(view: View, page: Page) -> Shelf | None:
    if isinstance(page, AtWelcome):
        return None
    words, here = view.words, isinstance(page, AtHome)
    return Shelf(
        back=Button("back", words("word.back"), icon="back", enabled=may_go_back(page, view.session.visit)),
        home=Button("home", words("word.home"), icon="home", enabled=may_go_home(page)),
        help=Button("help", words("word.help"), icon="help", enabled=not isinstance(page, AtHelp | AtIdle | AtLeave)),
        here=here,
    )
