"""What a touch does on each page. A target that a page does not offer does nothing."""

from __future__ import annotations

import re

from kiosk.core import after_form
from kiosk.core.conditions import Device, Outcome, Presence, PrintVerdict
from kiosk.core.effects import CallKeeper, ReportOutcome, ReportRating
from kiosk.core.faces import Language, TextSize
from kiosk.core.flow import (
    back_to,
    begin,
    finish_done,
    go_back,
    go_home,
    go_on,
    issue,
    lay_card,
    leave,
    may_print_again,
    print_paper,
    query,
    settle,
    to_welcome,
    verify,
)
from kiosk.core.kinds import registry
from kiosk.core.matters import Catalogue
from kiosk.core.session import (
    AtCard,
    AtCheckAnswer,
    AtCheckWay,
    AtConsent,
    AtFinish,
    AtForm,
    AtHelp,
    AtHome,
    AtIdle,
    AtInfo,
    AtLeave,
    AtPaperQuestion,
    AtPerson,
    AtPrinting,
    AtRating,
    AtResult,
    AtReview,
    AtRows,
    AtScan,
    AtTrouble,
    AtVerdict,
    AtWaiting,
    AtWelcome,
    Page,
    Paper,
    Session,
    Visit,
)
from kiosk.core.turn import Turn

CHANGE = re.compile(r"change:(?P<step>[0-9]{1,2})(:(?P<page>[0-9]{1,2}))?", re.ASCII)
BIGGER: dict[TextSize, TextSize] = {"standard": "large", "large": "xlarge", "xlarge": "standard"}
OTHER: dict[Language, Language] = {"zh": "en", "en": "zh"}


def touched(turn: Turn, page: Page, target: str) -> None:
    """A touch on the face that is shown: first the frame, which is the same everywhere, then the page."""
    match target:
        case "size" if not isinstance(page, AtWelcome):
            turn.change(text_size=BIGGER[turn.session.text_size])
        case "language" if not isinstance(page, AtWelcome):
            turn.change(language=OTHER[turn.session.language])
        case "help" if not isinstance(page, AtWelcome | AtHelp | AtIdle | AtLeave):
            turn.show(AtHelp(page))
        case "home":
            _home(turn, page)
        case "back":
            _back(turn, page)
        case _:
            _on_page(turn, page, target)


def drafted(turn: Turn, page: Page, field: str, text: str) -> None:
    """What is being typed so far; never raises the revision."""
    kind = registry.PAGES.get(type(page))
    if kind is not None:
        if kind.drafted is not None:
            kind.drafted(turn, page, field, text)
        return
    match page:
        case AtForm():
            after_form.drafted(turn, page, field, text)
        case AtCheckAnswer() if field == "check_answer" and len(text) <= after_form.LONGEST_ANSWER:
            turn.keep(answers={**turn.visit.answers, field: text})
        case _:
            return


# --- the shelf ---------------------------------------------------------------------------------------------------


def may_go_home(page: Page) -> bool:
    """首页 leads home from everywhere but where the machine works, a card must be taken, or it is the question."""
    if isinstance(page, AtFinish) and page.card and page.presence is Presence.PRESENT:
        return False
    return not isinstance(page, AtWelcome | AtHome | AtWaiting | AtPrinting | AtLeave | AtIdle)


def may_go_back(page: Page, visit: Visit | None) -> bool:
    """返回 leads back from everywhere but where the machine works or something was, or may have been, issued."""
    if isinstance(page, AtHelp | AtLeave | AtIdle):
        return True
    if isinstance(page, AtWelcome | AtWaiting | AtPrinting | AtPaperQuestion | AtFinish | AtRating | AtResult):
        return False
    return visit is None or visit.issue_key is None


def may_begin(catalogue: Catalogue, session: Session, matter: str) -> bool:
    """Whether a matter can be begun now: without room on the disk, or power to finish it, nothing that makes a case."""
    power = session.conditions.get(Device.POWER)
    lasting = session.roomy and (power is None or power.fault != "battery_low")
    return matter in catalogue.matters and (lasting or catalogue.matters[matter].reach == "R3")


def has_work(turn: Turn) -> bool:
    """Whether going home would throw something away: a card that was read, or something typed."""
    typed = any(turn.visit.answers.get(each.id) for each in turn.matter.fields if each.type in after_form.TYPED)
    return turn.visit.card is not None or typed


def _home(turn: Turn, page: Page) -> None:
    if not may_go_home(page):
        return
    visit, under = turn.session.visit, page.under if isinstance(page, AtHelp) else page
    if isinstance(under, AtWaiting | AtPrinting):
        return
    if visit is None or isinstance(under, AtVerdict) or not has_work(turn):
        go_home(turn)
    else:
        turn.show(AtLeave(under))


def _back(turn: Turn, page: Page) -> None:
    if not may_go_back(page, turn.session.visit):
        return
    kind = registry.PAGES.get(type(page))
    if kind is not None and kind.back is not None:
        kind.back(turn, page)
        return
    match page:
        case AtHelp(under) | AtLeave(under) | AtIdle(under):
            turn.show(under)
        case AtHome():
            to_welcome(turn)
        case AtPerson():
            lay_card(turn)
        case AtCheckWay():
            turn.keep(card=None)
            lay_card(turn)
        case AtCheckAnswer():
            after_form.forget_answer(turn)
            turn.show(AtCheckWay())
        case AtForm(number) if number > 0:
            turn.show(AtForm(number - 1))
        case AtInfo(page=number):
            turn.show(AtForm(number))
        case AtVerdict():
            turn.keep(verdict=None, receipt=None, tries={})
            go_back(turn)
        case AtReview() if turn.visit.rows or turn.visit.uncollected:
            turn.keep(reprint_of=None, step=turn.visit.step - 1)
            turn.show(AtRows())
        case AtTrouble(purpose="check_send" | "check_answer"):
            turn.show(AtCheckWay())
        case _:
            go_back(turn)


# --- pages -------------------------------------------------------------------------------------------------------


def _on_page(turn: Turn, page: Page, target: str) -> None:
    kind = registry.PAGES.get(type(page))
    if kind is not None:
        kind.touched(turn, page, target)
        return
    match page, target:
        case AtWelcome(), "start":
            turn.show(AtHome())
        case AtHome(), _ if may_begin(turn.catalogue, turn.session, target.removeprefix("matter:")):
            begin(turn, target.removeprefix("matter:"))
        case AtConsent(ticked), "tick":
            turn.show(AtConsent(not ticked))
        case AtConsent(ticked=True), "primary":
            go_on(turn)
        case AtConsent(), "secondary":
            go_home(turn)
        case AtPerson(card=card), "primary":
            turn.keep(card=card)
            turn.show(AtCheckWay())
        case AtPerson(card=card), "secondary":
            lay_card(turn, "not_me", card.number)
        case (AtCheckWay() | AtCheckAnswer(), _) if target.startswith("way:") or target == "primary":
            after_form.check_touched(turn, page, target)
        case (AtForm() | AtInfo() | AtScan() | AtRows(), _):
            after_form.touched(turn, page, target)
        case AtReview(), "primary":
            go_on(turn)
        case AtReview(), _ if target.startswith("change:"):
            _change(turn, target)
        case (AtResult() | AtVerdict() | AtTrouble() | AtPaperQuestion(), _):
            _after_answer(turn, page, target)
        case AtCard(), "other":
            go_home(turn)
        case _:
            _around(turn, page, target)


def _change(turn: Turn, target: str) -> None:
    """改 leads to the page where the value was given; `change:STEP` or `change:STEP:PAGE`."""
    found = CHANGE.fullmatch(target)
    if found is None or int(found["step"]) >= turn.visit.step:
        return
    step, number = int(found["step"]), int(found["page"] or 0)
    if turn.steps[step].kind == "select":
        turn.keep(step=step, reprint_of=None)
        turn.show(AtRows())
    elif number < len(turn.steps[step].pages):
        turn.keep(step=step, reprint_of=None)
        turn.show(AtForm(number))


def _after_answer(turn: Turn, page: Page, target: str) -> None:
    match page, target:
        case AtResult(), "primary":
            print_paper(turn, "document")
        case AtVerdict(reply=None), "primary":
            verify(turn)
        case AtVerdict(reply=None), "secondary":
            go_home(turn)
        case AtVerdict(), "primary":
            _another(turn)
        case AtVerdict(), "secondary":
            print_paper(turn, "receipt")
        case AtPaperQuestion(job, paper), "primary":
            _seen(turn, paper, job, PrintVerdict(Outcome.PRINTED, "citizen_saw", began=True))
            after_paper(turn, paper)
        case AtPaperQuestion(job, paper), "secondary":
            _seen(turn, paper, job, PrintVerdict(Outcome.FAILED, "citizen_missed"))
            if may_print_again(turn.visit, paper, "citizen_missed"):
                print_paper(turn, paper)
            else:
                turn.show(AtTrouble("paper", "citizen_missed", paper=paper))
        case AtTrouble(), _:
            _trouble(turn, page, target)
        case _:
            return


def _seen(turn: Turn, paper: Paper, job: str, verdict: PrintVerdict) -> None:
    """The citizen's word closes what no printer could say, here and at the gateway."""
    settle(turn, paper, verdict)
    if turn.visit.issued is not None:
        turn.do(ReportOutcome(turn.fresh("seen"), turn.visit.issued.case_number, paper, job, verdict))


def after_paper(turn: Turn, paper: Paper) -> None:
    """What follows when a paper came out: the receipt after the document, then the end."""
    if paper == "document":
        print_paper(turn, "receipt")
    else:
        leave(turn)


def _another(turn: Turn) -> None:
    """The same verification once more, with nothing of the last one left."""
    matter = turn.visit.matter
    turn.note(visit=None)
    begin(turn, matter)


def _trouble(turn: Turn, page: AtTrouble, target: str) -> None:
    match target, page:
        case "call", AtTrouble(called=False, paper=paper, reason=reason):
            turn.do(CallKeeper(reason or page.kind))
            turn.show(AtTrouble(page.kind, reason, page.purpose, paper, called=True))
        case (("retry" | "primary"), AtTrouble(paper=paper, reason=reason)) if paper is not None:
            if may_print_again(turn.visit, paper, reason):
                print_paper(turn, paper)
        case "later", AtTrouble(paper="document"):
            print_paper(turn, "receipt")
        case "skip", AtTrouble(paper="receipt"):
            leave(turn)
        case (("retry" | "primary"), AtTrouble(purpose=str(purpose))) if purpose in registry.RETRIES:
            registry.RETRIES[purpose](turn)
        case (("retry" | "primary"), AtTrouble(purpose="query")):
            query(turn)
        case (("retry" | "primary"), AtTrouble(purpose="issue")):
            issue(turn)
        case (("retry" | "primary"), AtTrouble(purpose="check_send" | "check_answer")):
            turn.show(AtCheckWay())
        case "later", AtTrouble(purpose="issue"):
            print_paper(turn, "receipt")
        case (("retry" | "primary"), AtTrouble(kind="card" | "reader")):
            lay_card(turn)
        case "change", AtTrouble(kind="nothing_found"):
            back_to(turn, turn.visit.step - 1)
        case "leave", _:
            leave(turn)
        case _:
            return


def _around(turn: Turn, page: Page, target: str) -> None:
    """The pages around a visit: finish, rating, the two questions."""
    match page, target:
        case AtFinish(presence=presence), "primary" if presence is not Presence.PRESENT:
            finish_done(turn, page)
        case AtRating(matter, case_number), _ if target in {f"grade:{grade}" for grade in range(1, 6)}:
            grade = int(target.removeprefix("grade:"))
            turn.do(ReportRating(turn.fresh("rating"), matter, case_number, grade))
            to_welcome(turn)
        case AtRating(), "secondary":
            to_welcome(turn)
        case ((AtIdle(under) | AtLeave(under)), "primary"):
            turn.show(under)
        case AtIdle(), "secondary":
            leave(turn)
        case AtLeave(), "secondary":
            _throw_away(turn)
        case _:
            return


def _throw_away(turn: Turn) -> None:
    """不办了: with a card or paper to take, through 请取走; else straight home."""
    visit = turn.visit
    if visit.pad_used or visit.document is not None or visit.receipt is not None:
        leave(turn)
    else:
        go_home(turn)
