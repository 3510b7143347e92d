"""The number on a trouble page is the one of the device's own table, and no number means two things."""

from __future__ import annotations

from collections import defaultdict

import pytest

from kiosk.core.bodies_answer import FAULT_CODES, NO_FAULT_CODE, NO_PAPER_CODES
from kiosk.core.conditions import Condition, Device, Outcome, PrintVerdict, Status
from kiosk.core.events import CardTroubled, ConditionSeen
from kiosk.core.replies import NotKnown
from kiosk.rehearsal import Story

READER = Device.ID_CARD_READER


def shown(story: Story) -> str:
    return story.face.body.fault.rpartition(" ")[2]


def printed(story: Story, *verdicts: PrintVerdict | None) -> Story:
    story.to_result().touch("primary")
    for verdict in verdicts:
        story.settle(verdict) if verdict else story.settle()
    return story


@pytest.mark.parametrize(
    ("papers", "device"), [((), Device.DOCUMENT_PRINTER), ((None,), Device.RECEIPT_PRINTER)], ids=["A4", "receipt"]
)
def test_a_paper_that_failed_shows_the_number_of_its_own_printer(story: Story, papers, device):
    codes = story.catalogue.fault_codes[device]
    for word in ("paper_out", "cover_open", "gone"):
        again = Story(story.catalogue).touch("start")
        printed(again, *papers, PrintVerdict(Outcome.FAILED, word))
        assert shown(again) == codes[word]


@pytest.mark.parametrize(("papers", "code"), [((), "D-00"), ((None,), "P-00")], ids=["A4", "receipt"])
def test_a_paper_that_nobody_can_explain_has_a_number_of_its_own(story: Story, papers, code):
    assert shown(printed(story, *papers, PrintVerdict(Outcome.FAILED, "no such word"))) == code


def test_a_reader_shows_what_is_wrong_with_it(story: Story):
    story.to_card()
    story.happen(CardTroubled(story.request, "reader_out_of_service"))
    assert shown(story) == story.catalogue.fault_codes[READER]["reader_out_of_service"]
    story.happen(ConditionSeen(Condition(READER, Status.HARDWARE_ERROR, fault="not_standard")))
    story.touch("call")
    assert shown(story) == story.catalogue.fault_codes[READER]["not_standard"]


def test_a_gateway_that_does_not_answer_shows_its_own_number(story: Story):
    assert shown(story.to_review().touch("primary").reply(NotKnown("no_answer"))) == FAULT_CODES["issue_unknown"]


def test_no_number_means_two_things(story: Story):
    owners = defaultdict(set)
    for device, codes in story.catalogue.fault_codes.items():
        for code in codes.values():
            owners[code].add(device)
    for code in (*FAULT_CODES.values(), *NO_PAPER_CODES.values(), NO_FAULT_CODE):
        owners[code].add("the page itself")
    assert {code: who for code, who in owners.items() if len(who) > 1} == {}
