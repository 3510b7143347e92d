"""What may be typed and answered while a visit is rehearsed: made from a matter's definition, all synthetic."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from kiosk.core.matters import Column, Field, Matter
from kiosk.core.questions import (
    AnswerCheck,
    AskPayment,
    CaseOf,
    CasesOf,
    CheckPerson,
    HandOver,
    Issue,
    LookUp,
    PaperOf,
    PaymentOf,
    Query,
    Question,
    Submit,
    Supplement,
    TakeOver,
    Verify,
    Withdraw,
)
from kiosk.core.replies import (
    CasesFound,
    CaseStanding,
    CaseState,
    CheckOutcome,
    CheckSent,
    Filed,
    Found,
    HandedOver,
    LegStanding,
    MissingItem,
    NothingFound,
    NotKnown,
    PaymentCode,
    PaymentState,
    Record,
    Refused,
    Reply,
    TakenOver,
)
from kiosk.core.rules import rule_of
from kiosk.rehearsal import FOUND, INSTANT, ISSUED, NOW, SAME, ZHANG

LI = replace(ZHANG, name="李秀兰", number="110105195809109824", birth_date="1958-09-10", sex="女")
CHILD = replace(ZHANG, name="张小样", number="110105202001010015", birth_date="2020-01-01")
STATES: tuple[CaseState, ...] = (
    "received",
    "accepted",
    "supplement_asked",
    "not_accepted",
    "in_progress",
    "approved",
    "declined",
)
# Values for each named rule: synthetic, and right as far as check digits go. Where one fits less often than another,
# both are there: a sum may have to be above or below another, a person grown up or not.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "filled": ("示例文字",),
    "digits": ("123456",),
    "tax_certificate_number": ("311011261100210045",),
    "certificate_number": ("DOC-2026-0001",),
    "uscc": ("91350100M000100Y43",),
    "licence_identifier": ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",),
    "money": ("5000.00", "60000.00", "50.00"),
    "money_above_zero": ("5000.00", "60000.00", "50.00"),
    "citizen_number": ("110101199003077213", CHILD.number),
    "mobile": ("13900000001",),
    "person_name": ("示例名",),
    "tax_id": ("91350100M000100Y43",),
    "account_person": ("6222020000000000000",),
    "account_organisation": ("1234567890123456",),
    "ratio": ("8.00", "5.00", "0.50"),
    "count": ("2", "12"),
    "imo": ("9074729",),
    "ship_id": ("CN20101234567",),
    "mmsi": ("412345678",),
    "year": ("2026", "2020"),
}
MOST_KNOWN, LEAST_KNOWN = "98000.00", "100.00"  # sums in records, above and below what is typed first
WRONG = "1"
CLAIMED = {"name": "person_name", "uscc": "uscc"}  # of what is asked beside a matter's fields
DATES = {"month": NOW[:7], "date": NOW[:10]}
NUMBER = "DEMO-330100-20261123-000017"
OFFICE = "示例机构（演示）"
NEVER = NotKnown("no_answer")
NO = Refused("department_says_no")


def plausible(field: Field | Column) -> tuple[str, ...]:
    """Values that the field's own rule takes, as long as the field wants them."""
    if isinstance(field, Field) and field.choices:
        return field.choices[:1]
    if field.type in DATES:
        return (DATES[field.type],)
    rule = rule_of(field)
    if rule not in ("filled", "digits"):
        return EXAMPLES[rule]
    text = EXAMPLES[rule][0]
    return ((text * field.longest)[: min(max(len(text), field.shortest), field.longest)],)


def texts_for(matter: Matter, name: str) -> tuple[str, ...]:
    """What to type where `name` is asked for: values that may fit, then one that does not."""
    if name == "check_answer":
        return ("246810",)
    for field in matter.fields:
        if field.id == name:
            return *plausible(field), WRONG
        for column in field.columns:
            if name.endswith(column.id):
                return *plausible(column), WRONG
    rule = next((each for word, each in CLAIMED.items() if word in name), "citizen_number")
    return *EXAMPLES[rule], WRONG


def replies_to(question: Question, matter: Matter) -> tuple[Reply, ...]:
    """What the platform may say, the best first; an answer that stays away comes last."""
    said = _SAID.get(type(question))
    return (*(said(matter) if said else ()), NEVER)


def found(matter: Matter, many: int) -> Found:
    """Records that hold every value that any field or table of the matter hopes to be given."""
    records = tuple(
        Record(f"r{n + 1}", f"第{n + 1}条示例记录", "演示数据", MOST_KNOWN, values=_values(matter, n))
        for n in range(many)
    )
    return Found(records, OFFICE, INSTANT, "T1")


def _values(matter: Matter, number: int) -> dict[str, str]:
    """No two rows of a table are the same person's."""
    columns = {column.id: _of_row(column, number) for field in matter.fields for column in field.columns}
    hoped = {each.prefill.split(".")[-1]: _known(each) for each in matter.fields if "." in each.prefill}
    return {**columns, **hoped, "role": "handler"}


def _of_row(column: Column, number: int) -> str:
    texts = plausible(column)
    return texts[number % len(texts)] if rule_of(column) == "citizen_number" else texts[0]


def _known(field: Field) -> str:
    if rule_of(field) in ("money", "money_above_zero"):
        return LEAST_KNOWN if "least" in field.prefill else MOST_KNOWN
    return "" if field.type == "table" else plausible(field)[0]


def standing(matter: Matter, state: CaseState, number: str = NUMBER) -> CaseStanding:
    """A case of the matter in a state, with whatever belongs to it."""
    said_no = state in ("not_accepted", "declined")
    return CaseStanding(
        case_number=number,
        matter=matter.id,
        state=state,
        holder=OFFICE,
        place="330100",
        opened_at=INSTANT,
        demo=True,
        payable="120.00" if state == "accepted" else None,
        reason="department_says_no" if said_no else None,
        missing=_missing(matter) if state == "supplement_asked" else (),
        legs=tuple(LegStanding(each.id, each.office, "working") for each in matter.legs),
        papers=("acceptance", "result") if state in ("accepted", "approved") else (),
    )


def _missing(matter: Matter) -> tuple[MissingItem, ...]:
    return tuple(MissingItem(each.id, "看不清", "四个角都要拍到") for each in matter.materials[:2])


def awaited(matter: Matter) -> CaseStanding:
    """A case that a window waits for papers of, where the matter has any that may be brought."""
    brought = [each.id for each in matter.materials if each.can_bring and each.form != "self_made"]
    missing = tuple(MissingItem(each, "还没有带到窗口", to_bring=True) for each in brought[:2])
    return replace(standing(matter, "received"), missing=missing)


def _filed(matter: Matter) -> tuple[Reply, ...]:
    return (*(Filed(standing(matter, each)) for each in STATES), Filed(awaited(matter)), NO)


def _cases(matter: Matter) -> tuple[CaseStanding, ...]:
    return tuple(standing(matter, state, f"{NUMBER[:-1]}{n}") for n, state in enumerate(STATES, 1))


# What is said to each kind of question, the best first.
_SAID: dict[type[Question], Callable[[Matter], tuple[Reply, ...]]] = {
    CheckPerson: lambda _: (CheckSent("C1", "139****0001"), CheckSent("C2", None), Refused("no_registered_phone")),
    AnswerCheck: lambda _: (
        CheckOutcome("passed", trace="P1"),
        CheckOutcome("wrong", attempts_left=1),
        CheckOutcome("locked"),
    ),
    Query: lambda _: (FOUND, NothingFound(INSTANT, "s", "t")),
    Issue: lambda _: (ISSUED, NO),
    Verify: lambda _: (SAME, replace(SAME, state="not_found", fields=(), certificate=None)),
    LookUp: lambda matter: (found(matter, 2), found(matter, 1), NothingFound(INSTANT, "s", "t"), NO),
    Submit: lambda matter: (*_filed(matter), Filed(standing(matter, "received"), again=True)),
    Supplement: _filed,
    Withdraw: _filed,
    CaseOf: _filed,
    CasesOf: lambda matter: (CasesFound(_cases(matter)), CasesFound(())),
    AskPayment: lambda _: (PaymentCode("KIOSK-DEMO:PAY:1", "120.00", INSTANT), NO),
    PaymentOf: lambda _: (PaymentState("not_paid"), PaymentState("not_known"), PaymentState("paid")),
    PaperOf: lambda _: (replace(ISSUED, case_number=NUMBER), Refused("no_such_paper")),
    HandOver: lambda _: (HandedOver("ABCDEFGHIJKLMNOPQRSTUVWXYZ", INSTANT),),
    TakeOver: lambda matter: (TakenOver(matter.id, "330100", {}), Refused("code_used")),
}
