"""What the platform's answers do: only the answer to the question that is still waited for counts."""

from __future__ import annotations

from decimal import Decimal

from kiosk.core.events import Replied
from kiosk.core.flow import not_answered
from kiosk.core.kinds import registry
from kiosk.core.pages import AtResult, AtRows, AtTrouble, AtVerdict, AtWaiting, Page
from kiosk.core.replies import (
    Issued,
    NothingFound,
    NotKnown,
    Refused,
    RowsFound,
    Verified,
)
from kiosk.core.turn import Turn


def replied(turn: Turn, page: Page, what: Replied) -> None:
    """Take the answer if this page waits for it; an answer of a wrong kind counts as *not known*."""
    if not isinstance(page, AtWaiting) or page.request != what.request:
        return
    if page.purpose in registry.REPLIES:
        registry.REPLIES[page.purpose](turn, what)
        return
    match page.purpose, what.reply:
        case "query", RowsFound(rows, uncollected):
            turn.keep(rows=rows, picked=frozenset(row.id for row in rows if row.selectable), uncollected=uncollected)
            turn.show(AtRows())
        case "query", NothingFound(uncollected=uncollected) if uncollected:
            turn.keep(rows=(), picked=frozenset(), uncollected=uncollected)
            turn.show(AtRows())
        case "query", NothingFound():
            turn.show(AtTrouble("nothing_found"))
        case "issue", Issued():
            _issued(turn, what.reply)
        case "verify", Verified():
            turn.keep(verdict=what.reply)
            turn.show(AtVerdict(what.reply))
        case "verify", NotKnown():
            turn.show(AtVerdict(None))
        case "issue", Refused(reason):
            turn.keep(issue_key=None)  # this key's answer is *no* for ever: another try is another case
            turn.show(AtTrouble("refused", reason))
        case "issue", NotKnown(why):
            turn.show(AtTrouble("issue_unknown", why, purpose="issue"))
        case purpose, reply:
            not_answered(turn, purpose, reply)


def _issued(turn: Turn, issued: Issued) -> None:
    """Print nothing whose total is not the sum of what was picked, and no other case than the one asked for again."""
    visit = turn.visit
    if visit.reprint_of is None:
        due = sum((Decimal(row.amount) for row in visit.rows if row.id in visit.picked), Decimal())
        good = due == Decimal(issued.total)
    else:
        good = (visit.reprint_of, issued.total) in {(each.case_number, each.total) for each in visit.uncollected}
        good = good and issued.case_number == visit.reprint_of
    if not good:
        turn.show(AtTrouble("issue_mismatch"))
        return
    turn.keep(issued=issued)
    turn.show(AtResult())
