"""Home, its shelves, the search by initials, and the guide before a matter."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.case_bodies import Guide, Shelves
from kiosk.core.conditions import Condition, Device, Outcome, Paper, PrintVerdict, Status
from kiosk.core.effects import PrintReceipt
from kiosk.core.events import ConditionSeen, PaperSettled, RoomSeen
from kiosk.core.face_bodies import Home
from kiosk.core.face_parts import Language
from kiosk.core.guide_text import guide_blocks
from kiosk.core.kinds.guide import LINES, guide_pages
from kiosk.core.matters import Catalogue
from kiosk.core.receipts import Pair, Text
from kiosk.rehearsal import Story
from tests.core.kinds.stories import INVENTED, invented


def crowd(shelf: Catalogue, count: int) -> Catalogue:
    """Many matters on the tax shelf, none of them on the home page."""
    one = invented(shelf, home=50, group="tax")
    more = {f"X-{number}": replace(one.matters[INVENTED], id=f"X-{number}") for number in range(count)}
    words = {name: replace(each, table=dict(each.table)) for name, each in one.words.items()}
    for each in words.values():
        for id_ in more:
            texts = {"card": id_, "line": "x", "name": id_, "initials": f"q{chr(97 + int(id_[2:]) % 26)}"}
            each.table.update({f"matter.{id_}.{key}": text for key, text in texts.items()})
    return replace(one, matters={**shelf.matters, **more}, words=words)


def home_of(story: Story) -> Home:
    body = story.touch("start").face.body
    assert isinstance(body, Home)
    return body


def test_the_most_used_stand_on_the_home_page_and_all_groups_beneath(shelf: Catalogue):
    body = home_of(Story(crowd(shelf, 20)))
    assert len(body.cards) <= 4
    assert body.cards[0].target == "matter:KSTB-14"
    targets = [each.target for each in body.shelves]
    assert "shelf:tax" in targets
    assert targets[-1] == "search"


def test_a_matter_that_follows_cases_stands_beside_the_shelves(shelf: Catalogue):
    one = invented(shelf, home=50)
    steps = (replace(one.matters[INVENTED].steps[0], kind="progress"),)
    following = replace(one, matters={**shelf.matters, INVENTED: replace(one.matters[INVENTED], steps=steps)})
    assert f"matter:{INVENTED}" in [each.target for each in home_of(Story(following)).shelves]


def test_a_shelf_turns_its_pages_and_leads_home(shelf: Catalogue):
    story = Story(crowd(shelf, 12)).touch("start", "shelf:tax")
    seen: list[str] = []
    while True:
        body = story.face.body
        assert isinstance(body, Shelves)
        seen += [each.target for each in body.choices]
        if body.following is None or not body.following.enabled:
            break
        story.touch("page:following")
    assert {f"guide:X-{number}" for number in range(12)} <= set(seen)
    assert len(seen) == len(set(seen))
    assert story.touch("page:following").face.body == body, "there is no further page"
    assert story.touch("back").page == "home"


@pytest.mark.parametrize("size", ["standard", "large", "xlarge"])
def test_every_matter_is_found_at_every_text_size(shelf: Catalogue, size: str):
    story = Story(crowd(shelf, 9))
    story.session = replace(story.session, text_size=size)
    assert story.touch("start", "shelf:tax").face.body.choices


def test_letters_narrow_the_search_and_can_be_taken_back(shelf: Catalogue):
    story = Story(crowd(shelf, 26)).touch("start", "search")
    letters = {each.target for each in story.face.body.letters}
    assert {"letter:k", "letter:q"} <= letters
    story.touch("letter:q", "letter:c")
    assert [each.target for each in story.face.body.choices] == ["guide:X-2"]
    assert story.face.body.letters == ()
    assert story.face.body.typed == "QC"
    story.touch("clear", "clear")
    assert {each.target for each in story.face.body.letters} == letters
    assert story.touch("clear").face.body.clear is None


def test_a_letter_that_leads_nowhere_does_nothing(shelf: Catalogue):
    story = Story(shelf).touch("start", "search")
    before = story.session.page
    assert story.touch("letter:v").session.page == before


# --- the guide ---------------------------------------------------------------------------------------------------


def at_guide(shelf: Catalogue) -> Story:
    return Story(shelf).touch("start", "shelf:tax" if tax(shelf) else "search", "guide:KSTB-14")


def tax(shelf: Catalogue) -> bool:
    return shelf.matters["KSTB-14"].group == "tax"


@pytest.mark.parametrize(
    "days", [{"valid_from": "2099-01-01"}, {"valid_until": "2020-01-01"}], ids=["not yet", "no more"]
)
def test_what_is_not_offered_today_is_nowhere(shelf: Catalogue, days: dict[str, str]):
    one = replace(shelf.matters["KSTB-14"], **{"valid_from": None, **days})
    closed = replace(shelf, matters={**shelf.matters, one.id: one})
    assert "matter:KSTB-14" not in [each.target for each in home_of(Story(closed)).cards]
    for touches in ([f"matter:{one.id}"], [f"guide:{one.id}"], ["shelf:tax", f"guide:{one.id}"]):
        story = Story(closed).touch("start", *touches)
        assert story.face.name in ("home", "shelf-tax")
    body = Story(closed).touch("start", "search", *(f"letter:{each}" for each in "wszm")).face.body
    assert isinstance(body, Shelves)
    assert f"guide:{one.id}" not in [each.target for each in body.choices]


def test_the_first_and_the_last_day_belong_to_it(shelf: Catalogue):
    one = replace(shelf.matters["KSTB-14"], valid_from="2026-03-01", valid_until="2026-03-31")
    assert [one.is_offered(f"2026-{day}") for day in ("02-28", "03-01", "03-31", "04-01")] == [False, True, True, False]


def test_the_guide_leads_into_the_matter_and_back_to_where_it_was_opened(shelf: Catalogue):
    story = at_guide(shelf)
    assert story.page == "guide"
    assert story.touch("back").page.startswith("shelf-")
    story.touch("guide:KSTB-14", "primary")
    assert story.page == "KSTB-14/consent"


def test_the_guide_is_read_to_its_end(shelf: Catalogue):
    story = at_guide(shelf)
    headings: list[str] = []
    while True:
        body = story.face.body
        assert isinstance(body, Guide)
        headings += [each.label for each in body.blocks]
        if body.following is None or not body.following.enabled:
            break
        story.touch("page:following")
    assert {"办什么事", "要带什么", "依据", "多久办好", "收不收钱", "谁负责", "问谁"} <= set(headings)


def test_a_matter_that_cannot_be_begun_now_can_still_be_read_about(shelf: Catalogue):
    story = at_guide(shelf).happen(RoomSeen(roomy=False))
    story.touch("size")
    assert story.face.primary is None
    assert story.face.waiting
    assert story.touch("primary").page == "guide"


def test_the_whole_guide_is_printed_and_belongs_to_nobody(shelf: Catalogue):
    story = at_guide(shelf).touch("print")
    (order,) = story.ordered(PrintReceipt)
    assert isinstance(order, PrintReceipt)
    assert order.case_number is None
    texts = [each.text for each in order.receipt.lines if isinstance(each, Text)]
    assert "开具税收完税证明" in texts
    assert "要带什么" in texts
    assert any(isinstance(each, Pair) and "0000-0000" in each.value for each in order.receipt.lines)
    assert not story.face.body.print.enabled, "no second one while the first is printed"


@pytest.mark.parametrize(
    ("outcome", "label"),
    [
        (Outcome.PRINTED, "打好了，请拿走"),
        (Outcome.FAILED, "没打出来，再打一次"),
        (Outcome.UNKNOWN, "看看出来没有，再打"),
    ],
)
def test_what_became_of_the_paper_is_said_three_ways(shelf: Catalogue, outcome: Outcome, label: str):
    story = at_guide(shelf).touch("print")
    story.happen(PaperSettled("late", PrintVerdict(outcome)))
    assert not story.face.body.print.enabled
    story.happen(PaperSettled(story.job, PrintVerdict(outcome)))
    assert (story.face.body.print.label, story.face.body.print.enabled) == (label, True)


def test_an_empty_roll_prints_no_guide(shelf: Catalogue):
    empty = Condition(Device.RECEIPT_PRINTER, Status.ONLINE, Paper.OUT, "paper_out")
    story = Story(shelf).happen(ConditionSeen(empty)).touch("start", "search", "guide:KSTB-14", "print")
    assert story.ordered(PrintReceipt) == []
    assert not story.face.body.print.enabled


@pytest.mark.parametrize("size", LINES)
def test_pages_lose_no_line_and_each_has_its_heading(size: str):
    blocks = tuple((f"h{number}", tuple(f"{number}-{line}" * 6 for line in range(7))) for number in range(5))
    pages = guide_pages(blocks, size)
    flat = [(heading, line) for page in pages for heading, lines in page for line in lines]
    assert flat == [(heading, line) for heading, lines in blocks for line in lines]
    assert all(page for page in pages)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_matter_has_its_guide(shelf: Catalogue, language: Language):
    for matter in shelf.matters.values():
        assert len(guide_blocks(shelf, matter, language)) >= 12


def test_what_is_filled_in_here_is_not_said_to_be_missing(shelf: Catalogue):
    said = dict(guide_blocks(shelf, shelf.matters["KSTB-21"], "zh"))["要带什么"]
    assert "在机器上填好就有" in said
    assert "暂时没有的，可以写承诺" not in said


def test_every_guide_says_its_mode_and_what_each_place_answers_for(shelf: Catalogue):
    for matter in (each for each in shelf.matters.values() if each.annex is not None):
        words, blocks = shelf.words["zh"], dict(guide_blocks(shelf, matter, "zh"))
        assert words(f"guide.mode.{matter.mode}") in blocks[words("guide.kind")]
        assert words("guide.deciding", name=matter.deciding or words("guide.unknown")) in blocks[words("guide.places")]
        assert blocks[words("guide.responsibilities")] == tuple(
            words.of(matter.id, "guide.responsibilities").splitlines()
        )
