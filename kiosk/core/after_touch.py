"""What a touch does on each page. A target that a page does not offer does nothing."""

from __future__ import annotations

from kiosk.core import after_form
from kiosk.core.conditions import Outcome, Presence, PrintVerdict
from kiosk.core.effects import CallKeeper, ReportOutcome
from kiosk.core.face_parts import Language, TextSize
from kiosk.core.flow import (
    back_to,
    begin,
    case_of,
    finish_done,
    go_back,
    go_home,
    issue,
    lay_card,
    leave,
    may_print_again,
    print_paper,
    query,
    settle,
    show_form,
    verify,
)
from kiosk.core.kinds import registry
from kiosk.core.kinds.payment import pay_later
from kiosk.core.kinds.supplement import case_page
from kiosk.core.matter_pages import AtMaterials
from kiosk.core.pages import (
    AtCheckWay,
    AtFinish,
    AtForm,
    AtHelp,
    AtHome,
    AtIdle,
    AtLeave,
    AtPaperQuestion,
    AtPrinting,
    AtRating,
    AtResult,
    AtReview,
    AtScan,
    AtTrouble,
    AtVerdict,
    AtWaiting,
    AtWelcome,
    Page,
    Paper,
)
from kiosk.core.parties_of import standing_of
from kiosk.core.rules import TYPED
from kiosk.core.session import Visit
from kiosk.core.turn import Turn

BIGGER: dict[TextSize, TextSize] = {"standard": "large", "large": "xlarge", "xlarge": "standard"}
# What may be left in the middle with a paper that says how it stands.
SLIP_LATER = frozenset(("issue", "submit", "supplement", "paper"))
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
    if isinstance(page, AtTrouble) and page.kind == "supplement_unknown":
        return False  # other papers under the key of these would be another supplement
    return visit is None or visit.issue_key is None or visit.supplementing


def has_work(turn: Turn) -> bool:
    """Whether going home would throw something away: a card that was read, or something typed."""
    visit = turn.visit
    typed = any(visit.answers.get(each.id) for each in turn.matter.fields if each.type in TYPED)
    claiming = any(name.startswith("claim_") and text for name, text in visit.answers.items())
    return typed or claiming or standing_of(visit) is not None or visit.organisation is not None


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
        case AtForm(number, again=True):
            turn.show(AtForm(number))
        case AtForm(number) if number > 0:
            show_form(turn, number - 1)
        case AtVerdict():
            turn.keep(verdict=None, receipt=None, tries={})
            go_back(turn)
        case AtTrouble(purpose="check_send" | "check_answer"):
            turn.show(AtCheckWay())
        case AtTrouble(purpose="mandate"):
            back_to(turn, turn.visit.step)
        case AtTrouble(kind="card" | "reader"):
            lay_card(turn)
        case AtTrouble(purpose="hand_over"):
            turn.show(AtReview())
        case AtTrouble(purpose="supplement"):
            turn.show(AtMaterials())
        case AtTrouble() if turn.visit.standing is not None:
            turn.show(case_page(turn))
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
        case (AtForm() | AtScan(), _):
            after_form.touched(turn, page, target)
        case (AtResult() | AtVerdict() | AtTrouble() | AtPaperQuestion(), _):
            _after_answer(turn, page, target)
        case _:
            _around(turn, page, target)


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
    case = case_of(turn.visit)
    if case is not None:
        turn.do(ReportOutcome(turn.fresh("seen"), case, paper, job, verdict))


def after_paper(turn: Turn, paper: Paper) -> None:
    """What follows when a paper came out: the receipt after the document, then the end."""
    if paper == "document":
        print_paper(turn, "receipt")
    else:
        leave(turn)


def _another(turn: Turn) -> None:
    """The same verification once more, with nothing of the last one left."""
    begin(turn, turn.visit.matter)


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
        case "later", AtTrouble(purpose="pay_code"):
            pay_later(turn)
        case "later", AtTrouble(purpose=str(purpose)) if purpose in SLIP_LATER:
            print_paper(turn, "receipt")
        case "change", AtTrouble(kind="refused", purpose="submit"):
            registry.RETRIES["submit"](turn)
        case (("retry" | "primary"), AtTrouble(kind="card" | "reader")):
            lay_card(turn)
        case "change", AtTrouble(kind="nothing_found") | AtTrouble(kind="refused", purpose="fetch" | "records"):
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
