"""The bodies of the pages that answer: waiting, result, printing, verdict, trouble."""

from __future__ import annotations

import re

from kiosk.core.calendar import is_date
from kiosk.core.conditions import Device, Outcome
from kiosk.core.face_bodies import Progress, Question, Result, Stage, Trouble, Verdict
from kiosk.core.face_parts import Button, Notice, Row
from kiosk.core.flow import may_print_again
from kiosk.core.money_text import yuan
from kiosk.core.pages import AtPaperQuestion, AtPrinting, AtResult, AtTrouble, AtVerdict, AtWaiting, Purpose
from kiosk.core.papers import held_facts, verdict_words
from kiosk.core.replies import Verified
from kiosk.core.view import Parts, View
from kiosk.core.wanted import case_matter

EXPECTED_MS: dict[Purpose, int] = {
    "check_send": 2_000,
    "check_answer": 1_500,
    "query": 3_000,
    "issue": 8_000,
    "verify": 3_000,
    "mandate": 3_000,
    "fetch": 3_000,
    "records": 3_000,
    "share": 3_000,
    "submit": 8_000,
    "supplement": 8_000,
    "pay_code": 3_000,
    "pay_state": 3_000,
    "paid_case": 3_000,
    "case_paid": 3_000,
    "paper": 5_000,
    "case": 3_000,
    "cases": 3_000,
    "hand_over": 2_000,
    "take_over": 2_000,
}
GROUPABLE = re.compile(r"-?[0-9]{1,13}\.[0-9]{2}", re.ASCII)
PRINT_MS = {"document": 12_000, "receipt": 6_000}
SIGNS = {"same": "same", "interim": "same", "differs": "differs", "not_found": "not_found", "malformed": "not_found"}
# The numbers of what no device is to blame for; those of a device come from its table (`Catalogue.fault_codes`).
FAULT_CODES = {
    "unavailable": "N-01",
    "issue_unknown": "N-02",
    "issue_mismatch": "N-03",
    "submit_unknown": "N-04",
    "supplement_unknown": "N-05",
    "pay_unavailable": "N-06",
    "pay_mismatch": "N-07",
    "paper_unavailable": "N-08",
    "paper_mismatch": "N-09",
}
NO_PAPER_CODES = {"document": "D-00", "receipt": "P-00"}  # no paper came, and the printer does not say why
NO_FAULT_CODE = "C-01"
ADVISED = ("refused", "pay_refused", "nothing_found")  # what happened and what to do stand in one text there
PRINTERS = {"document": Device.DOCUMENT_PRINTER, "receipt": Device.RECEIPT_PRINTER}


# --- result -------------------------------------------------------------------------------------------


def result(view: View, _page: AtResult) -> Parts:
    """The sealed paper exists: what it is, its number, its total where it has one."""
    say, issued = view.say, view.visit.issued
    assert issued is not None, "the result page follows an issued paper"
    rows = [Row(say("result.paper"), issued.title)] if view.visit.standing is not None else []
    rows.append(Row(say("result.number"), issued.certificate_number))
    if issued.row_count:
        rows.append(Row(say("result.total"), yuan(issued.total)))
    rows.append(Row(say("result.pages"), say("result.pages_value", pages=issued.pages)))
    rows.append(Row(say("result.issuer"), issued.issuer))
    demo = view.words("word.demo") if issued.demo else ""
    body = Result(say("result.words"), tuple(rows), demo, Notice(say("result.keep"), "good", "keep"))
    primary = Button("primary", say("result.primary"), icon="print")
    return Parts(say("result.title"), say("result.strip"), body, primary=primary)


# --- while the machine works -------------------------------------------------------------------------------------


def waiting(view: View, page: AtWaiting) -> Parts:
    """The platform was asked."""
    words = view.words
    stages = (
        Stage(words("waiting.stage_read"), "done"),
        Stage(words("waiting.stage_ask"), "now"),
        Stage(words("waiting.stage_show"), "to_come"),
    )
    body = Progress("asking", words("waiting.line"), stages, page.started_ms, EXPECTED_MS[page.purpose])
    return Parts(words(f"waiting.{page.purpose}"), words("waiting.strip"), body, waiting=words("waiting.flat"))


def printing(view: View, page: AtPrinting) -> Parts:
    """A paper is being printed."""
    words, paper = view.words, page.paper
    before = [words("printing.stage_verified" if view.visit.verdict else "printing.stage_issued")]
    if paper == "receipt" and view.visit.document is not None and view.visit.document.outcome is Outcome.PRINTED:
        before.append(words("printing.stage_document"))
    after = [words("printing.stage_receipt")] if paper == "document" else []
    pad = view.visit.pad_used
    stages = (
        *(Stage(each, "done") for each in before),
        Stage(words(f"printing.stage_{paper}"), "now"),
        *(Stage(each, "to_come") for each in (*after, words(f"printing.stage_take{'' if pad else '_paper'}"))),
    )
    body = Progress(
        f"print_{paper}",
        words("printing.line"),
        stages,
        page.started_ms,
        PRINT_MS[paper],
        words(f"printing.place_{paper}"),
    )
    title, strip = words(f"printing.title_{paper}"), words(f"printing.strip_{paper}")
    return Parts(title, strip, body, waiting=words("printing.flat"))


def paper_question(view: View, page: AtPaperQuestion) -> Parts:
    """单子出来了吗: the printer did not say."""
    words = view.words
    body = Question(f"print_{page.paper}", (words(f"paper_question.line_{page.paper}"),), words("paper_question.keep"))
    return Parts(
        words(f"paper_question.title_{page.paper}"),
        words("paper_question.strip"),
        body,
        primary=view.primary("paper_question.primary", "tick"),
        secondary=view.secondary("paper_question.secondary"),
    )


# --- verdict -----------------------------------------------------------------------------------------------------


def verdict(view: View, page: AtVerdict) -> Parts:
    """Five answers, five signs; a service that is down is none of the other four."""
    if page.reply is None:
        return _unavailable(view)
    words, reply = view.words, page.reply
    key = _verdict_key(reply.state)
    line = words(f"verdict.{key}_line", state=words.maybe(f"verdict.{reply.state}"))
    body = Verdict(
        sign=SIGNS.get(reply.state, "ended"),  # type: ignore[arg-type]  # a table of the five signs
        words=verdict_words(words, reply.state),
        line=words("verdict.interim_line") if reply.state == "interim" else line,
        rows=_compared(view, reply),
        demo=words("word.demo") if reply.demo else "",
        source=(words("verdict.source", time=view.now[11:16], service=reply.service), words("verdict.advice")),
    )
    strip = words("verdict.interim_strip") if reply.state == "interim" else words(f"verdict.{key}_strip")
    return Parts(
        words(f"verdict.{key}_title"),
        strip,
        body,
        primary=view.primary("verdict.again", ""),
        secondary=view.secondary("verdict.slip"),
    )


def _verdict_key(state: str) -> str:
    if state in ("void", "expired", "withdrawn"):
        return "ended"
    return "same" if state == "interim" else state


def _compared(view: View, reply: Verified) -> tuple[Row, ...]:
    """What was presented with its tick or cross, then what the register holds beside it.

    Where nothing was found there is nothing to compare with: *not found* is not *differs*.
    """
    words, own = view.words, f"{view.own}.verdict"
    compared = SIGNS.get(reply.state) != "not_found"
    rows = [
        Row(
            words.maybe(f"{own}.{each.id}") or each.id,
            shown(view, each.id, each.presented or ""),
            mark=("same" if each.same else "differs") if compared else "",
            mark_text=words("word.same" if each.same else "word.differs") if compared else "",
        )
        for each in reply.fields
        if each.presented
    ]
    rows += [Row(label, value) for label, value in held_facts(words, own, reply)]
    return tuple(rows[:6])


def shown(view: View, field: str, value: str) -> str:
    """A presented value as people write it: money grouped, dates in words."""
    kinds = {each.id: each.type for each in view.matter.fields}
    if kinds.get(field) == "money" and GROUPABLE.fullmatch(value):
        return yuan(value)
    return view.day(value) if kinds.get(field) == "date" and is_date(value) else value


def _unavailable(view: View) -> Parts:
    words = view.words
    body = Verdict(
        sign="unavailable",
        words=words("verdict.unavailable"),
        line=words("verdict.unavailable_line"),
        rows=(),
        demo="",
        source=(words("verdict.keep"),),
    )
    return Parts(
        words("verdict.unavailable_title"),
        words("verdict.unavailable_strip"),
        body,
        primary=view.primary("verdict.retry", "again"),
        secondary=view.secondary("verdict.stop"),
    )


# --- trouble -----------------------------------------------------------------------------------------------------


def trouble(view: View, page: AtTrouble) -> Parts:
    """What happened, what is kept, what to do now, who helps."""
    words = view.words
    key = _trouble_key(view, page)
    body = Trouble(
        picture="printer_no_paper" if page.paper else "trouble",
        what_title=words("trouble.what_and_do" if page.kind in ADVISED else "trouble.what"),
        what=tuple(_what(view, page, key).splitlines()),
        keep=words(f"{key}.keep"),
        options_title=words("trouble.options"),
        options=_options(view, page, key),
        helper=view.keeper(),
        fault=words("trouble.fault", code=_fault_code(view, page)),
    )
    return Parts(words(f"{key}.title"), words(f"{key}.strip"), body, primary=_best_act(view, page, key))


def _what(view: View, page: AtTrouble, key: str) -> str:
    """What a printer says of itself; what a *no* means and what to do now; else what the page usually says."""
    words = view.words
    if page.paper and words.has(f"reason.{page.reason}"):
        return words(f"reason.{page.reason}")
    matter = case_matter(view.visit) if page.kind in ADVISED and page.reason else ""
    if matter and words.has_of(matter, f"refusal.{page.reason}.what"):
        return "\n".join(words.of(matter, f"refusal.{page.reason}.{part}") for part in ("what", "do"))
    return words.maybe(f"{key}.what") or words("reason.other")


def _trouble_key(view: View, page: AtTrouble) -> str:
    if page.kind == "paper":
        issued, printed = view.visit.issued, view.visit.document
        slip = page.paper == "receipt" and issued and (printed is None or printed.outcome is not Outcome.PRINTED)
        return "trouble.paper_slip" if slip else f"trouble.paper_{page.paper}"
    return f"trouble.{page.reason}" if page.kind == "card" else f"trouble.{page.kind}"


def _fault_code(view: View, page: AtTrouble) -> str:
    codes = view.catalogue.fault_codes
    if page.paper:
        return codes[PRINTERS[page.paper]].get(page.reason, NO_PAPER_CODES[page.paper])
    if page.kind == "reader":
        condition = view.session.conditions.get(Device.ID_CARD_READER)
        word = page.reason if condition is None or condition.usable else condition.fault
        return codes[Device.ID_CARD_READER].get(word, NO_FAULT_CODE)
    return FAULT_CODES.get(page.kind, NO_FAULT_CODE)


def _options(view: View, page: AtTrouble, key: str) -> tuple[Button, ...]:
    """At most two ways besides the best one."""
    words = view.words
    call = Button(
        "call",
        words("trouble.called" if page.called else "trouble.call"),
        words("trouble.call_line"),
        icon="person",
        enabled=not page.called,
    )
    best = _best_act(view, page, key)
    ways = [
        Button(target, words(f"{key}.{target}"), _means(view, key, target), icon="clock")
        for target in ("later", "skip")
        if target != best.target and words.has(f"{key}.{target}") and (target == "skip" or _can_print_slip(view))
    ]
    leave = () if best.target == "leave" else (Button("leave", words("trouble.leave"), icon="home"),)
    return (call, *ways, *leave)[:2]


def _means(view: View, key: str, target: str) -> str:
    """What a way comes to; a slip for who has no card leads to a window, and to no machine."""
    if target == "later" and view.visit.role == "no_card":
        return view.words("trouble.later_no_card")
    return view.words.maybe(f"{key}.{target}_line")


def _can_print_slip(view: View) -> bool:
    """A slip is not offered when its roll is known to be empty."""
    condition = view.session.conditions.get(Device.RECEIPT_PRINTER)
    return condition is None or condition.usable


def _best_act(view: View, page: AtTrouble, key: str) -> Button:
    if page.kind == "nothing_found":
        return Button("change", view.words(f"{key}.primary"), icon="back")
    if page.kind == "refused" and page.purpose in ("submit", "fetch", "records"):  # asked again, a no stays one
        return Button("change", view.words(f"{key}.change"), icon="back")
    if page.kind == "pay_refused":
        return Button("later", view.words(f"{key}.later"), icon="print")
    spent = page.paper is not None and not may_print_again(view.visit, page.paper, page.reason)
    if not spent and (page.paper or page.purpose or page.kind in ("card", "reader")):
        label = f"{key}.primary" if view.words.has(f"{key}.primary") else "trouble.retry"
        return Button("primary", view.words(label), icon="again")
    return Button("leave", view.words("trouble.leave"), icon="home")
