"""The papers of a simulated department: which exist in which state, and what stands on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.documents.case_paper import CasePaper
from kiosk.documents.tax_certificate import verification_code
from kiosk.gateway.departments.case_contract import PaperKind
from kiosk.gateway.departments.case_ledger import Kept
from kiosk.gateway.departments.course import CaseFile
from kiosk.gateway.departments.department_file import PaperPlan, Service, SummaryPlan
from kiosk.gateway.departments.facts import Facts
from kiosk.gateway.departments.formulas import sum_of

if TYPE_CHECKING:
    from kiosk.gateway.departments.case_desk import CaseDesk, Department

TITLES: dict[PaperKind, str] = {
    "acceptance": "受理通知书",
    "supplement": "一次性补正告知书",
    "non_acceptance": "不予受理通知书",
    "result": "办理结果告知书",
    "form": "申请表",
}
_OPENINGS: dict[PaperKind, str] = {
    "acceptance": "您提交的申请符合受理条件，现予受理。",
    "supplement": "您提交的申请还缺以下内容，请一次补齐。补齐以前，办理时间不计算在内。",
    "non_acceptance": "您提交的申请不予受理。",
    "result": "您申请的事项已经办结。",
    "form": "",
}
_HOLDERS = ("申请单位", "申请人")
DECLINED = "您申请的事项经审核不予办理。"
REMEDY = "如果不服，可以依法申请行政复议或者提起行政诉讼，期限和机关以办理地公布为准。"


def papers_of(file: CaseFile, service: Service) -> tuple[PaperKind, ...]:
    """The papers that exist as the case stands."""
    exists: dict[PaperKind, bool] = {
        "acceptance": file.accepted_at is not None,
        "supplement": file.asked_at is not None,
        "non_acceptance": file.state == "not_accepted",
        "result": file.state == "declined"
        or (file.state in {"approved", "closed", "delivered"} and _has_result(service)),
        "form": "form" in service.paper,
    }
    return tuple(kind for kind, there in exists.items() if there)


def paper_of(desk: CaseDesk, kept: Kept, department: Department, kind: PaperKind) -> CasePaper:
    """What stands on a paper that exists."""
    at = _issued_at(kept, kind)
    service = department.service(kept.service)
    facts = desk.facts(service, kept.given, at[:10])
    declined = kind == "result" and kept.file.state == "declined"
    plan = PaperPlan() if declined else service.paper.get(kind, PaperPlan())
    paper = CasePaper(
        title=facts.sentence(plan.title) or TITLES[kind],
        number=desk.document_number(kept.number, kind),
        issuer=facts.text("office"),
        issued_at=at,
        opening=DECLINED if declined else _OPENINGS[kind],
        lines=(("事项名称", service.name), ("办件编号", kept.number), *_who(facts), *_lines(facts, plan)),
    )
    return _with_code(_with_table(_with_no(paper, kept), facts, plan, kind, kept), plan)


def holder_of(paper: CasePaper) -> str:
    """Whose paper it is: the organisation, else the person."""
    return next((text for label, text in paper.lines if label in _HOLDERS), "")


def _has_result(service: Service) -> bool:
    return "result" in service.paper


def _issued_at(kept: Kept, kind: PaperKind) -> str:
    if kind == "acceptance" and kept.file.accepted_at:
        return kept.file.accepted_at
    if kind == "supplement" and kept.file.asked_at:
        return kept.file.asked_at
    return kept.opened_at if kind == "form" else kept.file.since


def _who(facts: Facts) -> tuple[tuple[str, str], ...]:
    labelled = (
        ("申请单位", "{organisation.name}"),
        ("统一社会信用代码", "{organisation.uscc}"),
        ("申请人", "{applicant.name}"),
        ("公民身份号码", "{applicant.number:masked}"),
        ("代办人", "{agent.name}"),
    )
    return tuple((label, text) for label, template in labelled if (text := facts.sentence(template)))


def _lines(facts: Facts, plan: PaperPlan) -> tuple[tuple[str, str], ...]:
    return tuple((label, facts.sentence(template)) for label, template in plan.lines)


def _with_no(paper: CasePaper, kept: Kept) -> CasePaper:
    if kept.file.no is None or kept.file.state not in {"declined", "not_accepted"}:
        return paper
    reason = kept.file.no.text or "以办理地的答复为准。"
    return replace(paper, lines=(*paper.lines, ("原因", reason)), note=REMEDY)


def _with_code(paper: CasePaper, plan: PaperPlan) -> CasePaper:
    if not (plan.verifiable and paper.total):
        return paper
    return replace(paper, payload=verification_code(paper.number, paper.issued_at, paper.total))


def _with_table(paper: CasePaper, facts: Facts, plan: PaperPlan, kind: PaperKind, kept: Kept) -> CasePaper:
    note = facts.sentence(plan.note) or paper.note
    if kind == "supplement" and not plan.columns:
        asked = tuple((item.what, item.standard) for item in kept.file.asked)
        return replace(paper, columns=("需要补正的内容", "要求"), rows=asked, note=note)
    columns, rows = _table(facts, plan)
    return replace(
        paper,
        columns=columns,
        rows=rows,
        total=facts.text(plan.amount) if plan.amount else "",
        note=note,
    )


def _table(facts: Facts, plan: PaperPlan) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    register = facts.register_of(plan.rows)
    each = [facts.about(row, register) for row in (facts.rows_of(plan.rows) if plan.rows else ())]
    if plan.summary is not None and facts.failing(plan.summary.when) is None:
        labels = (*(label for label, _ in plan.summary.by), plan.summary.amount[0])
        return labels, _summed(facts, plan.summary, each)
    labels = tuple(label for label, _ in plan.columns)
    return labels, tuple(tuple(about.sentence(cell) for _, cell in plan.columns) for about in each)


def _summed(facts: Facts, summary: SummaryPlan, each: list[Facts]) -> tuple[tuple[str, ...], ...]:
    """One line for all rows that say the same, in the order of the first of them; a sum not known stays empty."""
    figures: dict[tuple[str, ...], list[str]] = {}
    for about in each:
        same = tuple(about.sentence(cell) for _, cell in summary.by)
        figures.setdefault(same, []).append(about.text(summary.amount[1]))
    return tuple((*same, sum_of(facts.day, tuple(amounts))) for same, amounts in figures.items())
