"""Laying a card, one's own or another's, and saying that it is the right person's."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from kiosk.core.calendar import age_at, is_date
from kiosk.core.conditions import Device, Presence
from kiosk.core.effects import PlaySound, ReadCard, Rest
from kiosk.core.events import CardRead, CardTroubled, Happened, PresenceSeen
from kiosk.core.face_bodies import Person, Show
from kiosk.core.face_parts import Button, Notice, Row
from kiosk.core.flow import go_home, lay_card
from kiosk.core.idcard import LONG_TERM, IdCard, masked_name, masked_number
from kiosk.core.kinds.identity import before, claim, further, own_card_kept, stage_of
from kiosk.core.kinds.kind import PageKind
from kiosk.core.pages import AtCard, AtPerson, AtTrouble, Page
from kiosk.core.session import Visit
from kiosk.core.turn import Turn
from kiosk.core.validators import card_disagreements
from kiosk.core.view import Parts, View

ALONE_FROM = 16  # under it nobody acts alone (民法典 art. 18 at the earliest), whatever a matter allows
GROWN = 18  # from here on nobody has a guardian for being young (民法典 art. 17)

# --- reading -----------------------------------------------------------------------------------------------------


def _answered(turn: Turn, page: AtCard, happened: Happened) -> None:
    match happened.what:
        case CardRead(request, card) if request == page.request and not page.clearing:
            _read(turn, page, card)
        case CardTroubled(request, trouble) if request == page.request:
            _troubled(turn, page, trouble)
        case PresenceSeen(request, presence) if request == page.request and page.clearing:
            _pad_seen(turn, page, presence)
        case _:
            return


def _read(turn: Turn, page: AtCard, card: IdCard) -> None:
    turn.keep(pad_used=True)
    if card.number == page.refused:
        turn.do(ReadCard(page.request))
        return
    problem = card_problem(card, turn.matter.card_types, turn.today) or _not_theirs(turn, card)
    turn.do(PlaySound("read_ok"))
    guarded = turn.session.pad_left is not Presence.ABSENT
    turn.show(AtTrouble("card", problem) if problem else AtPerson(card, guarded=guarded))


def card_problem(card: IdCard, accepted: tuple[str, ...], today: str) -> str:
    """Why this card can't be used for the matter by anybody, as an id; empty when it can."""
    if card.type not in accepted:
        return "card_type"
    if {"check_digit", "birth_date"} & set(card_disagreements(card)):
        return "card_number"
    if card.valid_until and card.valid_until != LONG_TERM and card.valid_until < today:
        return "card_expired"
    return ""


def _not_theirs(turn: Turn, card: IdCard) -> str:
    """Why this card is not the one that is asked for now: too young to act, too old for a guardian, one's own."""
    visit, stage = turn.visit, stage_of(turn.visit)
    age = age_at(card.birth_date, turn.today) if card.birth_date and is_date(card.birth_date) else None
    if stage != "own_card" and visit.agent_card is not None and visit.agent_card.number == card.number:
        return "card_same"
    if age is None:
        return ""
    if stage == "child":
        return "card_grown" if age >= GROWN else ""
    if stage == "principal_card":
        return "card_child" if age < ALONE_FROM else ""
    least = max(ALONE_FROM, turn.matter.least_age) if visit.role == "self" else GROWN
    return "card_minor" if age < least else ""


def _troubled(turn: Turn, page: AtCard, trouble: str) -> None:
    """Say it once and go on reading; the same trouble again is the same card still lying there."""
    turn.keep(pad_used=turn.visit.pad_used or trouble != "reader_out_of_service")
    if trouble == "reader_out_of_service":
        turn.show(AtTrouble("reader", trouble))
    elif page.notice == trouble:
        turn.do(ReadCard(page.request))
    else:
        lay_card(turn, trouble, page.refused)


def _pad_seen(turn: Turn, page: AtCard, presence: Presence) -> None:
    """An earlier citizen's card must go first; a reader that can't tell reads on, and the name stays masked."""
    match presence:
        case Presence.ABSENT:
            turn.note(pad_left=Presence.ABSENT)
            lay_card(turn, page.notice, page.refused)
        case Presence.PRESENT:
            turn.show(replace(page, notice="left_card"))
        case Presence.UNKNOWN:
            turn.effects += [Rest(), ReadCard(page.request)]
            turn.show(replace(page, clearing=False))


# --- touches -----------------------------------------------------------------------------------------------------


def _card_touched(turn: Turn, _page: AtCard, target: str) -> None:
    if target != "other":
        return
    match stage_of(turn.visit):
        case "child":
            turn.do(Rest())
            claim(turn)
        case "principal_card":
            return
        case _:
            go_home(turn)


def _person_touched(turn: Turn, page: AtPerson, target: str) -> None:
    if target == "primary":
        name = own_card_kept(turn.visit) if stage_of(turn.visit) == "own_card" else "card"
        turn.keep(**{name: page.card})
        further(turn)
    elif target == "secondary":
        lay_card(turn, "not_me", page.card.number)


# --- bodies ------------------------------------------------------------------------------------------------------


def whose(visit: Visit) -> str:
    """Whose card is asked for: empty for a visitor's in their own matter; else the table of the page's words."""
    stage = stage_of(visit)
    if stage in ("principal_card", "child"):
        return stage
    return "" if visit.role in (None, "self") else "own_card"


def _text(view: View, page: str, key: str) -> str:
    table = whose(view.visit)
    own = f"{page}.{table}.{key}"
    return view.say(own) if table and view.words.has_of(view.visit.matter, own) else view.words(f"{page}.{key}")


def _card(view: View, page: AtCard) -> Parts:
    words, table = view.words, whose(view.visit)
    notice = f"card.{page.notice}" if page.notice else ""
    if page.notice == "not_me" and table:
        notice = "card.other_card"
    others = () if table == "principal_card" else (Button("other", _text(view, "card", "other"), icon="search"),)
    why = words.maybe(f"{view.own}.card_why.text") if table in ("", "own_card") else view.say(f"card.{table}.why")
    body = Show(
        picture="lay_card",
        place_words=_text(view, "card", "place"),
        why=why,
        others_title=_text(view, "card", "others") if others else "",
        others=others,
        notice=view.trouble_notice(notice, Device.ID_CARD_READER),
    )
    return Parts(_text(view, "card", "title"), _text(view, "card", "strip"), body, waiting=words("card.waiting"))


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
        _text(view, "person", "title"),
        _text(view, "person", "strip"),
        Person((*rows, *_authority(view)), Notice(words("person.lift"), "good", "tick")),
        primary=Button("primary", _text(view, "person", "primary"), icon="next"),
        secondary=Button("secondary", _text(view, "person", "secondary")),
    )


def _authority(view: View) -> tuple[Row, ...]:
    """Beside another's card: who acts, in what and until when."""
    agent = view.visit.agent_card
    if agent is None or stage_of(view.visit) == "own_card":
        return ()
    return (
        Row(view.say("person.agent"), masked_name(agent.name or agent.name_en or "")),
        Row(view.say("person.scope"), view.words(f"{view.own}.card")),
        Row(view.say("person.until"), view.day(view.today)),
    )


def _person_back(turn: Turn, _page: AtPerson) -> None:
    lay_card(turn)


PAGES: Mapping[type[Page], PageKind] = {
    AtCard: PageKind(_card, _card_touched, answered=_answered, back=lambda turn, _page: before(turn)),
    AtPerson: PageKind(_person, _person_touched, back=_person_back),
}
