"""A made-up matter that is handed in, paid for and issued here, and what an office answers about it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from kiosk.core.matters import Catalogue, parse_matter
from kiosk.core.replies import CaseStanding, Filed, Found, MissingItem, PaymentCode, Record
from kiosk.core.session import Visit
from kiosk.core.words import Words, flattened
from kiosk.rehearsal import INSTANT, ISSUED, ZHANG, Story

MATTER = """
id = "MADE-UP"
name = "样本事项"
lead = "示例部门"
mode = "全程网办"
reach = "R1"
identity = ["ID1"]
objects = ["自然人"]
type_code = "20"
picture = "tax"
department = "sample"
service = "sample"
fields = [
    { id = "reason", type = "choice", choices = ["one", "two"], purpose = "样本" },
    { id = "note", type = "text", purpose = "样本" },
]
materials = [
    { id = "register", name = "样本登记", origin = "政府部门核发", share = "register" },
    { id = "letter", name = "样本来信", origin = "申请人自备", pages_most = 2 },
    { id = "promise", name = "样本声明", origin = "申请人自备", can_photograph = false, can_commit = true },
    { id = "extra", name = "样本附件", origin = "申请人自备", required = false },
    { id = "form", name = "样本表", origin = "申请人自备", form = "self_made" },
]
steps = [
    { kind = "form", pages = [["reason"]] },
    { kind = "materials" },
    { kind = "deliver", ways = ["pick_up", "post"] },
    { kind = "review" },
    { kind = "sign" },
    { kind = "submit" },
    { kind = "pay" },
    { kind = "issue" },
]
[zh]
card = "样本"
line = "一个样本"
name = "样本事项"
[zh.field.reason]
title = "为什么？"
strip = "选一个。"
label = "原因"
one = "第一个"
two = "第二个"
[zh.field.note]
label = "说明"
"""

NAME = ((100, 100, 0), (2500, 100, 300), (2500, 2600, 600))
STANDING = CaseStanding(
    case_number="CASE-7",
    matter="MADE-UP",
    state="received",
    holder="示例部门（演示）",
    place="110100",
    opened_at=INSTANT,
    demo=True,
    payable="10.00",
)
ASKED = replace(
    STANDING,
    state="supplement_asked",
    missing=(MissingItem("letter", "缺第二页", "两页都要看得清"), MissingItem("note", "没有写")),
)
CODE = PaymentCode("PAY-DEMO-1", "10.00", "2026-11-23T10:00:00+08:00")
SHARED = Found((Record("r1", "样本登记"),), "示例部门（演示）", INSTANT, "S1")
PAPER = replace(
    ISSUED,
    case_number="CASE-7",
    certificate_number="DEMO-1",
    title="样本证明",
    issuer="示例部门（演示）",
    row_count=0,
    total="0.00",
    total_words="零元整",
)


def with_matter(catalogue: Catalogue) -> Catalogue:
    """The catalogue with one more file in it; its English words are its Chinese ones."""
    matter, own = parse_matter(MATTER)
    words = {language: _with_words(each, own["zh"]) for language, each in catalogue.words.items()}
    return replace(catalogue, matters={**catalogue.matters, matter.id: matter}, words=words)


def _with_words(words: Words, own: Mapping[str, object]) -> Words:
    return Words({**words.table, **flattened(own, "matter.MADE-UP.")})


def visiting(catalogue: Catalogue, step: str, **values: object) -> Story:
    """A person who was checked, arriving at the first step of a kind; `values` are of the visit."""
    story = Story(catalogue)
    kinds = [each.kind for each in catalogue.matters["MADE-UP"].steps]
    before = {"answers": {"reason": "one"}, "card": ZHANG, "check_trace": "P1"} | values
    visit = Visit(id="v", matter="MADE-UP", step=kinds.index(step) - 1, **before)
    story.session = replace(story.session, visit=visit)
    return story


def filed(story: Story, standing: CaseStanding = STANDING, *, again: bool = False) -> Story:
    """The office has the case."""
    return story.reply(Filed(standing, again))
