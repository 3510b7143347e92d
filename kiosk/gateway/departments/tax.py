"""The simulated tax authority: payments, 税收完税证明 and its verification. Every paper carries 演示."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace

from kiosk.core.idcard import masked_name
from kiosk.core.validators import amount_in_words, tax_certificate_number
from kiosk.documents.case_paper import CasePaper
from kiosk.documents.check import page_count
from kiosk.documents.errors import DocumentError, DocumentRefused
from kiosk.documents.office import IssuingOffice
from kiosk.documents.tax_certificate import FORM, STATEMENT, TITLE, Entry, TaxCertificate
from kiosk.gateway.departments.case_papers import holder_of
from kiosk.gateway.departments.contract import (
    Compared,
    Facts,
    IssuedPaper,
    Order,
    Payment,
    PaymentsAsked,
    Person,
    Refused,
    TaxPresented,
    Verification,
    Working,
)
from kiosk.gateway.departments.line import Line
from kiosk.gateway.departments.registers import Registers
from kiosk.gateway.departments.tax_ledger import LedgerEntry, TaxLedger
from kiosk.gateway.departments.tax_register import is_asked, register_of, why_not
from kiosk.gateway.errors import DepartmentUnavailable
from kiosk.gateway.times import Clock, instant

# What an order may ask for: the words of the law, and the ids a matter's choice can have.
TABLES, STATEMENTS = ("表格式", "table"), ("文书式", "statement")
STATEMENT_PREFIX = "YW"
ONE_CENT = Decimal("0.01")


class TaxSimulator:
    """A tax system with synthetic taxpayers; keeps what it issued in `ledger`."""

    service = "和安市税务局（演示）税收征管系统"

    def __init__(
        self,
        registers: Registers,
        line: Line,
        ledger: TaxLedger,
        office: IssuingOffice,
        clock: Clock,
        case_paper: Callable[[str], CasePaper | None] | None = None,
    ) -> None:
        self.line, self._case_paper = line, case_paper
        self._register = register_of(registers)
        self._authorities = {place.id: place.zh for place in registers.authorities}
        self._elsewhere = {
            known.number: LedgerEntry(
                number=known.number,
                issued_at=known.issued_on,
                total=known.amount,
                holder=registers.holder(known.holder)[0],
                issuer=known.issuer,
                state=known.state,
            )
            for known in registers.certificates
        }
        self._ledger, self._office, self._clock = ledger, office, clock

    def is_up(self) -> bool:
        """Whether the simulator answers."""
        return self.line.is_up()

    def payments(self, person: Person, asked: PaymentsAsked) -> tuple[Payment, ...] | Refused:
        """The person's payments that `asked` describes, newest first, each with why it cannot be certified."""
        if refused := self.line.call():
            return refused
        if self.line.renewed():
            self._ledger.release()
        known = self._known(person, statement=asked.form in STATEMENTS)
        return tuple(each for each in known if is_asked(each, asked, self._authorities))

    def issue(self, order: Order) -> IssuedPaper | Working | Refused:
        """The certificate of `order`: made now, or the same as before."""
        if refused := self.line.call():
            return refused
        if order.form not in (*TABLES, *STATEMENTS):
            return Refused("form_not_offered")
        if self.line.still_working(order.number):
            return Working()
        try:
            return self._issue(order, self._ledger.by_order(order.number))
        except DocumentRefused as refusal:
            return Refused(refusal.reason)
        except DocumentError as error:
            raise DepartmentUnavailable("the simulated tax authority could not make the paper") from error

    def verify(self, presented: TaxPresented) -> Verification | Refused:
        """Compare number, day and amount with the record; what differs is named, what is recorded is not."""
        if refused := self.line.call():
            return refused
        number = tax_certificate_number(presented.number).upper()
        entry = self._elsewhere.get(number) or self._ledger.by_number(number) or self._of_case(number)
        if entry is None:
            return Verification("not_found", (Compared("number", presented.number, None, same=False),))
        return _compared(presented, entry)

    def _of_case(self, number: str) -> LedgerEntry | None:
        """The result of a case that carries a verification code too."""
        paper = self._case_paper(number) if self._case_paper is not None else None
        if paper is None:
            return None
        total, holder = Decimal(paper.total), holder_of(paper)
        return LedgerEntry(paper.number, paper.issued_at, total, holder, paper.issuer, title=paper.title)

    def _known(self, person: Person, *, statement: bool) -> tuple[Payment, ...]:
        rows = self._register.get(person.digest, ())
        if statement:
            return tuple(replace(row, why=why_not(row, statement=True), issued_as=None) for row in rows)
        covered = self._ledger.covered(tuple(row.id for row in rows))
        return tuple(_judged(row, covered.get(row.id, row.issued_as)) for row in rows)

    def _issue(self, order: Order, entered: LedgerEntry | None) -> IssuedPaper | Refused:
        statement = order.form in STATEMENTS
        chosen = [row for row in self._known(order.person, statement=statement) if row.id in order.rows]
        if refusal := _cannot_cover(chosen, order, entered):
            return refusal
        draft = self._draft(order.person, chosen)
        self._office.check(draft)
        covers, prefix = ((), STATEMENT_PREFIX) if statement else (order.rows, "YS")
        entry = entered or self._ledger.enter(order.number, covers, self._new_entry(draft), prefix)
        if entry is None:
            return Refused("already_issued")
        certificate = replace(draft, number=entry.number, issued_on=entry.issued_at[:10])
        return self._paper(certificate, entry.issued_at, statement=statement)

    def _draft(self, person: Person, chosen: list[Payment]) -> TaxCertificate:
        total = sum((row.amount for row in chosen), Decimal(0))
        return TaxCertificate(
            number="",
            issued_on="",
            issuer=chosen[0].authority,
            taxpayer_number=person.number,
            taxpayer_name=person.name,
            entries=tuple(_entry(row) for row in reversed(chosen)),
            total=total + ONE_CENT if self.line.spoils_total() else total,
        )

    def _new_entry(self, draft: TaxCertificate) -> LedgerEntry:
        return LedgerEntry("", instant(self._clock()), draft.total, draft.taxpayer_name, draft.issuer)

    def _paper(self, certificate: TaxCertificate, issued_at: str, *, statement: bool) -> IssuedPaper:
        made = self._office
        pdf = made.make_case_paper(certificate.statement()) if statement else made.make(certificate)
        return IssuedPaper(
            certificate_number=certificate.number,
            title=TITLE + (STATEMENT if statement else FORM),
            issuer=certificate.issuer,
            issued_at=issued_at,
            rows=len(certificate.entries),
            total=certificate.total,
            total_words=amount_in_words(certificate.total),
            pages=page_count(pdf),
            pdf=pdf,
            demo=True,
        )


def _judged(payment: Payment, issued_as: str | None) -> Payment:
    why = why_not(payment)
    if why is None and issued_as is not None:
        return replace(payment, why="already_issued", issued_as=issued_as)
    return replace(payment, why=why, issued_as=None)


def _cannot_cover(chosen: list[Payment], order: Order, entered: LedgerEntry | None) -> Refused | None:
    if not order.rows:
        return Refused("no_rows")
    if len(chosen) != len(set(order.rows)):
        return Refused("row_unknown")
    if len({row.authority for row in chosen}) > 1:
        return Refused("two_authorities")
    # An order that was entered before covers its own rows.
    reasons = [row.why for row in chosen if row.why and not (entered and row.issued_as == entered.number)]
    return Refused(reasons[0]) if reasons else None


def _entry(row: Payment) -> Entry:
    return Entry(row.id, row.kind, row.item, row.period_from, row.period_to, row.date or "", row.amount)


def _compared(presented: TaxPresented, entry: LedgerEntry) -> Verification:
    fields = (
        _field("number", presented.number, same=True),
        _field("issued_on", presented.issued_on, same=presented.issued_on == entry.issued_at[:10]),
        _field("amount", f"{presented.amount:.2f}", same=presented.amount == entry.total),
    )
    if not all(field.same for field in fields):
        return Verification("differs", fields)
    facts = Facts(
        kind=entry.title or TITLE + (STATEMENT if entry.number.startswith(STATEMENT_PREFIX) else FORM),
        number=entry.number,
        holder=masked_name(entry.holder),
        issuer=entry.issuer,
        issued_on=entry.issued_at[:10],
        valid_until=None,
        state="void" if entry.state == "void" else "same",
    )
    return Verification("void" if entry.state == "void" else "same", fields, facts)


def _field(name: str, presented: str, *, same: bool) -> Compared:
    return Compared(name, presented, presented if same else None, same=same)
