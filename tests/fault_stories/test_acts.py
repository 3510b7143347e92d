"""The lines of the stories, and stories that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.fault_stories.acts import Act, BadLine, Move, Touch, Type, Wait, act_of
from kiosk.fault_stories.player import Facts, wrong_at_end
from kiosk.fault_stories.story import WAYS, End, StoryError, read_shelf

ASSETS = Path(__file__).parents[2] / "assets" / "fault_stories"
NOTHING = Facts(0, 0, 0, (), {"decoder": 7, "gateway": 8})


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("touch primary", Touch("primary")),
        ("type check_answer CODE", Type("check_answer", "CODE")),
        ("wait 2.5", Wait(2.5)),
        ("id-card pull_card", Move("id-card", "pull_card", {})),
        ("camera set_faults names=black,frozen", Move("camera", "set_faults", {"names": ["black", "frozen"]})),
        ("camera set_faults names=", Move("camera", "set_faults", {"names": []})),
        ("clock step days=-30", Move("clock", "step", {"days": -30})),
    ],
)
def test_line(line: str, act: Act):
    assert act_of(line) == act


@pytest.mark.parametrize("line", ["", "touch", "touch a b", "wait long", "type field", "id-card insert_card zhang"])
def test_a_line_of_no_language_is_refused(line: str):
    with pytest.raises(BadLine):
        act_of(line)


def test_there_are_many_stories_and_each_is_told_in_both_languages():
    shelf = read_shelf(ASSETS)
    assert len(shelf.stories) >= 25
    for name, story in shelf.stories.items():
        assert all((story.title_zh, story.title_en)), name
        assert any(moment.zh and moment.en for moment in story.moments), name


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("title_zh = ", "Invalid"),
        ('title_zh = "a"', "missing required field"),
        ('title_zh="a"\ntitle_en="a"\nway="nowhere"\nmoments=[{do=["touch a"]}]\nend={}', "no way"),
        ('title_zh="a"\ntitle_en="a"\nway="w"\nmoments=[]\nend={}', "nothing happens"),
        ('title_zh="a"\ntitle_en="a"\nway="w"\nmoments=[{do=["touch"]}]\nend={}', "no such act"),
        ('title_zh="a"\ntitle_en="a"\nway="w"\nmoments=[{do=["touch a"]}]\nend={}', "what does the citizen see"),
        ('title_zh="a"\ntitle_en="a"\nway="w"\nmoments=[{does=["touch a"]}]\nend={}', "unknown field"),
    ],
)
def test_a_wrong_story_is_said_in_one_sentence(tmp_path: Path, text: str, wrong: str):
    (tmp_path / WAYS).write_text('[w]\n"welcome" = ["touch start"]\n')
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(StoryError, match=wrong):
        read_shelf(tmp_path)


def test_what_is_not_as_the_story_says_is_named():
    after = Facts(1, 2, 1, ("receipt PRINTED",), {"decoder": 9, "gateway": 8})
    wrong = wrong_at_end(End(certificates=1, receipts=1, cases=1), NOTHING, after, ("kiosk.db",))
    assert [each.partition(":")[0] for each in wrong] == ["receipts", "journal", "restarted", "traces of a person"]
