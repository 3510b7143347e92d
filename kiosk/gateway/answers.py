"""Values of the gateway's rooms as bodies of the contract."""

from __future__ import annotations

import base64
from datetime import datetime

from msgspec.structs import asdict

from kiosk.gateway import wire
from kiosk.gateway.cases import Case
from kiosk.gateway.departments.contract import Facts, Payment
from kiosk.gateway.issuing import Ready
from kiosk.gateway.services import Answer, Checked
from kiosk.gateway.times import instant


def query_answer(answer: Answer, waiting: tuple[Case, ...], now: datetime, trace: str) -> wire.QueryAnswer:
    """Rows or certificates, and what was never collected."""
    return wire.QueryAnswer(
        state="found" if answer.payments or answer.certificates else "not_found",
        rows=[_row(payment) for payment in answer.payments],
        certificates=[_certificate(facts) for facts in answer.certificates],
        uncollected=[_uncollected(case) for case in waiting],
        as_of=instant(now),
        service=answer.service,
        trace=trace,
        demo=True,
    )


def verification_answer(checked: Checked, now: datetime, trace: str) -> wire.VerificationAnswer:
    """What the register says."""
    found = checked.verification
    return wire.VerificationAnswer(
        state=found.state,
        fields=[wire.ComparedField.model_validate(field) for field in found.fields],
        certificate=None if found.certificate is None else _certificate(found.certificate),
        checked_at=instant(now),
        service=checked.service,
        trace=trace,
        demo=True,
    )


def issued_answer(ready: Ready) -> wire.Issued:
    """The paper, in base64."""
    paper = ready.certificate.paper
    fields = asdict(paper) | {"total": f"{paper.total:.2f}", "pdf_base64": base64.b64encode(paper.pdf).decode()}
    del fields["pdf"]
    return wire.Issued(
        state="issued", case_number=ready.case_number, print_count=ready.certificate.print_count, **fields
    )


def case_state(case: Case) -> wire.CaseState:
    """One case, nobody named."""
    issued = case.certificate
    return wire.CaseState(
        case_number=case.number,
        matter=case.matter,
        state=case.state,
        opened_at=case.opened_at,
        certificate_number=None if issued is None else issued.paper.certificate_number,
        prints=0 if issued is None else issued.print_count,
    )


def _row(payment: Payment) -> wire.Row:
    fields = asdict(payment) | {"amount": f"{payment.amount:.2f}", "selectable": payment.why is None}
    return wire.Row.model_validate(fields)


def _certificate(facts: Facts) -> wire.Certificate:
    return wire.Certificate.model_validate(asdict(facts) | {"covers": list(facts.covers)})


def _uncollected(case: Case) -> wire.Uncollected:
    assert case.certificate is not None  # an uncollected case was issued
    paper = case.certificate.paper
    return wire.Uncollected(
        case_number=case.number,
        certificate_number=paper.certificate_number,
        issued_at=paper.issued_at,
        total=f"{paper.total:.2f}",
    )
