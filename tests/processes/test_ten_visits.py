"""Ten visits by a finger on the glass, one fault in each: gateway and paper agree, and nobody left a trace."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from random import Random

import pytest

from tests.processes.patience import until
from tests.processes.town import Town
from tests.processes.visits import (
    ask_for_code,
    lay_card,
    leave,
    print_both,
    to_card,
    to_check,
    to_number_pad,
    to_result,
    to_review,
    to_scan,
)

pytestmark = [pytest.mark.screen, pytest.mark.nightly]

VISITS = 10
FOREIGN_LINK = "https://pay.example.com/login?token=1234567890"
# Who has tax payments that can be chosen; each has them issued once.
PEOPLE = ("zhang-jianguo", "li-xiulan", "wang-lei", "permit-hk", "foreigner-2017", "foreigner-2023")

Visit = Callable[[Town, Iterator[str]], int]  # how many certificates must lie in the tray more than before


def bank_card(town: Town, _: Iterator[str]) -> int:
    to_card(town)
    rev = town.glass.rev
    town.finger.quietly("id-card", "insert_card", name="bank-card")
    town.glass.wait_beyond(rev)
    assert town.glass.page == "KSTB-14/card"
    town.finger.quietly("id-card", "pull_card")
    lay_card(town)
    return 0


def expired_card(town: Town, _: Iterator[str]) -> int:
    to_card(town)
    town.finger.world("放上过期的身份证", "KSTB-14/trouble-card", "id-card", "insert_card", name="sun-guoqi")
    return 0


def foreign_link(town: Town, _: Iterator[str]) -> int:
    to_scan(town)
    rev = town.glass.rev
    town.finger.quietly("camera", "show_text", text=FOREIGN_LINK)
    town.glass.wait_beyond(rev)
    assert town.glass.page == "VER-TAX/scan"
    return 0


def reader_unplugged(town: Town, _: Iterator[str]) -> int:
    to_check(town)
    town.finger.quietly("id-card", "unplug")
    ask_for_code(town)
    town.finger.quietly("id-card", "plug")
    return 0


def camera_killed(town: Town, _: Iterator[str]) -> int:
    to_scan(town)
    town.world.programs["camera"].kill()
    town.world.programs["camera"].start()
    town.world.programs["camera"].line_with("ready")
    return 0


def screen_killed_on_a_code(town: Town, _: Iterator[str]) -> int:
    """Half of the code is typed before, half after: only the whole one lets the citizen in."""
    to_check(town)
    code = ask_for_code(town)
    town.finger.type(code[:3])
    before = town.settled_picture()
    town.kill("screen")
    town.screen_back()
    town.until_picture(before)
    town.finger.type(code[3:])
    town.finger.touch("primary", "KSTB-14/form-3-1")
    return 0


def screen_killed_on_a_pad(town: Town, _: Iterator[str]) -> int:
    to_number_pad(town)
    town.finger.type("2400")
    town.kill("screen")
    town.screen_back()
    return 0


def terminal_killed_on_a_person(town: Town, _: Iterator[str]) -> int:
    to_check(town)
    town.kill("terminal")
    until(lambda: town.pid("terminal"), "another terminal")
    town.look()
    town.glass.wait_for("welcome", "start")
    return 0


def gateway_killed_while_issuing(town: Town, people: Iterator[str]) -> int:
    to_review(town, next(people))
    town.world.programs["gateway"].kill()
    town.finger.touch("primary", "KSTB-14/waiting-issue")
    town.world.programs["gateway"].start()
    town.world.programs["gateway"].line_with("ready")
    town.glass.wait_for("KSTB-14/result", "primary")
    print_both(town)
    return 1


def paper_out_during(town: Town, people: Iterator[str]) -> int:
    to_result(town, next(people))
    town.finger.quietly("receipt-printer", "set_faults", names=["paper-out-mid"])
    town.finger.touch("primary", "KSTB-14/printing-document")
    town.glass.wait_for("KSTB-14/trouble-paper", "primary")
    town.finger.quietly("receipt-printer", "set_faults", names=[])
    town.finger.quietly("receipt-printer", "refill")
    time.sleep(1.5)  # the terminal looks at its paper once a second
    town.tap("primary")
    town.glass.wait_for("finish")
    return 1


def document_jammed(town: Town, people: Iterator[str]) -> int:
    to_result(town, next(people))
    town.finger.quietly("document-printer", "jam")
    time.sleep(1.5)
    town.tap("primary")
    town.glass.wait_for("KSTB-14/trouble-paper", "primary")
    town.finger.quietly("document-printer", "refill")
    time.sleep(1.5)
    town.tap("primary")
    town.glass.wait_for("finish")
    return 1


def receipt_unknown(town: Town, people: Iterator[str]) -> int:
    to_result(town, next(people))
    town.finger.quietly("receipt-printer", "set_faults", names=["no-job-id"])
    town.finger.touch("primary", "KSTB-14/printing-document")
    town.glass.wait_for("KSTB-14/paperquestion", "primary", within_s=60.0)
    town.finger.quietly("receipt-printer", "set_faults", names=[])
    town.tap("primary")
    town.glass.wait_for("finish")
    return 1


def clean(town: Town, people: Iterator[str]) -> int:
    to_result(town, next(people))
    print_both(town)
    return 1


FAULTS: tuple[Visit, ...] = (
    bank_card,
    expired_card,
    foreign_link,
    reader_unplugged,
    camera_killed,
    screen_killed_on_a_code,
    screen_killed_on_a_pad,
    terminal_killed_on_a_person,
    gateway_killed_while_issuing,
    paper_out_during,
    document_jammed,
    receipt_unknown,
    clean,
)


def agreed(town: Town, papers: int) -> bool:
    """Cases, what the gateway believes to be collected and printed, and the tray."""
    return {papers} == {
        town.count("SELECT count(*) FROM cases"),
        town.count("SELECT count(*) FROM cases WHERE state = 'collected'"),
        town.count("SELECT count(*) FROM certificates WHERE print_count = 1"),
        len(list((town.world.out / "certificates").glob("*.pdf"))),
    }


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ten_visits(town: Town, seed: int) -> None:
    drawn = Random(seed).sample(FAULTS, VISITS)
    people, papers = iter(PEOPLE), 0
    for visit in drawn:
        began = time.monotonic()
        papers += visit(town, people)
        leave(town)
        town.measured(visit.__name__, time.monotonic() - began)
        assert town.traces() == [], f"after {visit.__name__}"
    until(lambda: agreed(town, papers), "agreement of gateway and paper", within_s=90.0)
    assert town.traces() == []
