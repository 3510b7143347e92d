"""The bodies of the pages around a matter, and the table from a page to its body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.core import bodies_answer, bodies_form
from kiosk.core.after_touch import may_begin
from kiosk.core.conditions import Condition, Device, Media, Paper, Presence
from kiosk.core.faces import (
    Button,
    Card,
    Choice,
    Consent,
    Countdown,
    Finish,
    Help,
    Home,
    Notice,
    Person,
    Question,
    Rating,
    Row,
    Show,
    Thing,
    Tick,
    Welcome,
)
from kiosk.core.idcard import masked_name, masked_number
from kiosk.core.kinds import registry
from kiosk.core.session import (
    AtCard,
    AtCheckAnswer,
    AtCheckWay,
    AtConsent,
    AtFinish,
    AtForm,
    AtHelp,
    AtHome,
    AtIdle,
    AtInfo,
    AtLeave,
    AtPaperQuestion,
    AtPerson,
    AtPrinting,
    AtRating,
    AtResult,
    AtReview,
    AtRows,
    AtScan,
    AtTrouble,
    AtVerdict,
    AtWaiting,
    AtWelcome,
    Page,
)
from kiosk.core.view import Parts, View

MOST_NOTICES = 3  # the cards must stay on the page; the worst comes first
NAMED = {
    Device.DOCUMENT_PRINTER: "document",
    Device.ID_CARD_READER: "reader",
    Device.RECEIPT_PRINTER: "receipt",
    Device.CODE_SCANNER: "scanner",
}
SAID = {"battery_low": "battery_low", "on_battery": "on_battery", "door_open": "door_open"}


def body_of(view: View, page: Page) -> Parts:
    """The parts of a page; every kind of page has an entry."""
    kind = registry.PAGES.get(type(page))
    return _BODIES[type(page)](view, page) if kind is None else kind.body(view, page)


# --- before a matter ---------------------------------------------------------------------------------------------


def _welcome(view: View, page: AtWelcome) -> Parts:
    words, centre = view.words, view.catalogue.centre
    notices = _notices(view) or _can_print(view)
    body = Welcome(
        hello=words("welcome.awake" if page.awake else "welcome.hello"),
        lines=(words("welcome.line1"), words("welcome.line2")),
        notices=notices[:1],
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


def _home(view: View, _page: AtHome) -> Parts:
    words = view.words
    cards = tuple(
        Card(
            f"matter:{each.id}",
            words(f"matter.{each.id}.card"),
            words(f"matter.{each.id}.line"),
            each.picture,
            may_begin(view.catalogue, view.session, each.id),
        )
        for each in view.catalogue.matters.values()
    )
    return Parts(words("home.title"), words("home.strip"), Home(cards, _notices(view)))


def _notices(view: View) -> tuple[Notice, ...]:
    """What does not work today is said before anybody begins."""
    found = [] if view.session.online else ["offline"]
    found += [] if view.session.roomy else ["disk_full"]
    found += ["card_left"] if view.session.pad_left is Presence.PRESENT else []
    found += ["paper_left"] if view.session.mouth is Media.PRESENT else []
    conditions = view.session.conditions
    found += [SAID[each.fault] for each in conditions.values() if each.fault in SAID]
    for device, name in NAMED.items():
        condition = conditions.get(device)
        if condition is not None and not condition.usable:
            found.append(f"{name}_{_what_is_wrong(condition)}")
    return tuple(Notice(view.words(f"notice.{each}"), "mark", "warning") for each in found[:MOST_NOTICES])


def _what_is_wrong(condition: Condition) -> str:
    return "paper_out" if condition.paper is Paper.OUT else "other"


def _consent(view: View, page: AtConsent) -> Parts:
    words, own = view.words, f"{view.own}.consent"
    rows = tuple(Row(words(f"consent.{each}"), words(f"{own}.{each}")) for each in ("look", "do", "who", "keep"))
    return Parts(
        words(f"{own}.title"),
        words(f"{own}.strip"),
        Consent(rows, Tick("tick", words(f"{own}.tick"), page.ticked)),
        primary=view.primary("consent.primary") if page.ticked else None,
        secondary=view.secondary("consent.secondary"),
        waiting="" if page.ticked else words("consent.waiting"),
    )


# --- who is here -------------------------------------------------------------------------------------------------


def _card(view: View, page: AtCard) -> Parts:
    words = view.words
    notice = view.trouble_notice(f"card.{page.notice}" if page.notice else "", Device.ID_CARD_READER)
    body = Show(
        picture="lay_card",
        place_words=words("card.place"),
        why=words.maybe(f"{view.own}.card_why.text"),
        others_title=words("card.others"),
        others=(Button("other", words("card.other"), icon="search"),),
        notice=notice,
    )
    return Parts(words("card.title"), words("card.strip"), body, waiting=words("card.waiting"))


def _person(view: View, page: AtPerson) -> Parts:
    words, card = view.words, page.card
    name = card.name or card.name_en or ""
    rows = [
        Row(words("person.name"), masked_name(name) if page.guarded else name),
        Row(words("person.number"), masked_number(card.number)),
    ]
    if card.valid_until:
        dated = card.valid_until[:1].isdigit()
        rows.append(Row(words("person.valid"), view.day(card.valid_until) if dated else words("word.long_term")))
    return Parts(
        words("person.title"),
        words("person.strip"),
        Person(tuple(rows), Notice(words("person.lift"), "good", "tick")),
        primary=view.primary("person.primary"),
        secondary=view.secondary("person.secondary"),
    )


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


def _rating(view: View, _page: AtRating) -> Parts:
    words = view.words
    grades = tuple(Button(f"grade:{each}", words(f"rating.grade{each}"), icon=f"face{each}") for each in range(1, 6))
    return Parts(
        words("rating.title"),
        words("rating.strip"),
        Rating(words("rating.heading"), grades, words("rating.note")),
        secondary=view.secondary("rating.secondary"),
    )


# --- questions over a page ---------------------------------------------------------------------------------------

IDLE_QUESTION_S = 45


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
    line = "leave.line1_issued" if view.visit.issued else "leave.line1"
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
    rows: tuple[Choice, ...] = ()
    return Parts(words("help.title"), words("help.strip"), Help(view.keeper(), rows, lines))


_BODIES: dict[type, Callable[[View, Any], Parts]] = {
    AtWelcome: _welcome,
    AtHome: _home,
    AtConsent: _consent,
    AtCard: _card,
    AtPerson: _person,
    AtCheckWay: bodies_form.check_way,
    AtCheckAnswer: bodies_form.check_answer,
    AtForm: bodies_form.form,
    AtScan: bodies_form.scan,
    AtRows: bodies_form.rows,
    AtInfo: bodies_form.info,
    AtReview: bodies_answer.review,
    AtWaiting: bodies_answer.waiting,
    AtResult: bodies_answer.result,
    AtPrinting: bodies_answer.printing,
    AtPaperQuestion: bodies_answer.paper_question,
    AtVerdict: bodies_answer.verdict,
    AtTrouble: bodies_answer.trouble,
    AtFinish: _finish,
    AtRating: _rating,
    AtIdle: _idle,
    AtLeave: _leave,
    AtHelp: _help,
}
