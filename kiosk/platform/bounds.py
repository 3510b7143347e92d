"""How much an answer may say: a page of it fits one frame of the screen link, and can be drawn and written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TypeVar

import msgspec
from msgspec import Struct, ValidationError

from kiosk.core.replies import CaseMessage, CaseStanding, CertificateFacts, Id, MissingItem, PaymentCode
from kiosk.platform.forms import IssuedForm, RowsForm, VerifiedForm

# However much a gateway says, a page of it fits one frame of the screen link and can be drawn.
LONGEST_TEXT = 128
LONGEST_SENTENCE = 500  # an authority's own words, and a payment's code
MOST_ROWS = 500
MOST_FIELDS = 20
SUM_BELOW = Decimal(10) ** 12  # 元: beyond that there is no agreed way to write a sum in words
_T = TypeVar("_T")


def bounded(answer: _T) -> _T:
    """`answer`, when none of its texts, lists and sums is larger than what a page can show."""
    for value in _within(answer):
        match value:
            case str() if len(value) > LONGEST_TEXT:
                raise ValidationError("a text is too long")
            case _ if any(len(text) > LONGEST_SENTENCE for text in _sentences(value)):
                raise ValidationError("a sentence is too long")
            case tuple() | dict() if len(value) > MOST_ROWS:
                raise ValidationError("too many rows")
            case CaseStanding(payable=str(payable)):
                check_sum((payable,))
            case RowsForm():
                _check_rows(value)
            case IssuedForm(total=total):
                check_sum((total,))
            case VerifiedForm(fields=several) | CertificateFacts(covers=several) if len(several) > MOST_FIELDS:
                raise ValidationError("too many fields")
    return answer


def _within(value: object) -> Iterator[object]:
    """The value itself and every value inside it, but for sentences."""
    yield value
    if isinstance(value, Struct):
        longer = _LONGER.get(type(value), ())
        value = tuple(getattr(value, name) for name in value.__struct_fields__ if name not in longer)
    if isinstance(value, dict):
        value = (*value.keys(), *value.values())
    if isinstance(value, tuple):
        for each in value:
            yield from _within(each)


# What may be longer than a line.
_LONGER: dict[type, tuple[str, ...]] = {
    CaseMessage: ("text",),
    CaseStanding: ("reason_text",),
    MissingItem: ("what", "standard"),
    PaymentCode: ("payload",),
}


def _sentences(value: object) -> tuple[str, ...]:
    return tuple(getattr(value, name) for name in _LONGER.get(type(value), ()))


def _check_rows(answer: RowsForm) -> None:
    if max(map(len, (answer.rows, answer.uncollected, answer.certificates))) > MOST_ROWS:
        raise ValidationError("too many rows")
    check_sum(each.amount for each in answer.rows)
    for left in answer.uncollected:
        check_sum((left.total,))
        msgspec.convert(left.case_number, Id)


def check_sum(amounts: Iterable[str]) -> None:
    """ValidationError when the sums cannot be written down."""
    if sum(abs(Decimal(each)) for each in amounts) >= SUM_BELOW:
        raise ValidationError("more money than can be written down")
