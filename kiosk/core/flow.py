"""Moving through a matter: arriving at a step, going on, going back, leaving. Every order to a device starts here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.core.conditions import Outcome, Presence, PrintVerdict
from kiosk.core.effects import (
    Ask,
    Forget,
    Note,
    PrintDocument,
    PrintReceipt,
    ReadCard,
    ReadCode,
    Rest,
    WatchFront,
    WatchPad,
)
from kiosk.core.matter_pages import AtRole, AtShared, AtTable
from kiosk.core.pages import (
    AtCard,
    AtFinish,
    AtForm,
    AtHome,
    AtPrinting,
    AtRating,
    AtRows,
    AtScan,
    AtTrouble,
    AtWaiting,
    AtWelcome,
    Paper,
    Purpose,
)
from kiosk.core.papers import receipt_of
from kiosk.core.prefill import filled, shared_fields
from kiosk.core.questions import Issue, Query, Question, Verify
from kiosk.core.replies import NotKnown, Refused, Reply
from kiosk.core.rules import cleaned, starting_answers
from kiosk.core.session import Session, Visit
from kiosk.core.stops import active_fields, page_fields, ways_of
from kiosk.core.turn import Turn

ASK_S = 25  # a question may take this long before 不知道 is the answer
ISSUE_S = 60  # issuing is repeated and asked after this long
LEFT_CARD = "left-card"  # while nobody is here: has somebody taken the card that was left?
FRONT = "front"  # while nobody is here: does somebody step up?
LONG = frozenset(("issue", "submit", "supplement"))  # asked again and again under one key
GUARD_S = 15  # on top: when even the terminal did not say *not known*
MOST_TRIES = 2  # papers that may have come out: the first and one 补打
PRINT_GUARD_S = 180  # the longest a printer's own verdict may take
IDLE_QUESTION_S = 45  # 还在吗 waits so long


def begin(turn: Turn, matter: str) -> None:
    """Start a visit to `matter`; of one that it follows only the card on the pad is remembered."""
    fields, before = turn.catalogue.matters[matter].fields, turn.session.visit
    answers, pad_used = starting_answers(fields, turn.today), before is not None and before.pad_used
    turn.note(visit=Visit(id=turn.fresh("visit"), matter=matter, answers=answers, pad_used=pad_used))
    turn.do(Note("matter_started", {"matter": matter}))
    arrive(turn, 0)


def arrive(turn: Turn, step: int) -> None:
    """Stand at step `step` of the way and order what it needs."""
    turn.keep(step=step)
    turn.do(Rest())
    fill(turn)
    turn.arrivals[turn.step.kind](turn)


def fill(turn: Turn) -> None:
    """Fill in what cards, the day and other values give; see `kiosk.core.prefill`."""
    turn.note(visit=filled(turn.catalogue, turn.visit, turn.today))


def show_form(turn: Turn, number: int = 0, problems: Mapping[str, str] | None = None) -> None:
    """Page `number` of the form step: a table has a page of its own."""
    fill(turn)
    fields = page_fields(turn.matter, turn.step, number)
    if fields[0].type == "table":
        turn.show(AtTable(fields[0].id, problem=next(iter((problems or {}).values()), "")))
    else:
        turn.show(AtForm(number, dict(problems or {})))


def go_on(turn: Turn) -> None:
    """The next step of the way."""
    arrive(turn, turn.visit.step + 1)


def go_back(turn: Turn) -> None:
    """The step before, or home from the first one."""
    if turn.visit.step == 0:
        go_home(turn)
    else:
        back_to(turn, turn.visit.step - 1)


def back_to(turn: Turn, step: int) -> None:
    """Stand at an earlier step again: a form at its last page, a card that was read stays read."""
    turn.keep(step=step)
    if turn.step.kind == "form":
        turn.do(Rest())
        show_form(turn, len(turn.step.pages) - 1)
    elif turn.step.kind == "identify" and len(turn.step.who) > 1:
        turn.show(AtRole())
    elif turn.step.kind == "identify":
        go_back(turn)
    elif turn.step.look_up:
        _back_to_found(turn)
    else:
        arrive(turn, step)


def _back_to_found(turn: Turn) -> None:
    """What a department said stands as it was; a step that showed nothing is passed over, or nobody gets by it."""
    step, visit = turn.step, turn.visit
    if step.kind == "select" and visit.records:
        turn.show(AtRows())
    elif step.kind == "fetch" and any(each.id in visit.origins for each in shared_fields(turn.matter, step.look_up)):
        turn.show(AtShared())
    else:
        go_back(turn)


def go_home(turn: Turn) -> None:
    """The home page; a visit's answers are gone. Who laid a card is first told to take it."""
    visit = turn.session.visit
    if visit is not None and (visit.pad_used or visit.document is not None or visit.receipt is not None):
        leave(turn, then_home=True)
        return
    turn.do(Rest())
    if visit is not None:
        turn.do(Forget())
    turn.note(visit=None)
    turn.show(AtHome())


# --- arriving ----------------------------------------------------------------------------------------------------


def lay_card(turn: Turn, notice: str = "", refused: str = "") -> None:
    """Ask for the card: not for one that was refused, and not before an earlier citizen's is gone."""
    request, clearing = turn.fresh("card"), turn.session.pad_left is not Presence.ABSENT
    turn.do(WatchPad(request) if clearing else ReadCard(request))
    turn.show(AtCard(request, notice, refused, clearing))


def scan(turn: Turn, notice: str = "") -> None:
    """Ask for a code in front of the window."""
    request = turn.fresh("code")
    turn.do(ReadCode(request, frozenset(turn.step.formats)))
    turn.show(AtScan(request, notice))


def ask(turn: Turn, purpose: Purpose, question: Question, key: str | None = None) -> None:
    """Ask the platform and wait for the one answer to this request."""
    request = turn.fresh(purpose)
    seconds = ISSUE_S if key else ASK_S
    turn.do(Ask(request, question, key, turn.happened.at_ms + seconds * 1000))
    turn.show(AtWaiting(request, purpose, turn.happened.at_ms))


def not_answered(turn: Turn, purpose: Purpose, reply: Reply) -> None:
    """What everybody does with an answer that is none: *no*, *not known*, or one of a wrong kind (not known either)."""
    match reply:
        case Refused(reason):
            turn.show(AtTrouble("refused", reason, purpose=purpose))
        case NotKnown(why):
            turn.show(AtTrouble("unavailable", why, purpose=purpose))
        case _:
            turn.show(AtTrouble("unavailable", "malformed", purpose=purpose))


def query(turn: Turn) -> None:
    """Look for the rows to choose from."""
    visit = turn.visit
    question = Query(
        matter=visit.matter,
        query=turn.step.query,
        params=params_of(turn),
        name=holder(visit),
        number=visit.card.number if visit.card else None,
        check_trace=visit.check_trace,
    )
    ask(turn, "query", question)


def verify(turn: Turn) -> None:
    """Have the papers in hand compared."""
    step, visit = turn.step, turn.visit
    ask(turn, "verify", Verify(visit.matter, step.verification, params_of(turn), visit.payload))


def issue(turn: Turn) -> None:
    """Have the paper issued; the key is made once and stays the same for every further try."""
    visit = turn.visit
    if visit.issue_key is None:
        turn.keep(issue_key=turn.fresh("key"))
    question = Issue(
        matter=visit.matter,
        params=params_of(turn),
        rows=() if visit.reprint_of else tuple(row.id for row in visit.rows if row.id in visit.picked),
        name=holder(visit) or "",
        number=visit.card.number if visit.card else "",
        check_trace=visit.check_trace or "",
        reprint_of=visit.reprint_of,
    )
    ask(turn, "issue", question, turn.visit.issue_key)


def params_of(turn: Turn) -> dict[str, str]:
    """The answers of this way, each cleaned by its rule; choices that only lead the way stay here."""
    fields = active_fields(turn.matter, turn.visit.answers)
    answers, leading = turn.visit.answers, ways_of(turn.matter)
    if turn.visit.payload is not None:
        return {}
    return {
        each.id: cleaned(each, answers[each.id]) for each in fields if each.id in answers and each.id not in leading
    }


def holder(visit: Visit) -> str | None:
    """The name under which the person is known: the Chinese one, else the one in Latin letters."""
    return (visit.card.name or visit.card.name_en) if visit.card else None


ARRIVALS: Mapping[str, Callable[[Turn], None]] = {
    "form": show_form,
    "scan": scan,
    "select": query,
    "print": issue,
    "verify": verify,
}


# --- papers ------------------------------------------------------------------------------------------------------


def print_paper(turn: Turn, paper: Paper) -> None:
    """Print the sealed document or the receipt under a fresh job id."""
    job, visit = turn.fresh(paper), turn.visit
    if paper == "document":
        assert visit.issued is not None, "only an issued paper is printed"
        turn.do(PrintDocument(job, visit.issued.pdf, visit.issued.case_number))
    else:
        turn.do(PrintReceipt(job, receipt_of(turn.catalogue, turn.session, turn.happened.now), case_of(visit)))
    turn.show(AtPrinting(job, paper, turn.happened.at_ms))


def case_of(visit: Visit) -> str | None:
    """The number of the case that this visit made or looked at; None when there is none."""
    if visit.standing is not None:
        return visit.standing.case_number
    return visit.issued.case_number if visit.issued is not None else None


def may_print_again(visit: Visit, paper: Paper, reason: str) -> bool:
    """One 补打 after a paper that nobody saw; a paper that surely failed may be printed again."""
    return reason != "citizen_missed" or visit.tries.get(paper, 0) < MOST_TRIES


def settle(turn: Turn, paper: Paper, verdict: PrintVerdict) -> None:
    """Remember what is known about a paper; one that may exist makes the next a 补打. The terminal reports it."""
    if verdict.outcome is not Outcome.PRINTED and verdict.began:
        turn.keep(tries={**turn.visit.tries, paper: turn.visit.tries.get(paper, 0) + 1})
    if paper == "document":
        turn.keep(document=verdict)
    else:
        turn.keep(receipt=verdict)


# --- leaving -----------------------------------------------------------------------------------------------------


def leave(turn: Turn, *, then_home: bool = False) -> None:
    """End the visit: the value is dropped first, then the citizen is told what to take."""
    visit = turn.session.visit
    turn.effects += [Rest(), Forget()]
    turn.note(visit=None)
    if visit is None:
        to_welcome(turn)
        return
    turn.do(Note("matter_ended", {"matter": visit.matter}))
    papers = sum(each is not None and each.outcome is not Outcome.FAILED for each in (visit.document, visit.receipt))
    case, done = _rated_case(visit), case_of(visit) is not None or visit.verdict is not None
    if not visit.pad_used and not papers:
        rate(turn, visit.matter, case) if done else to_welcome(turn)
        return
    request = turn.fresh("pad")
    turn.do(WatchPad(request))
    matter = visit.matter if done else ""
    began_ms = turn.happened.at_ms
    turn.show(
        AtFinish(request, began_ms, visit.pad_used, papers, rate_matter=matter, rate_case=case, then_home=then_home)
    )


def _rated_case(visit: Visit) -> str | None:
    """The case whose one rating this visit may give; who saw it by its code alone may be anybody, and names none."""
    own = visit.check_trace is not None or visit.standing is None or visit.standing.matter == visit.matter
    return case_of(visit) if own else None


def rate(turn: Turn, matter: str, case_number: str | None) -> None:
    """Ask for one of five grades, or none."""
    turn.do(Rest())
    turn.show(AtRating(matter, case_number))


def finish_done(turn: Turn, page: AtFinish) -> None:
    """From 请取走 to the rating where something was done, else on. A card not seen to go may still lie there."""
    turn.note(pad_left=page.presence if page.card else turn.session.pad_left)
    if page.rate_matter:
        rate(turn, page.rate_matter, page.rate_case)
    elif page.then_home:
        go_home(turn)
    else:
        to_welcome(turn)


def to_welcome(turn: Turn) -> None:
    """Nobody is here any more: language and sizes go back to the usual ones."""
    usual = Session()
    turn.do(Rest())
    if turn.session.pad_left is not Presence.ABSENT:
        turn.do(WatchPad(LEFT_CARD))
    turn.do(WatchFront(FRONT))
    turn.note(visit=None, language=usual.language, text_size=usual.text_size, theme=usual.theme)
    turn.show(AtWelcome())
