"""submit and issue: the case is handed in once under one key; what the authority made of it is fetched and printed."""

from __future__ import annotations

from kiosk.core.events import Replied
from kiosk.core.face_parts import Button, Notice
from kiosk.core.flow import ask, go_on, not_answered, print_paper
from kiosk.core.kinds import case_body
from kiosk.core.kinds.kind import Kind, PageKind
from kiosk.core.kinds.supplement import begin_supplement, case_page, may_supplement, send_supplement, supplemented
from kiosk.core.matter_pages import AtFiled, AtMaterials
from kiosk.core.pages import AtResult, AtReview, AtTrouble
from kiosk.core.questions import PaperOf
from kiosk.core.replies import STOPPED, CaseStanding, Filed, Issued, NotKnown, Refused
from kiosk.core.submission import submission
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View

# Which paper of the authority is fetched when there are several: the last word first.
PAPERS = ("result", "non_acceptance", "supplement", "acceptance")

# --- submit ------------------------------------------------------------------------------------------------------


def submit(turn: Turn) -> None:
    """Hand the case in; the key is made once and stays the same for every further try."""
    if turn.visit.issue_key is None:
        turn.keep(issue_key=turn.fresh("key"))
    ask(turn, "submit", submission(turn), turn.visit.issue_key)


def _submitted(turn: Turn, what: Replied) -> None:
    match what.reply:
        case Filed(standing, again) if standing.matter == turn.visit.matter:
            turn.keep(standing=standing, filed_again=again, paid=standing.paid)
            turn.show(AtFiled())
        case Refused(reason):
            turn.keep(issue_key=None)  # this key's answer is *no* for ever: another try is another case
            turn.show(AtTrouble("refused", reason, purpose="submit"))
        case NotKnown(why):
            turn.show(AtTrouble("submit_unknown", why, purpose="submit"))
        case _:
            turn.show(AtTrouble("submit_unknown", "malformed", purpose="submit"))


def _again(turn: Turn) -> None:
    """After a *no* everything is looked over again; what is not known is asked again under the same key."""
    page = turn.session.page
    if isinstance(page, AtTrouble) and page.kind == "refused":
        reviews = [number for number, step in enumerate(turn.steps) if step.kind == "review"]
        turn.keep(step=reviews[-1])
        turn.show(AtReview())
    else:
        submit(turn)


# --- where it stands ---------------------------------------------------------------------------------------------


def goes_on(standing: CaseStanding, step: int, count: int) -> bool:
    """Whether the way leads further: to paying, to the result; a window that waits for papers comes first."""
    return step + 1 < count and standing.state not in STOPPED and not standing.to_bring


def onward(turn: Turn) -> None:
    """The next step, or at the last one where the case stands."""
    if turn.visit.step + 1 < len(turn.steps):
        go_on(turn)
    else:
        turn.show(case_page(turn))


def _touched(turn: Turn, _page: AtFiled, target: str) -> None:
    standing = turn.visit.standing
    assert standing is not None, "the page follows a case that was filed"
    match target:
        case "primary" if goes_on(standing, turn.visit.step, len(turn.steps)):
            go_on(turn)
        case "primary":
            print_paper(turn, "receipt")
        case "print" if paper_there(standing):
            fetch_paper(turn)
        case "supplement" if may_supplement(turn):
            begin_supplement(turn)
        case _:
            return


def _body(view: View, _page: AtFiled) -> Parts:
    visit, standing = view.visit, view.visit.standing
    assert standing is not None, "the page follows a case that was filed"
    further = goes_on(standing, visit.step, len(view.steps))
    notice = Notice(view.say("filed.again"), "mark", "warning") if visit.filed_again else None
    paying = further and view.steps[visit.step + 1].kind == "pay" and standing.fee_due and not visit.paid
    primary = "filed.pay" if paying else "filed.further" if further else "filed.print"
    strip = "filed.strip_again" if visit.filed_again else "filed.strip"
    return Parts(
        view.say("filed.title_again" if visit.filed_again else f"filed.title_{case_body.title_of(standing.state)}"),
        view.say(strip),
        case_body.body(view, standing, notice=notice),
        primary=Button("primary", view.say(primary), icon="next" if further else "print"),
    )


# --- the authority's papers --------------------------------------------------------------------------------------


def paper_there(standing: CaseStanding) -> str:
    """The authority's paper that counts now; empty when there is none."""
    return next((each for each in PAPERS if each in standing.papers), "")


def fetch_paper(turn: Turn) -> None:
    """Have the authority's paper on the case brought here, to be printed unchanged."""
    standing = turn.visit.standing
    assert standing is not None, "only a case has papers"
    paper = paper_there(standing) or "result"
    question = PaperOf(standing.case_number, paper, turn.visit.check_trace)  # type: ignore[arg-type]  # one of PAPERS
    ask(turn, "paper", question)


def _arrive_at_issue(turn: Turn) -> None:
    """The result may exist only since the payment: it is asked for, whatever was known of the papers before."""
    standing = turn.visit.standing
    if standing is None or standing.state in STOPPED:
        turn.show(AtFiled())
        return
    ask(turn, "paper", PaperOf(standing.case_number, "result", turn.visit.check_trace))


def _papered(turn: Turn, what: Replied) -> None:
    """A paper of another case is not printed; *no* means that there is none yet, and the case stands as it did."""
    standing = turn.visit.standing
    assert standing is not None, "only a case has papers"
    match what.reply:
        case Issued() as issued if issued.case_number == standing.case_number and issued.title and issued.pdf:
            turn.keep(issued=issued)
            turn.show(AtResult())
        case Issued():
            turn.show(AtTrouble("paper_mismatch"))
        case Refused():
            turn.keep(standing=case_body.without_papers(standing))
            turn.show(case_page(turn))
        case NotKnown(why):
            turn.show(AtTrouble("paper_unavailable", why, purpose="paper"))
        case reply:
            not_answered(turn, "paper", reply)


def _supplement_again(turn: Turn) -> None:
    """After a *no* the papers can be photographed anew; what is not known goes out again under the same key."""
    page = turn.session.page
    if isinstance(page, AtTrouble) and page.kind == "refused":
        turn.show(AtMaterials())
    else:
        send_supplement(turn)


KIND = Kind(
    arrivals={"submit": submit, "issue": _arrive_at_issue},
    pages={AtFiled: PageKind(_body, _touched)},
    replies={"submit": _submitted, "paper": _papered, "supplement": supplemented},
    retries={"submit": _again, "paper": fetch_paper, "supplement": _supplement_again},
)
