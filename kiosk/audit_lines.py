"""What the audit log says of a question to the platform and its answer: ids and counts, nothing of a person."""

from __future__ import annotations

from msgspec import Struct

from kiosk.core.questions import AnswerCheck, CheckPerson, Issue, Query, Question, Verify
from kiosk.core.replies import CheckOutcome, Issued, NotKnown, Refused, Reply, RowsFound, Verified


class Line(Struct, frozen=True):
    """One line: an id of the closed list and its fields."""

    event: str
    fields: dict[str, str]


def lines_of(question: Question, reply: Reply, matter: str, method: str, key: str) -> tuple[Line, ...]:
    """The lines for one answer; `method` is the way of the visit's person check, `key` an issue's own."""
    match question:
        case Issue():
            fields = {"matter": matter, "key": key, "answer": answer_of(reply), "reason": _reason(reply)}
            return (Line("issue_answered", fields), *_certificate(matter, reply))
        case Query(query=query):
            fields = {"matter": matter, "query": query, "answer": answer_of(reply), "reason": _reason(reply)}
            return (Line("query_answered", fields | {"rows": str(_rows(reply))}),)
        case Verify(verification=verification):
            fields = {"matter": matter, "verification": verification, "state": answer_of(reply)}
            return (Line("verification_answered", fields | {"reason": _reason(reply)}),)
        case CheckPerson() | AnswerCheck():
            fields = {"matter": matter, "method": method, "outcome": answer_of(reply), "reason": _reason(reply)}
            return (Line("person_checked", fields),)
        case _:
            return ()


def answer_of(reply: Reply) -> str:
    """What kind of answer this is; *no*, *not found* and *not known* stay three."""
    match reply:
        case CheckOutcome(outcome=outcome):
            return outcome
        case Verified(state=state):
            return state
        case _:
            return str(type(reply).__struct_config__.tag)


def _reason(reply: Reply) -> str:
    match reply:
        case Refused(reason) | NotKnown(reason):
            return reason
        case _:
            return ""


def _rows(reply: Reply) -> int:
    return len(reply.rows) + len(reply.certificates) if isinstance(reply, RowsFound) else 0


def _certificate(matter: str, reply: Reply) -> tuple[Line, ...]:
    if not isinstance(reply, Issued):
        return ()
    return (Line("certificate_issued", {"matter": matter, "case_number": reply.case_number}),)
