"""税收完税证明 as a value: its rows, its total, and the checks a paper must pass before it is made.

The 表格式 lists entries with their vouchers; the 文书式 is a statement of what was paid, and no voucher.

Fields are those printed on the form (税收票证管理办法, 令28); money is Decimal 元 with two places.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from kiosk.core.validators import amount_in_words
from kiosk.documents.case_paper import CasePaper
from kiosk.documents.errors import DocumentRefused

TITLE = "税收完税证明"
FORM = "（表格式）"
STATEMENT = "（文书式）"
STATEMENT_USE = "本证明不作为记账、抵扣凭证。"
DRAWER = "自助办理系统（演示）"
REMARKS = "本证明由模拟的税务系统为演示而生成，人员、税款和机关都是虚构的，没有任何效力。"
HOW_TO_VERIFY = (
    "查验方法一：在自助终端首页选“查证明真假”，把右上角的二维码对准扫码窗口。",
    "查验方法二：在自助终端输入本证明的 No.、填发日期和金额合计，与税务机关的记录核对。",
)


def verification_code(number: str, issued_on: str, total: str) -> str:
    """What the code on a paper over a sum of money says: the three values that it is checked by."""
    return f"KIOSK-DEMO:TAX:{number}:{issued_on[:10].replace('-', '')}:{total}"


class Entry(Struct, frozen=True):
    """One row of the form; dates are YYYY-MM-DD, refunds are negative."""

    voucher: str
    kind: str
    item: str
    period_from: str
    period_to: str
    date: str
    amount: Decimal

    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        period = f"{self.period_from} 至\n{self.period_to}"
        return (self.voucher, self.kind, self.item, period, self.date, f"{self.amount:,.2f}")

    def stated(self) -> tuple[str, ...]:
        """The row as a statement has it."""
        return (self.kind, self.item, f"{self.period_from} 至 {self.period_to}", f"{self.amount:,.2f}")


class TaxCertificate(Struct, frozen=True):
    """One certificate as the department ordered it; `total` is the department's own sum."""

    number: str
    issued_on: str
    issuer: str
    taxpayer_number: str
    taxpayer_name: str
    entries: tuple[Entry, ...]
    total: Decimal

    def __repr__(self) -> str:
        """A certificate is about a person: show its size only."""
        return f"TaxCertificate({len(self.entries)} rows)"

    def check(self) -> None:
        """DocumentRefused unless there are rows and they add up to the department's total."""
        if not self.entries:
            raise DocumentRefused("no_rows")
        if sum((entry.amount for entry in self.entries), Decimal(0)) != self.total:
            raise DocumentRefused("total_mismatch")

    @property
    def total_words(self) -> str:
        """The total in capital figures (支付结算办法, annex 1)."""
        return amount_in_words(self.total)

    @property
    def payload(self) -> str:
        """The text of the verification code; it says DEMO and names nobody."""
        return verification_code(self.number, self.issued_on, f"{self.total:.2f}")

    def statement(self) -> CasePaper:
        """The same payments as a 文书式."""
        days = sorted(entry.period_from for entry in self.entries), sorted(entry.period_to for entry in self.entries)
        return CasePaper(
            title=TITLE + STATEMENT,
            number=self.number,
            issuer=self.issuer,
            issued_at=self.issued_on,
            opening="兹证明下列纳税人在下列所属时期缴纳税款如下。",
            lines=(
                ("纳税人名称", self.taxpayer_name),
                ("纳税人识别号", self.taxpayer_number),
                ("所属时期", f"{days[0][0]} 至 {days[1][-1]}"),
            ),
            columns=("税种", "品目名称", "所属时期", "实缴（退）金额"),
            rows=tuple(entry.stated() for entry in self.entries),
            total=f"{self.total:.2f}",
            note=STATEMENT_USE,
            payload=self.payload,
        )

    def texts(self) -> Iterator[str]:
        """Every text on the paper that differs from paper to paper."""
        yield from (self.number, self.issuer, self.taxpayer_number, self.taxpayer_name)
        for entry in self.entries:
            yield from (entry.voucher, entry.kind, entry.item)
