from __future__ import annotations

import pytest


def test_a_code_goes_to_the_registered_phone_and_passes_once_typed(terminal, persons):
    begun = terminal.begin(persons["zhang"])
    assert begun.status_code == 201
    assert begun.json()["sent_to"] == "139****0001"
    assert begun.json()["expires_at"] == "2026-06-15T09:35:00+08:00"
    assert terminal.texts()[-1]["to"] == "13900000001"
    assert "演示" in terminal.texts()[-1]["text"]
    answered = terminal.answer(begun.json()["check"], terminal.code()).json()
    assert answered["outcome"] == "passed"
    assert terminal.payments(persons["zhang"], answered["trace"]).status_code == 200


def test_the_outbox_is_for_its_owner_only(terminal, persons):
    terminal.begin(persons["zhang"])
    assert terminal.outbox.stat().st_mode & 0o777 == 0o600


def test_an_answer_repeated_passes_with_the_same_trace(terminal, persons):
    check = terminal.begin(persons["zhang"]).json()["check"]
    assert terminal.answer(check, terminal.code()).json() == terminal.answer(check, terminal.code()).json()


def test_three_wrong_codes_lock(terminal, persons):
    check = terminal.begin(persons["zhang"]).json()["check"]
    wrong = "000000" if terminal.code() != "000000" else "111111"
    said = [terminal.answer(check, wrong).json() for _ in range(3)]
    assert [(each["outcome"], each["attempts_left"]) for each in said] == [("wrong", 2), ("wrong", 1), ("locked", 0)]
    assert terminal.answer(check, terminal.code()).json()["outcome"] == "locked"


def test_a_code_expires_after_five_minutes(terminal, persons, clock):
    check = terminal.begin(persons["zhang"]).json()["check"]
    clock.advance(minutes=5)
    assert terminal.answer(check, terminal.code()).json() == {"outcome": "expired", "trace": None, "attempts_left": 0}


@pytest.mark.parametrize("who", ["zhao", "stranger", "wrong name"])
def test_no_registered_phone_is_a_no(terminal, persons, who):
    known = {
        "stranger": {"name": "无名氏", "number": "110105195203189912"},
        "wrong name": {"name": "张建军", "number": persons["zhang"]["number"]},
    }
    refused = terminal.begin((persons | known)[who])
    assert refused.status_code == 422
    assert (refused.json()["code"], refused.json()["reason"]) == ("refused", "no_registered_phone")


def test_the_keeper_confirms_with_the_pin(terminal, persons):
    begun = terminal.begin(persons["zhao"], "keeper").json()
    assert begun["sent_to"] is None
    assert terminal.answer(begun["check"], "000000").json()["outcome"] == "wrong"
    assert terminal.answer(begun["check"], "135790").json()["outcome"] == "passed"


def test_a_check_without_a_card_opens_nothing_that_asks_for_one(terminal, persons):
    claimed = terminal.checked(persons["zhang"], claimed=True)
    refused = terminal.payments(persons["zhang"], claimed)
    assert (refused.status_code, refused.json()["code"]) == (403, "person_check_missing")
    without_card = terminal.checked(persons["zhang"], matter="TEST-01", claimed=True)
    assert terminal.look_up(persons["zhang"], without_card).json()["state"] == "found"


def test_nine_wrong_pins_close_the_keepers_way_for_a_while(terminal, second_terminal, persons, clock):
    for _ in range(3):
        check = terminal.begin(persons["zhang"], "keeper").json()["check"]
        for _ in range(3):
            terminal.answer(check, "1")
    assert terminal.begin(persons["li"], "keeper").json()["reason"] == "keeper_locked"
    assert second_terminal.begin(persons["li"], "keeper").status_code == 201
    clock.advance(minutes=31)
    assert terminal.begin(persons["li"], "keeper").status_code == 201


def test_a_phone_is_not_flooded(terminal, persons, clock):
    for _ in range(5):
        assert terminal.begin(persons["zhang"]).status_code == 201
    assert terminal.begin(persons["zhang"]).json()["reason"] == "too_many_codes"
    assert len(terminal.texts()) == 5
    clock.advance(minutes=31)
    assert terminal.begin(persons["zhang"]).status_code == 201


def test_a_silent_phone_service_is_not_known(terminal, persons):
    terminal.work("phones", "down")
    assert terminal.begin(persons["zhang"]).status_code == 503


def test_an_unknown_check_or_anothers_is_not_found(terminal, second_terminal, persons):
    check = terminal.begin(persons["zhang"]).json()["check"]
    assert terminal.answer("nothing-here", "123456").json()["code"] == "not_found"
    assert second_terminal.answer(check, terminal.code()).json()["code"] == "not_found"


def test_a_check_opens_one_persons_data_for_one_matter_at_one_terminal(terminal, second_terminal, persons, clock):
    trace = terminal.checked(persons["zhang"])
    other_matter = terminal.checked(persons["zhang"], matter="KSTB-20")
    assert terminal.payments(persons["zhang"], trace).status_code == 200
    refusals = [
        terminal.payments(persons["zhang"], None),
        terminal.payments(persons["zhang"], "made-up"),
        terminal.payments(persons["li"], trace),
        terminal.payments(persons["zhang"], other_matter),
        second_terminal.payments(persons["zhang"], trace),
        terminal.issue(persons["li"], trace, ["000026000000000000"]),
    ]
    assert {(each.status_code, each.json()["code"]) for each in refusals} == {(403, "person_check_missing")}
    clock.advance(minutes=30)
    assert terminal.payments(persons["zhang"], trace).status_code == 403


def test_who_asks_where_their_cases_stand_is_checked_too(terminal, persons):
    assert terminal.checked(persons["zhang"], matter="CASE")


def test_an_unpassed_check_opens_nothing(terminal, persons):
    check = terminal.begin(persons["zhang"]).json()["check"]
    assert terminal.payments(persons["zhang"], check).status_code == 403


def test_nine_wrong_pins_lock_every_check_that_is_still_open(terminal, second_terminal, persons):
    open_checks = [terminal.begin(persons["zhang"], "keeper").json()["check"] for _ in range(4)]
    for check in open_checks[:3]:
        for _ in range(3):
            terminal.answer(check, "1")
    assert terminal.answer(open_checks[3], "1").json() == {"outcome": "locked", "trace": None, "attempts_left": 0}
    assert terminal.answer(open_checks[3], "135790").json()["outcome"] == "locked"
    other = second_terminal.begin(persons["zhang"], "keeper").json()["check"]
    assert second_terminal.answer(other, "135790").json()["outcome"] == "passed"


def test_eight_wrong_pins_leave_the_keepers_way_and_a_code_always_stays_open(terminal, persons):
    open_checks = [terminal.begin(persons["zhang"], "keeper").json()["check"] for _ in range(4)]
    for check in [*open_checks[:2], *open_checks[:2], *open_checks[:2], *open_checks[2:]]:
        terminal.answer(check, "1")
    assert terminal.answer(open_checks[3], "135790").json()["outcome"] == "passed"
    terminal.answer(open_checks[2], "1")
    assert terminal.answer(open_checks[2], "135790").json()["outcome"] == "locked"
    check = terminal.begin(persons["zhang"]).json()["check"]
    assert terminal.answer(check, terminal.code()).json()["outcome"] == "passed"
