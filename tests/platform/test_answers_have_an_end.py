"""How long a text, a list and a sum of the gateway may be; more is not known."""

from __future__ import annotations

import pytest

from kiosk.core.replies import (
    NotKnown,
    Refused,
    RowsFound,
)
from kiosk.platform.answers import (
    Dropped,
    reply_of,
    report_answer,
)
from tests.platform.gateway_answers import (
    ANSWER,
    CHECK,
    FACTS,
    FIELD,
    FOUND,
    ISSUE,
    ISSUED,
    LEFT,
    QUERY,
    ROW,
    SAME,
    VERIFY,
    response,
)


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("no_registered_phone", True),
        ("a" * 32, True),
        ("a" * 33, False),
        ("no_1234567", True),
        ("no_12345678", False),
        ("", False),
        ("_no", False),
        ("Locked", False),
        ("演示张三 says no", False),
        ("no\n", False),
    ],
)
def test_a_reason_is_a_short_word_or_nobodys(reason, kept):
    answer = response(422, {"code": "refused", "reason": reason})
    assert reply_of(QUERY, answer) == Refused(reason if kept else "refused_by_department")
    assert report_answer(answer) == Dropped(reason if kept else "refused_by_department")


def with_text(body, path, text):
    """`body` with `text` at `path`, a chain of keys and list numbers."""
    if not path:
        return text
    first, *rest = path
    changed = with_text(body[first], rest, text)
    return [*body[:first], changed, *body[first + 1 :]] if isinstance(first, int) else body | {first: changed}


FREE_TEXTS = [
    (CHECK, {"check": "chk", "sent_to": "1"}, ("sent_to",)),
    (ANSWER, {"outcome": "passed", "trace": "T"}, ("trace",)),
    *((QUERY, FOUND, path) for path in [("service",), ("trace",), ("rows", 0, "kind"), ("rows", 0, "item")]),
    (QUERY, FOUND | {"rows": [ROW | {"issued_as": "N1"}]}, ("rows", 0, "issued_as")),
    (QUERY, FOUND | {"certificates": [FACTS]}, ("certificates", 0, "holder")),
    *((ISSUE, ISSUED, (key,)) for key in ("title", "issuer", "total_words", "certificate_number")),
    *((VERIFY, SAME, (key,)) for key in ("service", "trace")),
    *((VERIFY, SAME, ("fields", 0, key)) for key in ("id", "presented", "recorded")),
    *((VERIFY, SAME, ("certificate", key)) for key in ("kind", "number", "holder", "issuer", "valid_until")),
    (VERIFY, SAME, ("certificate", "covers", 0)),
]


@pytest.mark.parametrize(("question", "body", "path"), FREE_TEXTS, ids=lambda value: str(value)[:40])
def test_a_free_text_has_128_characters_at_most(question, body, path):
    fits, too_long = (reply_of(question, response(200, with_text(body, path, "字" * size))) for size in (128, 129))
    assert not isinstance(fits, NotKnown)
    assert too_long == NotKnown("malformed")


@pytest.mark.parametrize(
    ("question", "body", "most"),
    [
        (QUERY, lambda count: FOUND | {"rows": [ROW] * count}, 500),
        (QUERY, lambda count: FOUND | {"uncollected": [LEFT] * count}, 500),
        (QUERY, lambda count: FOUND | {"certificates": [FACTS] * count}, 500),
        (QUERY, lambda count: FOUND | {"certificates": [FACTS | {"covers": ["a"] * count}]}, 20),
        (VERIFY, lambda count: SAME | {"fields": [FIELD] * count}, 20),
        (VERIFY, lambda count: SAME | {"certificate": FACTS | {"covers": ["a"] * count}}, 20),
    ],
    ids=["rows", "uncollected", "certificates", "covers", "fields", "covers of one"],
)
def test_a_list_has_an_end(question, body, most):
    assert not isinstance(reply_of(question, response(200, body(most))), NotKnown)
    assert reply_of(question, response(200, body(most + 1))) == NotKnown("malformed")


@pytest.mark.parametrize(
    ("question", "body"),
    [
        (QUERY, lambda money: FOUND | {"rows": [ROW | {"amount": money}]}),
        (QUERY, lambda money: FOUND | {"uncollected": [LEFT | {"total": money}]}),
        (ISSUE, lambda money: ISSUED | {"total": money}),
    ],
    ids=["row", "uncollected", "issued"],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_money_stays_below_what_can_be_written_in_words(question, body, sign):
    assert not isinstance(reply_of(question, response(200, body(f"{sign}999999999999.99"))), NotKnown)
    assert reply_of(question, response(200, body(f"{sign}1000000000000.00"))) == NotKnown("malformed")


def test_so_does_the_sum_of_all_rows():
    half = ROW | {"amount": "500000000000.00"}
    assert reply_of(QUERY, response(200, FOUND | {"rows": [half, half]})) == NotKnown("malformed")
    less = half | {"amount": "499999999999.99"}
    assert isinstance(reply_of(QUERY, response(200, FOUND | {"rows": [half, less]})), RowsFound)
