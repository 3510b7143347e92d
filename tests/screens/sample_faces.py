"""Realistic faces of every kind of body, with synthetic persons, for tests and for looking at pages."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kiosk.core.face_bodies import Consent, Trouble
from kiosk.core.face_parts import Button, Keeper, Notice, Row, Tick
from kiosk.core.faces import Face
from tests.screens.sample_answers import (
    asking,
    card_trouble,
    finish,
    help_page,
    idle,
    info,
    leave,
    paper_question,
    printing,
    rating,
    result,
    review,
    trouble,
    verdict,
)
from tests.screens.sample_forms import (
    consent,
    date,
    form,
    home,
    identifier,
    lay_card,
    money,
    number,
    person,
    pin,
    places,
    results,
    show_code,
    ways,
    welcome,
)
from tests.screens.sample_frame import face, first, in_english, second


def english() -> Face:
    """A long English page."""
    rows = (
        Row("What is read", "Your name, your identity number and your tax payments of the chosen months"),
        Row("What for", "Only to issue this one tax payment certificate"),
        Row("Who sees it", "The tax office that you choose (demonstration)"),
        Row("For how long", "Removed from this machine when you have finished"),
    )
    body = Consent(rows, Tick("tick", "I have read this and agree that my tax payments are looked up", ticked=True))
    chinese = face(
        "tax/consent-en",
        "May we look up your tax payments?",
        "Please read these four answers. If you agree, tick the row; if not, nothing is kept.",
        body,
        primary=first("I agree, go on", "next"),
        secondary=second("I do not agree"),
        step=(1, 6),
    )
    return in_english(chinese, "Tax payment certificate")


def english_trouble() -> Face:
    """The longest page in English."""
    body = Trouble(
        picture="printer_no_paper",
        what_title="What happened",
        what=("The machine has run out of white paper.", "A member of staff has to refill it."),
        keep="Your certificate is kept. It will not be lost and not be issued twice.",
        options_title="What you can do now",
        options=(
            Button(
                "later",
                "Do not wait, collect it another day",
                "Prints a slip; bring your card to collect",
                icon="clock",
            ),
            Button("call", "Call a member of staff", "Please wait beside this machine", icon="person"),
        ),
        helper=Keeper("Who will help you", ("Keeper Wang Moumou", "Telephone 0000-0000", "Usually within 5 minutes")),
        fault="Fault P-03",
    )
    chinese = face(
        "tax/trouble-en",
        "The certificate is not printed yet",
        "You did nothing wrong. The certificate is issued; printing goes on when there is paper.",
        body,
        primary=first("Try again", "again"),
    )
    return in_english(chinese, "")


def all_faces() -> Iterator[Face]:
    """Every sample once."""
    yield welcome()
    yield welcome(paper_out=True)
    yield home()
    yield home(notices=(Notice("白纸用完了，现在打不出证明。请叫值守员加纸。", "mark", "warning"),), cards=4)
    yield from (consent(), consent(ticked=True))
    yield lay_card()
    yield lay_card(Notice("没读好，不怪您。请拿起来，再平放一次。", "mark", "warning"))
    yield from (show_code(), person(), ways(), places(), results(), form(), form(problem=True), date())
    yield from (number(), identifier(), money(), pin(), review(), asking(), printing(), printing("receipt"), result())
    yield from (verdict(each) for each in ("same", "differs", "not_found", "ended", "unavailable"))
    yield from (trouble(), card_trouble(), paper_question(), finish(), finish(things=1), rating(), idle(), leave())
    yield from (help_page(), info(), english(), english_trouble())


def restyled(sample: Face, size: str, theme: str = "light") -> Face:
    """The same face in another text size and theme, with as many rows as the terminal shows at that size."""
    if sample.name == "tax/rows" and size != "standard":
        sample = results(rows=3)
    return msgspec.structs.replace(sample, text_size=size, theme=theme)
