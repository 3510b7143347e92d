"""The closed list of what the audit chain may say: each event's id, and for each field the only form it may have.

An allow list, so that nothing personal gets in by way of a new event or a free text: the forms let ids pass, and no
name, no number of a person, no phone.
"""

from __future__ import annotations

import re

# An id of ours. Eight digits in a row would be the beginning of a card's number, a phone or a birth date.
WORD = re.compile(r"(?!.*[0-9]{8})[A-Za-z0-9_.-]{0,48}", re.ASCII)
# A reference that the terminal or the gateway made: a case number, a print job, an idempotency key.
REF = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)
COUNT = re.compile(r"[0-9]{1,7}", re.ASCII)

EVENTS: dict[str, dict[str, re.Pattern[str]]] = {
    "terminal_started": {"version": WORD},
    "terminal_stopped": {"reason": WORD},
    "store_moved_aside": {"name": WORD, "why": WORD},
    "disk_tight": {},
    "disk_roomy": {},
    "screen_restarted": {"reason": WORD},
    "gateway_lost": {"why": WORD},
    "gateway_returned": {},
    "device_changed": {"device": WORD, "status": WORD, "paper": WORD, "fault": WORD},
    "keeper_called": {"reason": WORD},
    "matter_started": {"matter": WORD},
    "matter_ended": {"matter": WORD},
    "person_checked": {"matter": WORD, "method": WORD, "outcome": WORD, "reason": WORD},
    "query_answered": {"matter": WORD, "query": WORD, "answer": WORD, "reason": WORD, "rows": COUNT},
    "verification_answered": {"matter": WORD, "verification": WORD, "state": WORD, "reason": WORD},
    "issue_asked": {"matter": WORD, "key": REF},
    "issue_answered": {"matter": WORD, "key": REF, "answer": WORD, "reason": WORD},
    "case_asked": {"matter": WORD, "key": REF},
    "case_answered": {"matter": WORD, "key": REF, "answer": WORD, "reason": WORD},
    "case_filed": {"matter": WORD, "case_number": REF, "state": WORD},
    "shared_data_answered": {"matter": WORD, "look_up": WORD, "answer": WORD, "reason": WORD},
    "payment_answered": {"matter": WORD, "case_number": REF, "answer": WORD, "reason": WORD},
    "question_answered": {"matter": WORD, "asked": WORD, "answer": WORD, "reason": WORD},
    "certificate_issued": {"matter": WORD, "case_number": REF},
    "paper_asked": {"job": REF, "paper": WORD},
    "paper_seen": {"job": REF, "media": WORD},
    "paper_settled": {"job": REF, "paper": WORD, "outcome": WORD, "reason": WORD},
    "ratings_refused": {"count": COUNT},
    "report_delivered": {"kind": WORD, "key": REF},
    "report_dropped": {"kind": WORD, "key": REF, "reason": WORD},
}


OTHER = "other"


class NotInTheList(ValueError):
    """Our own mistake: an event, a field or a form that the list does not hold. The value is not shown."""


def check_event(event: str, fields: dict[str, str]) -> None:
    """Raise NotInTheList unless `event` is listed, has exactly its fields, and each has its form."""
    forms = EVENTS.get(event)
    if forms is None:
        raise NotInTheList(f"no event {event!r} in the list")
    if fields.keys() != forms.keys():
        raise NotInTheList(f"{event} has the fields {sorted(forms)}, not {sorted(fields)}")
    for name, form in forms.items():
        if not form.fullmatch(fields[name]):
            raise NotInTheList(f"field {name!r} of {event} does not have its form")


def fitted(event: str, fields: dict[str, str]) -> dict[str, str]:
    """The fields with "other" for each value from outside that does not have its form; ids stay for `check_event`."""
    forms = EVENTS.get(event, {})
    return {
        name: OTHER if name in forms and not forms[name].fullmatch(value) else value for name, value in fields.items()
    }
