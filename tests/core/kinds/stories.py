"""Matters invented for one test each: the shipped catalogue with one more matter, told as a story."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.core.idcard import IdCard
from kiosk.core.matters import Catalogue, Matter, Role, Step
from kiosk.core.replies import CheckOutcome, CheckSent, Found, Record
from kiosk.core.words import Words
from kiosk.rehearsal import INSTANT, Story

INVENTED = "INV-01"
GRANDSON = IdCard("resident", "110101201506010010", "张小明", birth_date="2015-06-01", valid_until="2030-01-01")
AUNT = IdCard("resident", "110101196001010038", "阿依古丽·买买提", birth_date="1960-01-01", valid_until="长期")
CONFIRMED = Found((Record("m1", "监护"),), "公安部门（演示）", INSTANT, "G1")
MANDATE = Found(
    (Record("m1", "经办", values={"name": "示例社会服务中心", "legal_rep": "样本人", "role": "经办人"}),),
    "市场监管部门（演示）",
    INSTANT,
    "M1",
)
USCC = "91350100M000100Y43"


def invented(shelf: Catalogue, **changed: object) -> Catalogue:
    """The catalogue with a harmless matter that ends in a review; its words are everybody's."""
    steps = (Step("consent"), Step("identify", ways=("phone_code", "keeper")), Step("review"))
    matter = replace(shelf.matters["KSTB-14"], id=INVENTED, fields=(), steps=steps, routes=(), period=None, home=1)
    matter = replace(matter, **changed)
    own = f"matter.{INVENTED}."
    words = {language: Words({**each.table, **_words(own)}) for language, each in shelf.words.items()}
    return replace(shelf, matters={INVENTED: matter, **shelf.matters}, words=words)


def _words(own: str) -> dict[str, str]:
    table = {"card": "示例事项", "line": "只在测试里有", "name": "示例事项", "initials": "slsx"}
    table |= {f"review.{each}": "核对" for each in ("title", "strip", "primary", "name", "number", "amount", "keep")}
    return {own + key: text for key, text in table.items()}


def with_roles(shelf: Catalogue, *who: Role, **changed: object) -> Catalogue:
    """The invented matter for these roles."""
    steps = (Step("consent"), Step("identify", who=who, ways=("phone_code", "keeper")), Step("review"))
    return invented(shelf, steps=steps, **changed)


def matter_of(shelf: Catalogue) -> Matter:
    """The invented matter."""
    return shelf.matters[INVENTED]


def to_identify(shelf: Catalogue) -> Story:
    """Past the consent."""
    return Story(shelf).touch("start", f"matter:{INVENTED}", "tick", "primary")


def checked(story: Story) -> Story:
    """By the code on the phone."""
    story.touch("way:phone_code").reply(CheckSent("C1", "139****0001")).fill("check_answer", "246810").touch("primary")
    return story.reply(CheckOutcome("passed", trace="P1"))
