"""A department of a hundred lines for the gateway's own tests, and a matter that it decides."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace
from pypdf import PdfWriter

from kiosk.core.matters import Matter, parse_matter
from kiosk.core.replies import LegStanding, MissingItem, PaymentCode, PaymentState, Record
from kiosk.gateway.departments.case_contract import (
    Application,
    DepartmentStanding,
    LookedUp,
    LookUpAsked,
    Material,
    PaperKind,
)
from kiosk.gateway.departments.contract import IssuedPaper, Refused, Working
from kiosk.gateway.errors import DepartmentUnavailable
from kiosk.gateway.materials import sm3_of

MATTER = """
id = "TEST-01"
name = "示例事项"
lead = "示例部"
mode = "异地代收代办"
reach = "R2"
identity = ["ID1", "ID2", "ID2G", "ID3", "IDX"]
objects = ["自然人"]
type_code = "20"
picture = "tax"
department = "office"
service = "small"
least_age = 16
sensitive = ["account"]
unit_period = "month"
version = 3
fields = [
  { id = "month", type = "month", purpose = "哪个月", least = "years:-1" },
  { id = "kind", type = "choice", choices = ["one", "two"], purpose = "哪一种" },
  { id = "amount", type = "money", rule = "money", purpose = "多少钱" },
  { id = "note", type = "text", purpose = "说明", optional = true },
  { id = "other", type = "number", rule = "citizen_number", purpose = "别人的号码", optional = true },
  { id = "other_name", type = "text", rule = "person_name", purpose = "别人的姓名", optional = true },
  { id = "card", type = "digits", purpose = "账号", optional = true, sensitive = "account" },
  { id = "address", type = "text", prefill = "share.household.address", read_only = true, purpose = "住址" },
  { id = "people", type = "table", purpose = "人员", rows_most = 2, columns = [
    { id = "name", type = "text" }, { id = "sum", type = "money", rule = "money" } ] },
]
checks = [{ rule = "multiple_of", field = "amount", with = ["0.50"] }]
materials = [
  { id = "book", name = "户口簿", origin = "政府部门核发", share = "household" },
  { id = "promise", name = "承诺书", origin = "申请人自备", can_commit = true, can_photograph = false },
  { id = "extra", name = "补充说明", origin = "申请人自备", required = false, pages_most = 2 },
  { id = "sealed", name = "密封件", origin = "其他", required = false, can_bring = false },
  { id = "form", name = "申请表", origin = "申请人自备", form = "self_made" },
]
steps = [
  { kind = "consent" }, { kind = "identify" }, { kind = "choose_place" }, { kind = "fetch", look_up = "household" },
  { kind = "form", pages = [["month", "kind"], ["amount", "note", "address"]] },
  { kind = "form", pages = [["people"]], when = { field = "kind", is = "two" } },
  { kind = "materials" }, { kind = "deliver", ways = ["pick_up", "post"] }, { kind = "review" }, { kind = "sign" },
  { kind = "submit" }, { kind = "pay" },
]
[zh]
name = "示例事项"
[zh.field.people]
label = "人员名单"
[zh.field.people.column]
name = "姓名"
sum = "多少"
[zh.field.month]
label = "月份"
[zh.field.kind]
label = "种类"
one = "第一种"
"""
REGISTERED = {"name": "示例公司", "role": "办税员", "legal_rep": "李示例"}
AT = "2026-06-15T09:30:00+08:00"


def small_matter() -> Matter:
    return parse_matter(MATTER)[0]


def pdf_of(pages: int = 1) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


PDF = pdf_of()
PDF_SM3 = sm3_of(PDF)


class SmallOffice:
    """Decides what a test tells it: set `next`, `paid`, `down` or call `decide`."""

    service = "示例部门（演示）"

    def __init__(self) -> None:
        self.down = False
        self.next: Working | Refused | None = None
        self.unusable = ""  # why what is shared cannot be used
        self.shares = {"household", "mandate", "guardianship"}
        self.paid: PaymentState = PaymentState("not_paid")
        self.cases: dict[str, DepartmentStanding] = {}
        self.asked: list[LookUpAsked] = []
        self.applications: list[Application] = []
        self.supplements: list[tuple[tuple[Material, ...], dict[str, str]]] = []
        self.confirmed: list[str] = []
        self.codes = 0
        self.meanwhile: list[Callable[[], object]] = []  # what happens elsewhere while the next answer is on its way

    def is_up(self) -> bool:
        return not self.down

    def decide(self, number: str, **said: object) -> None:
        self.cases[number] = replace(self.cases[number], **said)

    def ask_for(self, number: str, *missing: str, more: tuple[MissingItem, ...] = ()) -> None:
        items = (*(MissingItem(each, f"缺{each}", "看得清") for each in missing), *more)
        self.decide(number, state="supplement_asked", missing=items, supplement_by="2026-06-30")

    def wait_for(self, number: str, *missing: str) -> None:
        items = tuple(MissingItem(each, "还没有带到窗口", to_bring=True) for each in missing)
        self.decide(number, state="received", missing=items)

    def _got(self, number: str, ids: set[str]) -> None:
        """As the simulator's `supplied`."""
        case = self.cases[number]
        rest = tuple(each for each in case.missing if each.id not in ids)
        state = case.state if rest else "supplemented" if case.state == "supplement_asked" else "received"
        self.decide(number, state=state, missing=rest, supplement_by=case.supplement_by if rest else None)

    def look_up(self, asked: LookUpAsked) -> LookedUp | Refused:
        self._answer()
        if asked.look_up not in self.shares:
            return LookedUp((), self.service)
        self.asked.append(asked)
        why = self.unusable or None
        values = REGISTERED if asked.look_up == "mandate" else {"address": "示例市一号"}
        record = Record("r1", "示例记录", selectable=why is None, why=why, values=values)
        return LookedUp((record,), self.service)

    def submit(self, application: Application) -> DepartmentStanding | Working | Refused:
        self._answer()
        if self.next is not None:
            said, self.next = self.next, None
            return said
        if application.number not in self.cases:
            self.applications.append(application)
            self.cases[application.number] = DepartmentStanding(
                "received", "办理地窗口（演示）", legs=(LegStanding("first", "第一处", "working", AT),)
            )
        return self.cases[application.number]

    def standing(self, number: str) -> DepartmentStanding | None:
        self._answer()
        told = self.cases.get(number)
        self._let_happen()
        return told

    def supplement(
        self, number: str, materials: tuple[Material, ...], values: dict[str, str]
    ) -> DepartmentStanding | Refused:
        self._answer()
        self.supplements.append((materials, values))
        self._got(number, {each.id for each in materials} | values.keys())
        return self.cases[number]

    def confirm(self, number: str, material: str) -> DepartmentStanding | Refused:
        self._answer()
        self.confirmed.append(material)
        if material in {each.id for each in self.cases[number].missing}:
            self._got(number, {material})
        return self.cases[number]

    def withdraw(self, number: str) -> DepartmentStanding | Refused:
        self._answer()
        if self.cases[number].state == "in_progress":
            return Refused("too_late")
        self.decide(number, state="withdrawn")
        return self.cases[number]

    def ask_payment(self, number: str) -> PaymentCode | Refused:
        self._answer()
        self.codes += 1
        self._let_happen()
        return PaymentCode(f"KIOSK-DEMO:PAY:{number}", "10.00", AT)

    def payment_state(self, number: str) -> PaymentState:
        self._answer()
        told = self.paid
        self._let_happen()
        return told

    def paper(self, number: str, kind: PaperKind) -> IssuedPaper | None:
        self._answer()
        if kind not in self.cases[number].papers:
            return None
        return IssuedPaper("示〔2026〕1号", "受理通知书", self.service, AT, 0, Decimal(0), "零元整", 1, PDF, demo=True)

    def _let_happen(self) -> None:
        if self.meanwhile:
            self.meanwhile.pop()()

    def _answer(self) -> None:
        if self.down:
            raise DepartmentUnavailable("the small office is down")
