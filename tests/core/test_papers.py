"""What the receipts say: who (masked), what, where, the number, what happens next, whom to call; in both languages."""

import pytest
from msgspec.structs import replace

from kiosk.core.conditions import Outcome, PrintVerdict
from kiosk.core.money_text import grouped
from kiosk.core.papers import receipt_of
from kiosk.core.receipts import Code, Pair, Text, Title
from kiosk.core.session import Session, Visit
from kiosk.rehearsal import ISSUED, NOW, PRINTED, SAME, ZHANG
from script.benches.typical_receipts import CENTRE, CERTIFICATE, JAMMED, NUMBERED, SLIP

FAILED = PrintVerdict(Outcome.FAILED, "paper_out", began=True)
UNKNOWN = PrintVerdict(Outcome.UNKNOWN, "silent", began=True)


@pytest.fixture(params=["zh", "en"])
def paper(request, story):
    """`paper(visit)` is the receipt of a visit, `paper.words` what its language says."""

    def receipt(visit):
        return receipt_of(replace(story.catalogue, centre=CENTRE), Session(visit=visit, language=request.param), NOW)

    receipt.words = story.catalogue.words[request.param]
    receipt.language = request.param
    return receipt


def pairs(receipt):
    return {line.label: line.value for line in receipt.lines if isinstance(line, Pair)}


def large(receipt):
    return [line.value for line in receipt.lines if isinstance(line, Pair) and line.key]


def texts(receipt):
    return [line.text for line in receipt.lines if isinstance(line, Text)]


def everything(receipt):
    names = ("text", "label", "value", "payload", "caption")
    return " ".join(str(getattr(line, name, "")) for line in receipt.lines for name in names)


VISITS = {
    "certificate": CERTIFICATE,
    "printed again": replace(CERTIFICATE, tries={"receipt": 1}),
    "later": replace(CERTIFICATE, document=FAILED),
    "not known": replace(CERTIFICATE, issued=None, document=None),
    "slip": SLIP,
}


@pytest.mark.parametrize("name", VISITS)
def test_every_paper_says_what_where_when_and_whom_to_call(paper, name):
    visit, words = VISITS[name], paper.words
    receipt = paper(visit)
    assert receipt.lines[0] == Title(words(f"matter.{visit.matter}.receipt.title"))
    assert words(f"matter.{visit.matter}.name") in texts(receipt)
    said = pairs(receipt)
    assert said[words("receipt.place")] == (CENTRE.name_zh if paper.language == "zh" else CENTRE.name_en)
    assert said[f"{words('receipt.terminal')} {CENTRE.terminal}"] == "2026-11-23 09:26"
    assert CENTRE.keeper_phone in large(receipt)
    assert said[words("receipt.keeper", name=CENTRE.keeper_name)] == CENTRE.keeper_phone
    assert (receipt.demo, receipt.language) == (True, paper.language)


@pytest.mark.parametrize("name", VISITS)
def test_nobody_is_told_who_it_was(paper, name):
    whole = everything(paper(VISITS[name]))
    assert ZHANG.name not in whole
    assert ZHANG.number not in whole
    assert ZHANG.address not in whole


def test_the_citizen_finds_the_numbers(paper):
    receipt, words = paper(CERTIFICATE), paper.words
    said = pairs(receipt)
    assert said[words("receipt.name")] == "张**"
    assert said[words("receipt.number")] == "110105********9911"
    assert said[words("receipt.deciding")] == ISSUED.issuer
    assert said[words("receipt.total")] == "¥18,910.00"
    assert large(receipt) == [NUMBERED.case_number, NUMBERED.certificate_number, CENTRE.keeper_phone]
    (code,) = (line for line in receipt.lines if isinstance(line, Code))
    assert code.payload == f"KIOSK:CASE:{NUMBERED.case_number}"
    assert words("receipt.not_acceptance") in texts(receipt)


def test_a_printed_certificate_is_counted(paper):
    assert paper.words("matter.KSTB-14.receipt.done", pages=1) in texts(paper(CERTIFICATE))


@pytest.mark.parametrize("document", [FAILED, JAMMED, UNKNOWN, None])
def test_a_certificate_that_is_not_surely_on_paper_is_not_said_to_be(paper, document):
    receipt, own = paper(replace(CERTIFICATE, document=document)), "matter.KSTB-14.receipt"
    assert paper.words(f"{own}.done", pages=1) not in texts(receipt)
    assert Text(paper.words(f"{own}.later"), key=True) in receipt.lines
    assert paper.words(f"{own}.later_how") in texts(receipt)
    assert NUMBERED.certificate_number in large(receipt)


def test_how_to_get_it_names_the_card_on_the_home_page(paper):
    how = paper.words("matter.KSTB-14.receipt.later_how")
    assert paper.words("matter.KSTB-14.card") in how


def test_a_certificate_nobody_knows_of_has_no_number_but_the_place_that_was_asked(paper):
    receipt, words = paper(VISITS["not known"]), paper.words
    place = next(each for each in ("和安市税务局（演示）", "He'an") if each in everything(receipt))
    assert place in pairs(receipt)[words("receipt.deciding")]
    assert Text(words("matter.KSTB-14.receipt.unknown"), key=True) in receipt.lines
    assert words("matter.KSTB-14.receipt.unknown_how") in texts(receipt)
    assert not any(isinstance(line, Code) for line in receipt.lines)
    assert words("receipt.certificate") not in pairs(receipt)


@pytest.mark.parametrize(
    "state", ["same", "interim", "differs", "not_found", "void", "expired", "withdrawn", "malformed"]
)
def test_a_verification_says_its_result_large_who_gave_it_and_that_it_proves_nothing(paper, state):
    receipt, words = paper(replace(SLIP, verdict=replace(SAME, state=state))), paper.words
    said = pairs(receipt)
    assert said[words("receipt.result")] in large(receipt)
    assert said[words("receipt.source")] == SAME.service
    assert said[words("receipt.trace")] == SAME.trace
    assert words("receipt.advice") in texts(receipt)
    assert (words("receipt.doubt") in texts(receipt)) == (state not in ("same", "interim"))


def test_earlier_papers_are_counted(paper):
    assert [paper(VISITS[name]).reprint for name in ("certificate", "printed again")] == [0, 1]


def test_a_visit_without_a_card_names_nobody(paper):
    assert paper.words("receipt.name") not in pairs(paper(replace(CERTIFICATE, card=None)))


def test_a_paper_belongs_to_a_visit(story):
    with pytest.raises(AssertionError):
        receipt_of(story.catalogue, Session(), NOW)
    assert receipt_of(story.catalogue, Session(visit=Visit("V", "KSTB-14", document=PRINTED)), NOW).lines


@pytest.mark.parametrize(
    ("amount", "shown"), [("18910.00", "18,910.00"), ("0.50", "0.50"), ("-1234567.89", "-1,234,567.89")]
)
def test_money_is_grouped(amount, shown):
    assert grouped(amount) == shown
