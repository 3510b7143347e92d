"""What the audit log says of a question to the platform and its answer: ids and counts, nothing of a person."""

from __future__ import annotations

from msgspec import Struct

from kiosk.core.questions import (
    AnswerCheck,
    CheckPerson,
    Issue,
    LookUp,
    PaperOf,
    PaymentOf,
    Query,
    Question,
    Submit,
    Supplement,
    Verify,
)
from kiosk.core.replies import (
    CheckOutcome,
    Filed,
    Issued,
    NotKnown,
    PaymentState,
    Refused,
    Reply,
    RowsFound,
    Verified,
)


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
        case Submit() | Supplement():
            fields = {"matter": matter, "key": key, "answer": answer_of(reply), "reason": _reason(reply)}
            return (Line("case_answered", fields), *_case(matter, reply))
        case PaperOf():
            return _certificate(matter, reply)
        case LookUp(look_up=look_up):
            fields = {"matter": matter, "look_up": look_up, "answer": answer_of(reply), "reason": _reason(reply)}
            return (Line("shared_data_answered", fields),)
        case PaymentOf(case_number=case):
            fields = {"matter": matter, "case_number": case, "answer": answer_of(reply), "reason": _reason(reply)}
            return (Line("payment_answered", fields),)
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
            asked = str(type(question).__struct_config__.tag)
            fields = {"matter": matter, "asked": asked, "answer": answer_of(reply), "reason": _reason(reply)}
            return (Line("question_answered", fields),)


def answer_of(reply: Reply) -> str:
    """What kind of answer this is; *no*, *not found* and *not known* stay three."""
    match reply:
        case CheckOutcome(outcome=outcome):
            return outcome
        case Verified(state=state) | PaymentState(state=state):
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


def _case(matter: str, reply: Reply) -> tuple[Line, ...]:
    if not isinstance(reply, Filed):
        return ()
    standing = reply.standing
    return (Line("case_filed", {"matter": matter, "case_number": standing.case_number, "state": standing.state}),)
