"""pay: a code of the department's for the citizen's phone; paid, not paid and not known stay three answers.

While it is not known whether money went, no code is shown and no new one asked for: nobody pays twice here.
A case that is looked at later is paid in the same way (see `progress`).
"""

from __future__ import annotations

from kiosk.core.case_bodies import Code
from kiosk.core.events import Replied
from kiosk.core.face_bodies import Info
from kiosk.core.face_parts import Button, Notice, Row
from kiosk.core.flow import ask, print_paper
from kiosk.core.kinds.filing import onward
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.supplement import case_page
from kiosk.core.matter_pages import AtPay
from kiosk.core.money_text import yuan
from kiosk.core.pages import AtTrouble, Purpose
from kiosk.core.questions import AskPayment, CaseOf, PaymentOf
from kiosk.core.replies import Filed, PaymentCode, PaymentState, Refused
from kiosk.core.session import Visit
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View
from kiosk.core.window_text import window_key


def _arrive(turn: Turn) -> None:
    standing = turn.visit.standing
    if standing is None or not standing.fee_due or turn.visit.paid:
        onward(turn)
    else:
        begin_paying(turn)


def may_pay(visit: Visit) -> bool:
    """Only who was checked pays, and only what the department said is not paid, for a case that goes on."""
    due = visit.standing is not None and visit.standing.fee_due and not visit.paid
    return due and visit.check_trace is not None and visit.payment_state == "not_paid"


def begin_paying(turn: Turn) -> None:
    """A code at once where nobody can have paid; else the department is asked first whether somebody has."""
    visit = turn.visit
    if visit.payment is not None or visit.payment_state == "not_known" or visit.filed_again:
        _ask_state(turn)
    else:
        _ask_code(turn)


def ask_of_case(turn: Turn, purpose: Purpose, question: type[AskPayment | PaymentOf | CaseOf]) -> None:
    """Ask about the case that was handed in or is looked at, as whoever was checked."""
    standing = turn.visit.standing
    assert standing is not None, "only what was handed in is asked about"
    ask(turn, purpose, question(standing.case_number, turn.visit.check_trace))


def _ask_code(turn: Turn) -> None:
    """Have the department's code: the one that still works, or a new one; none for what may be paid."""
    ask_of_case(turn, "pay_code", AskPayment)


def _coded(turn: Turn, what: Replied) -> None:
    """A code for another sum than the case's is never shown; *not known* and *paid* are no refusals like others."""
    standing = turn.visit.standing
    match what.reply:
        case PaymentCode() as code if standing is not None and code.amount == standing.payable:
            turn.keep(payment=code)
            turn.show(AtPay(code))
        case PaymentCode():
            turn.show(AtTrouble("pay_mismatch", purpose="pay_code"))
        case Refused("payment_not_known"):
            _doubt(turn)
        case Refused("paid_already"):
            _ask_case(turn)
        case Refused(reason):
            _no_code(turn, reason)
        case _:
            turn.show(AtTrouble("pay_unavailable", purpose="pay_code"))


def _doubt(turn: Turn) -> None:
    turn.keep(payment_state="not_known")
    turn.show(AtPay())


def _no_code(turn: Turn, reason: str) -> None:
    turn.keep(payment_state="refused")
    turn.show(AtTrouble("pay_refused", reason, purpose="pay_code"))


def _ask_state(turn: Turn) -> None:
    ask_of_case(turn, "pay_state", PaymentOf)


def _stated(turn: Turn, what: Replied) -> None:
    """Only the department's own words *paid* and *not paid* count; everything else is not known."""
    code = turn.visit.payment
    match what.reply:
        case PaymentState(state="paid"):
            turn.keep(paid=True, payment_state="")
            _ask_case(turn)
        case PaymentState(state="not_paid") if code is None or _expired(turn, code):
            turn.keep(payment_state="not_paid")
            _ask_code(turn)
        case PaymentState(state="not_paid"):
            turn.keep(payment_state="not_paid")
            turn.show(AtPay(code, not_paid=True))
        case _:
            _doubt(turn)


def _ask_case(turn: Turn) -> None:
    ask_of_case(turn, "paid_case", CaseOf)


def _moved(turn: Turn, what: Replied) -> None:
    """The papers say what the payment brought about; without an answer the way goes on with what was known.

    A case that is not paid itself, of which the department says so, was paid for by another: no code, and no result.
    """
    before = turn.visit.standing
    match what.reply:
        case Filed(standing) if before is not None and standing.case_number == before.case_number:
            turn.keep(standing=standing, paid=turn.visit.paid or standing.paid)
        case _:
            pass
    if turn.visit.paid:
        onward(turn)
    else:
        _no_code(turn, "paid_already")


def _expired(turn: Turn, code: PaymentCode) -> bool:
    return code.expires_at[:19] <= turn.happened.now[:19]  # both are civil time of the one zone of this country


def _touched(turn: Turn, page: AtPay, target: str) -> None:
    """我已付款 asks the department; the other answer is a paper that says how the payment stands."""
    if target == "paid":
        _ask_state(turn)
    elif target == ("primary" if page.code is None else "secondary"):
        pay_later(turn)


def pay_later(turn: Turn) -> None:
    """The paper says what was chosen here; what the department knows only where it was asked."""
    turn.keep(payment_state=turn.visit.payment_state or "later")
    print_paper(turn, "receipt")


def _back(turn: Turn, _page: AtPay) -> None:
    turn.show(case_page(turn))


def _body(view: View, page: AtPay) -> Parts:
    if page.code is None:
        return _in_doubt(view)
    standing = view.visit.standing
    notice = Notice(view.say("pay.not_paid"), "mark", "warning") if page.not_paid else None
    body = Code(
        payload=page.code.payload,
        caption=view.say("pay.caption"),
        amount_label=view.say("pay.amount"),
        amount=yuan(page.code.amount),
        lines=(
            view.say("pay.whom", service=standing.holder if standing is not None else ""),
            view.say("pay.until", time=page.code.expires_at[11:16]),
        ),
        notice=notice,
    )
    return Parts(
        view.say("pay.title"),
        view.say(window_key(view.visit, "pay.strip")),
        body,
        primary=Button("paid", view.say("pay.primary"), icon="tick"),
        secondary=Button("secondary", view.say(window_key(view.visit, "pay.secondary"))),
    )


def _in_doubt(view: View) -> Parts:
    """扣款结果待确认: asking again is offered, paying again is not."""
    blocks = tuple(Row(view.say(f"pay.doubt{n}"), view.say(f"pay.doubt{n}_lines")) for n in (1, 2))
    return Parts(
        view.say("pay.doubt_title"),
        view.say("pay.doubt_strip"),
        Info(blocks, Notice(view.say("pay.doubt_notice"), "mark", "warning")),
        primary=Button("primary", view.say("pay.doubt_primary"), icon="print"),
        secondary=Button("paid", view.say("pay.doubt_secondary")),
    )


KIND = Kind(
    arrivals={"pay": _arrive},
    pages={AtPay: PageKind(_body, _touched, back=_back)},
    replies={"pay_code": _coded, "pay_state": _stated, "paid_case": _moved},
    retries={"pay_code": _ask_code},
)
