"""The ways of a citizen through the pages, by a finger on the glass; each begins at the welcome page."""

from __future__ import annotations

import time

from kiosk.commands.gateway import DEMO_KEEPER_PIN
from kiosk.demo.tax_story import texted_code
from tests.processes.patience import MOST_S
from tests.processes.town import Town

PERSON = "zhang-jianguo"
PAD_S = 1.0  # the pad is seen to be empty; who goes on before makes the next citizen lift the card once more


def to_number_pad(town: Town) -> None:
    """税收完税证明查验 by typing: the pad for the certificate's number."""
    town.finger.touch("start", "home")
    town.finger.touch("matter:VER-TAX", "VER-TAX/form-1-1", "pick:way:by_number")
    town.finger.touch("pick:way:by_number", "VER-TAX/form-2-1", "key:1")


def to_scan(town: Town) -> None:
    """The same by a code held to the window."""
    town.finger.touch("start", "home")
    town.finger.touch("matter:VER-TAX", "VER-TAX/form-1-1", "pick:way:scan")
    town.finger.touch("pick:way:scan", "VER-TAX/scan")


def to_card(town: Town) -> None:
    """开具税收完税证明 up to the page that asks for the card."""
    town.finger.touch("start", "home")
    begin(town)


def begin(town: Town) -> None:
    """The same from the home page."""
    town.finger.touch("matter:KSTB-14", "KSTB-14/consent", "tick")
    town.finger.touch("tick", "KSTB-14/consent", "primary")
    town.finger.touch("primary", "KSTB-14/card")


def lay_card(town: Town, person: str = PERSON) -> None:
    """The card on the pad, and who it is."""
    town.finger.world("放上身份证", "KSTB-14/person", "id-card", "insert_card", name=person)


def to_check(town: Town, person: str = PERSON) -> None:
    """The card is read, the ways of the person check are offered."""
    to_card(town)
    lay_card(town, person)
    town.finger.touch("primary", "KSTB-14/checkway", "way:phone_code")


def pass_check(town: Town) -> None:
    """By the keeper's PIN: texts to one phone are few."""
    town.finger.touch("way:keeper", "KSTB-14/check-keeper", "key:1")
    town.finger.type(DEMO_KEEPER_PIN)
    town.finger.touch("primary", "KSTB-14/form-3-1", "pick:tax_authority:hean")


def ask_for_code(town: Town) -> str:
    """By a text to the phone: the pad for the code is shown; the code that was sent."""
    before = len(town.world.dock.texts())
    town.finger.touch("way:phone_code", "KSTB-14/check-phone_code", "key:1")
    return texted_code(town.world, before)


def to_rows(town: Town, person: str = PERSON) -> None:
    """Through check and form to what can be certified."""
    to_check(town, person)
    pass_check(town)
    town.finger.touch("pick:tax_authority:hean", "KSTB-14/form-3-2", "primary")
    town.finger.touch("primary", "KSTB-14/rows")


def fill_in(town: Town) -> None:
    """From the form to everything that will be sent."""
    town.finger.touch("pick:tax_authority:hean", "KSTB-14/form-3-2", "primary")
    town.finger.touch("primary", "KSTB-14/rows", "primary")
    town.finger.touch("primary", "KSTB-14/review", "primary")


def to_review(town: Town, person: str = PERSON) -> None:
    """Everything that will be sent."""
    to_check(town, person)
    pass_check(town)
    fill_in(town)


def to_result(town: Town, person: str = PERSON) -> None:
    """The certificate is issued."""
    to_review(town, person)
    town.finger.touch("primary", "KSTB-14/result", "primary")


def print_both(town: Town) -> None:
    """Certificate and receipt come out."""
    town.finger.touch("primary", "KSTB-14/printing-document")
    town.glass.wait_for("finish")


def leave(town: Town) -> None:
    """Away from any page as a citizen goes who has had enough; card and code are taken along."""
    town.finger.quietly("id-card", "pull_card")
    town.finger.quietly("camera", "clear")
    deadline = time.monotonic() + MOST_S
    while town.glass.page != "welcome":
        assert time.monotonic() < deadline, f"no way to the welcome page from {town.glass.page}"
        if town.glass.page == "finish":
            town.glass.quiet(PAD_S)
        town.tap(_way_out(town.glass.page.rpartition("/")[2], set(town.glass.targets)))


def _way_out(page: str, targets: set[str]) -> str:
    ways = {
        "home": "back",
        "leave": "secondary",
        "rating": "secondary",
        "finish": "primary",
        "paperquestion": "primary",
    }
    return ways.get(page, "leave" if "leave" in targets else "home")
