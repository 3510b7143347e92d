"""The chain shows every change; the closed list lets nothing personal in."""

from __future__ import annotations

import pytest

from kiosk.store.audit import Audit, AuditHead
from kiosk.store.audit_events import EVENTS, NotInTheList


@pytest.fixture
def audit(store):
    return Audit(store)


@pytest.fixture
def chain(audit):
    for at in range(6):
        audit.append("matter_started", {"matter": f"tax-{at}"}, float(at))
    return audit


def test_entries_come_back_in_order(chain):
    assert [(entry.number, entry.at_s, entry.event) for entry in chain.entries(after=4)] == [
        (5, 4.0, "matter_started"),
        (6, 5.0, "matter_started"),
    ]
    assert chain.entries(most=1)[0].fields == {"matter": "tax-0"}


def test_the_head_moves_with_each_entry(audit):
    assert audit.head() == AuditHead(0, "00" * 32)
    first = audit.append("gateway_returned", {}, 1.0)
    second = audit.append("gateway_returned", {}, 1.0)
    assert (first.number, second.number) == (1, 2)
    assert first.hash != second.hash
    assert audit.head() == second


def test_an_untouched_chain_verifies(chain):
    assert chain.first_broken() is None


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        ("UPDATE audit SET entry = replace(entry, 'tax-2', 'tax-9') WHERE number = 3", 3),
        ("UPDATE audit SET hash = zeroblob(32) WHERE number = 6", 6),
        ("UPDATE audit SET prev = zeroblob(32) WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 3", 4),
        ("DELETE FROM audit WHERE number = 6; UPDATE audit SET number = 6 WHERE number = 5", 6),
        ("UPDATE audit SET number = number + 1 WHERE number = 6", 7),
        ("UPDATE audit SET number = -number; UPDATE audit SET number = 10 - number", 11),
    ],
)
def test_a_changed_chain_shows_where(store, chain, attack, found):
    store.write(lambda: [store.change(statement) for statement in attack.split(";")])
    assert chain.first_broken() == found


def test_a_cut_tail_shows_against_the_head_that_was_sent_away(store, chain):
    sent = chain.head()
    store.write(lambda: store.change("DELETE FROM audit WHERE number = 6"))
    assert chain.first_broken() is None
    assert chain.head() != sent


def test_trimming_keeps_the_newest_and_the_rest_verifies(store, chain):
    assert chain.trim(keep=2) == 4
    assert [entry.number for entry in chain.entries()] == [5, 6]
    chain.append("gateway_returned", {}, 9.0)
    assert chain.first_broken() is None
    store.write(lambda: store.change("UPDATE audit SET entry = '{}' WHERE number = 5"))
    assert chain.first_broken() == 5
    assert chain.trim(keep=0) == 2


def test_an_empty_chain_verifies(audit):
    assert audit.first_broken() is None
    assert audit.trim(keep=5) == 0


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        ("card_read", {}),
        ("gateway_returned", {"name": "x"}),
        ("matter_started", {}),
        ("matter_started", {"matter": "tax", "more": "x"}),
        ("matter_started", {"matter": "张三"}),
        ("matter_started", {"matter": "110105199001010000"}),
        ("matter_started", {"matter": "phone-13800138000"}),
        ("matter_started", {"matter": "two words"}),
        ("matter_started", {"matter": "line\nbreak"}),
        ("matter_started", {"matter": "tax\n"}),
        ("matter_started", {"matter": "１２３"}),
        ("certificate_issued", {"matter": "tax", "case_number": "演示张三"}),
        ("query_answered", {"matter": "tax", "query": "q", "answer": "found", "reason": "x", "rows": "many"}),
    ],
)
def test_what_is_not_in_the_list_raises_and_is_not_shown(audit, event, fields):
    with pytest.raises(NotInTheList) as raised:
        audit.append(event, fields, 1.0)
    assert not any(value in str(raised.value) for value in fields.values() if value not in ("tax", "q", "x"))
    assert audit.head().number == 0


def test_every_listed_event_can_be_written(audit):
    for event, forms in EVENTS.items():
        audit.append(event, dict.fromkeys(forms, "1"), 1.0)
    assert audit.head().number == len(EVENTS)
    assert audit.first_broken() is None
