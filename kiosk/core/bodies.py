"""The bodies of the pages around a matter, and the table from a page to its body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.core import bodies_answer, bodies_form
from kiosk.core.conditions import Device, Presence
from kiosk.core.face_bodies import Countdown, Finish, Help, Question, Thing, Welcome
from kiosk.core.face_parts import Notice
from kiosk.core.flow import IDLE_QUESTION_S
from kiosk.core.kinds import registry
from kiosk.core.notices import notices
from kiosk.core.pages import (
    AtFinish,
    AtForm,
    AtHelp,
    AtIdle,
    AtLeave,
    AtPaperQuestion,
    AtPrinting,
    AtResult,
    AtScan,
    AtTrouble,
    AtVerdict,
    AtWaiting,
    AtWelcome,
    Page,
)
from kiosk.core.view import Parts, View


def body_of(view: View, page: Page) -> Parts:
    """The parts of a page; every kind of page has an entry."""
    kind = registry.PAGES.get(type(page))
    return _BODIES[type(page)](view, page) if kind is None else kind.body(view, page)


# --- before a matter ---------------------------------------------------------------------------------------------


def _welcome(view: View, page: AtWelcome) -> Parts:
    words, centre = view.words, view.catalogue.centre
    shown = notices(view) or _can_print(view)
    body = Welcome(
        hello=words("welcome.awake" if page.awake else "welcome.hello"),
        lines=(words("welcome.line1"), words("welcome.line2")),
        notices=shown[:1],
        start=words("welcome.start"),
        foot=(
            words("welcome.foot1"),
            f"{words('keeper.name', name=centre.keeper_name)}　{words('keeper.phone', phone=centre.keeper_phone)}",
        ),
    )
    return Parts("", "", body)


def _can_print(view: View) -> tuple[Notice, ...]:
    """Promised only when both printers said so; not known is not yes."""
    held = [view.session.conditions.get(each) for each in (Device.DOCUMENT_PRINTER, Device.RECEIPT_PRINTER)]
    if all(each is not None and each.usable for each in held):
        return (Notice(view.words("welcome.can_print"), "good", "tick"),)
    return ()


# --- after a matter ----------------------------------------------------------------------------------------------


def _finish(view: View, page: AtFinish) -> Parts:
    words = view.words
    kind = "both" if page.card and page.papers else "card" if page.card else "paper"
    things = []
    if page.card:
        things.append(Thing("take_card", words("finish.card" if page.papers else "finish.card_only")))
    if page.papers:
        label = words("finish.paper" if page.card else "finish.paper_only", papers=page.papers)
        things.append(Thing("take_paper", label))
    still = page.presence is Presence.PRESENT
    return Parts(
        words(f"finish.title_{kind}"),
        words(f"finish.strip_{kind}", papers=page.papers),
        Finish(tuple(things), words("finish.note")),
        primary=None if still else view.primary("finish.primary", "tick"),
        waiting=words("finish.still") if still else "",
    )


def _idle(view: View, page: AtIdle) -> Parts:
    words = view.words
    body = Countdown(
        page.until_ms,
        IDLE_QUESTION_S,
        words("word.left"),
        words("word.seconds"),
        (words("idle.line1"), words("idle.line2")),
    )
    return Parts(
        words("idle.title"),
        words("idle.strip"),
        body,
        primary=view.primary("idle.primary", ""),
        secondary=view.secondary("idle.secondary"),
    )


def _leave(view: View, _page: AtLeave) -> Parts:
    words = view.words
    visit = view.visit
    line = f"leave.line1{'_issued' if visit.issued else '_filed' if visit.standing else ''}"
    return Parts(
        words("leave.title"),
        words("leave.strip"),
        Question("leave", (words(line),), words("leave.keep")),
        primary=view.primary("leave.primary", ""),
        secondary=view.secondary("leave.secondary"),
    )


def _help(view: View, _page: AtHelp) -> Parts:
    words = view.words
    lines = (words("help.line1"), words("help.line2"), words("help.line3"))
    return Parts(words("help.title"), words("help.strip"), Help(view.keeper(), (), lines))


_BODIES: dict[type, Callable[[View, Any], Parts]] = {
    AtWelcome: _welcome,
    AtForm: bodies_form.form,
    AtScan: bodies_form.scan,
    AtWaiting: bodies_answer.waiting,
    AtResult: bodies_answer.result,
    AtPrinting: bodies_answer.printing,
    AtPaperQuestion: bodies_answer.paper_question,
    AtVerdict: bodies_answer.verdict,
    AtTrouble: bodies_answer.trouble,
    AtFinish: _finish,
    AtIdle: _idle,
    AtLeave: _leave,
    AtHelp: _help,
}
