"""progress: where a case stands, by the number on our receipt or for who is identified; and what can be done about it.

A number alone shows what concerns nobody: state, office, place, day. All else and every act need the person.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from kiosk.core.events import Replied
from kiosk.core.face_bodies import Choose, Info, Question
from kiosk.core.face_parts import Button, Choice, Row
from kiosk.core.flow import arrive, ask, go_back, go_home, not_answered, print_paper
from kiosk.core.kinds import case_body
from kiosk.core.kinds.filing import fetch_paper, paper_there
from kiosk.core.kinds.hand_over import take_over
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.lists import page_after, paged
from kiosk.core.kinds.payment import ask_of_case, begin_paying, may_pay
from kiosk.core.kinds.supplement import begin_supplement, may_supplement
from kiosk.core.matter_pages import AtCase, AtCases
from kiosk.core.parties_of import parties_of
from kiosk.core.payloads import HandOverCode, OwnReceipt, route_payload
from kiosk.core.questions import CaseOf, CasesOf, PaymentOf, Withdraw
from kiosk.core.replies import CasesFound, CaseStanding, Filed, PaymentState
from kiosk.core.session import Visit
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

CASES_PER_PAGE: Mapping[str, int] = {"standard": 4, "large": 3, "xlarge": 2}
WITHDRAWABLE = frozenset(("submitted", "received", "supplement_asked", "supplemented", "accepted", "transferred"))
MESSAGES = 2  # the newest; the whole exchange belongs on the windows' page

# --- arriving ----------------------------------------------------------------------------------------------------


def _arrive(turn: Turn) -> None:
    """By the code that was scanned, else for the person who was identified."""
    scanned = _scanned(turn)
    match scanned:
        case HandOverCode(code=code):
            take_over(turn, code)
        case OwnReceipt(case_number=number):
            _ask_case(turn, number)
        case _:
            _ask_cases(turn)


def _scanned(turn: Turn) -> object:
    payload = turn.visit.payload
    if payload is None:
        return None
    return route_payload(payload, payload.decode("utf-8", "replace"), turn.catalogue.centre.allowed_hosts)


def _ask_case(turn: Turn, number: str) -> None:
    ask(turn, "case", CaseOf(number, turn.visit.check_trace))


def _ask_cases(turn: Turn) -> None:
    visit = turn.visit
    parties = parties_of(visit, turn.matter, turn.today)
    ask(turn, "cases", CasesOf(parties, visit.check_trace or ""))


def _again(turn: Turn) -> None:
    """Where it stands now: also after a withdrawal of which nobody knows whether it arrived."""
    standing = turn.visit.standing
    if standing is None:
        _arrive(turn)
    else:
        _ask_case(turn, standing.case_number)


# --- answers -----------------------------------------------------------------------------------------------------


def _case_found(turn: Turn, what: Replied) -> None:
    match what.reply:
        case Filed(standing):
            shown = shown_to(turn.visit, standing)
            turn.keep(standing=shown, paid=shown.paid, payment=None, payment_state="")  # a code is one case's
            _ask_paid(turn)
        case reply:
            not_answered(turn, "case", reply)


def _ask_paid(turn: Turn) -> None:
    """Whether a fee is paid: a case that says *not yet* may be one of which nobody knows."""
    standing = turn.visit.standing
    assert standing is not None, "the page shows a case"
    if standing.payable is None or turn.visit.paid:
        turn.show(AtCase())
    else:
        ask_of_case(turn, "case_paid", PaymentOf)


def _paid_told(turn: Turn, what: Replied) -> None:
    """Paid, not paid; everything else is not known."""
    match what.reply:
        case PaymentState(state="paid"):
            turn.keep(paid=True)
        case PaymentState(state="not_paid"):
            turn.keep(payment_state="not_paid")
        case _:
            turn.keep(payment_state="not_known")
    turn.show(AtCase())


def shown_to(visit: Visit, standing: CaseStanding) -> CaseStanding:
    """Without the person check the state alone: a gateway that sends more is not believed to have meant it."""
    if visit.check_trace is not None:
        return standing
    return CaseStanding(
        case_number=standing.case_number,
        matter=standing.matter,
        state=standing.state,
        holder=standing.holder,
        place=standing.place,
        opened_at=standing.opened_at,
        demo=standing.demo,
    )


def _cases_found(turn: Turn, what: Replied) -> None:
    match what.reply:
        case CasesFound() as found:
            turn.show(AtCases(found))
        case reply:
            not_answered(turn, "cases", reply)


# --- whose cases -------------------------------------------------------------------------------------------------


def _cases_touched(turn: Turn, page: AtCases, target: str) -> None:
    kind, _, name = target.partition(":")
    match kind:
        case "case" if any(each.case_number == name for each in page.found.cases):
            _ask_case(turn, name)
        case "page":
            per_page = CASES_PER_PAGE[turn.session.text_size]
            turn.show(replace(page, page=page_after(target, page.page, len(page.found.cases), per_page)))
        case "primary" if not page.found.cases:
            go_home(turn)
        case _:
            return


def _cases(view: View, page: AtCases) -> Parts:
    if not page.found.cases:
        blocks = tuple(Row(view.say(f"cases.none{n}"), view.say(f"cases.none{n}_lines")) for n in (1, 2))
        primary = Button("primary", view.say("cases.none_primary"), icon="home")
        return Parts(view.say("cases.none_title"), view.say("cases.none_strip"), Info(blocks), primary=primary)
    pages = paged(view, page.found.cases, page.page, CASES_PER_PAGE[view.session.text_size])
    body = Choose(
        heading="",
        choices=tuple(_case_row(view, each) for each in pages.rows),
        page=page.page + 1,
        page_text=pages.text,
        previous=pages.previous,
        following=pages.following,
    )
    return Parts(view.say("cases.title"), view.say("cases.strip"), body)


def _case_row(view: View, standing: CaseStanding) -> Choice:
    name = view.words.maybe(f"matter.{standing.matter}.card") or standing.matter
    state = view.say(f"case.state.{standing.state}")
    line = view.say("cases.line", date=view.day(standing.opened_at[:10]), state=state)
    return Choice(f"case:{standing.case_number}", name, line)


# --- one case ----------------------------------------------------------------------------------------------------


def _touched(turn: Turn, page: AtCase, target: str) -> None:
    standing = turn.visit.standing
    assert standing is not None, "the page shows a case"
    if page.withdrawing:
        _withdraw(turn, standing, target)
        return
    match target:
        case "primary":
            print_paper(turn, "receipt")
        case "secondary" if turn.visit.check_trace is None:
            _identify(turn)
        case "pay" if may_pay(turn.visit):
            begin_paying(turn)
        case "pay" if turn.visit.payment_state == "not_known":
            _ask_paid(turn)
        case "print" if paper_there(standing):
            fetch_paper(turn)
        case "supplement" if may_supplement(turn):
            begin_supplement(turn)
        case "withdraw" if may_withdraw(turn.visit, standing):
            turn.show(AtCase(withdrawing=True))
        case _:
            return


def may_withdraw(visit: Visit, standing: CaseStanding) -> bool:
    """Only who was checked takes a case back, and only while nothing was decided, or paid as far as anybody knows."""
    in_doubt = standing.paid or visit.paid or visit.payment_state == "not_known"
    return visit.check_trace is not None and standing.state in WITHDRAWABLE and not in_doubt


def _withdraw(turn: Turn, standing: CaseStanding, target: str) -> None:
    """不撤 is the large answer; 撤回 is asked for once more and then done."""
    match target:
        case "primary":
            turn.show(AtCase())
        case "secondary":
            ask(turn, "case", Withdraw(standing.case_number, turn.visit.check_trace))
        case _:
            return


def _identify(turn: Turn) -> None:
    """The way of this matter that identifies: its answer is taken, the scanned number stays."""
    for step in turn.matter.steps:
        if step.kind == "identify" and step.when is not None:
            way = {step.when.field: step.when.is_}
            turn.keep(answers={**turn.visit.answers, **way}, standing=None)
            kinds = [each.kind for each in turn.steps]
            first = kinds.index("consent") if "consent" in kinds else kinds.index("identify")
            arrive(turn, first)
            return


def _back(turn: Turn, page: AtCase) -> None:
    """From a case that was picked, to the list; from a scanned one, to the step before."""
    if page.withdrawing:
        turn.show(AtCase())
        return
    turn.keep(standing=None, materials={})
    if turn.visit.payload is None and turn.visit.check_trace is not None:
        _ask_cases(turn)
    else:
        go_back(turn)


def _body(view: View, page: AtCase) -> Parts:
    standing = view.visit.standing
    assert standing is not None, "the page shows a case"
    return _question(view, standing) if page.withdrawing else _case(view, standing)


def _case(view: View, standing: CaseStanding) -> Parts:
    checked = view.visit.check_trace is not None
    return Parts(
        view.say("case.title"),
        view.say("case.strip" if checked else "case.strip_number"),
        case_body.body(view, standing, whole=checked, messages=_messages(standing), paying=_paying(view)),
        primary=Button("primary", view.say("case.primary"), icon="print"),
        secondary=_quieter(view, standing),
    )


def _quieter(view: View, standing: CaseStanding) -> Button | None:
    """Beside the large button: the way to everything else; and for who has that, a place of its own for 撤回."""
    if view.visit.check_trace is None:
        return Button("secondary", view.say("case.identify"))
    return Button("withdraw", view.say("case.withdraw")) if may_withdraw(view.visit, standing) else None


def _paying(view: View) -> tuple[Button, ...]:
    """缴费 where it is surely not paid, asking once more where it is not known."""
    if may_pay(view.visit):
        return (Button("pay", view.say("case.pay"), icon="next"),)
    return (Button("pay", view.say("case.ask_paid")),) if view.visit.payment_state == "not_known" else ()


def _messages(standing: CaseStanding) -> tuple[Row, ...]:
    return tuple(Row(each.office, each.text) for each in standing.messages[-MESSAGES:])


def _question(view: View, standing: CaseStanding) -> Parts:
    name = view.words.maybe(f"matter.{standing.matter}.name") or standing.matter
    lines = (name, standing.case_number, view.say("withdraw.line"))
    return Parts(
        view.say("withdraw.title"),
        view.say("withdraw.strip"),
        Question("leave", lines, view.say("withdraw.keep")),
        primary=Button("primary", view.say("withdraw.primary")),
        secondary=Button("secondary", view.say("withdraw.secondary")),
    )


KIND = Kind(
    arrivals={"progress": _arrive},
    pages={
        AtCases: PageKind(_cases, _cases_touched),
        AtCase: PageKind(_body, _touched, back=_back),
    },
    replies={"case": _case_found, "case_paid": _paid_told, "cases": _cases_found},
    retries={"case": _again, "cases": _ask_cases, "take_over": _arrive},
)
