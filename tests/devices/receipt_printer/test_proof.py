"""The proof ladder: every rung, every way to fall off it, and the printers that answer as they like."""

import pytest
from msgspec.structs import replace

from devices.receipt_printer.escpos_bytes import PAPER_QUESTION, done_request
from devices.receipt_printer.profiles import Profile, profile, profile_names
from devices.receipt_printer.proof import PROBE, Abilities
from kiosk.core.conditions import Outcome, Paper, PrintVerdict
from tests.devices.receipt_printer.direct_line import direct, sheets

GENERIC = Profile()
WEAKER = {"gs_h": (), "gs_r": ("no-job-id",), "dle_eot": ("no-job-id", "no-queue-answer")}


@pytest.fixture(scope="module")
def composed(composer, receipt):
    return composer.compose(receipt, GENERIC, "raster")


def printed(proof):
    return PrintVerdict(Outcome.PRINTED, began=True, proof=proof)


@pytest.mark.parametrize("noise", [(), ("status-noise",), ("no-auto-status",), ("no-clear",)], ids="-".join)
@pytest.mark.parametrize("rung", WEAKER)
def test_each_rung_proves_a_paper_that_came_out_whole(composed, rung, noise):
    printer, line = direct(composed, GENERIC, *WEAKER[rung], *noise)
    for job in ("A001", "A002"):
        assert printer.print(None, job) == printed(rung)
    assert sheets(line) == [True, True]
    assert printer.condition().usable


@pytest.mark.parametrize("rung", WEAKER)
def test_questions_answered_only_in_their_turn_prove_as_well(composed, rung):
    printer, line = direct(composed, GENERIC, "answers-in-turn", *WEAKER[rung], speed_mm_s=100.0)
    assert printer.print(None, "A001") == printed(rung)
    assert sheets(line) == [True]


@pytest.mark.parametrize("name", profile_names())
def test_every_model_prints_and_proves(composer, receipt, name):
    model = profile(name)
    printer, line = direct(composer.compose(receipt, model, model.path or "raster"), model)
    assert printer.print(None, "A001").outcome is Outcome.PRINTED
    assert sheets(line) == [True]


TROUBLES = {
    "paper-out-mid": "paper_out",
    "cover-opens-mid": "cover_open",
    "cutter-error": "cutter_error",
    "head-hot": "overheated",
}


@pytest.mark.parametrize("automatic", [(), ("no-auto-status",)], ids=["tells by itself", "only when asked"])
@pytest.mark.parametrize("fault", TROUBLES)
@pytest.mark.parametrize("rung", WEAKER)
def test_a_trouble_is_never_called_printed_and_is_named(composed, rung, fault, automatic):
    printer, line = direct(composed, GENERIC, *WEAKER[rung], *automatic, fault)
    verdict = printer.print(None, "A001")
    assert verdict.outcome is not Outcome.PRINTED
    assert (verdict.reason, verdict.began, verdict.proof) == (TROUBLES[fault], True, "")
    if rung == "gs_h":
        assert verdict.outcome is Outcome.FAILED  # the id had not come: the printer stopped before the end
    assert True not in sheets(line)


@pytest.mark.parametrize("rung", WEAKER)
def test_the_paper_after_a_trouble_is_whole_and_alone(composed, rung):
    printer, line = direct(composed, GENERIC, *WEAKER[rung], "paper-out-mid")
    assert printer.print(None, "A001").reason == "paper_out"
    line.inside.refill()
    assert printer.print(None, "A002") == printed(rung)
    first, *_, last = line.inside.sheets
    assert (first.whole, last.whole) == (False, True)
    assert last.data.count(b"\x1dV") == 1


@pytest.mark.parametrize("rung", WEAKER)
def test_when_every_reply_is_lost_nobody_knows(composed, rung):
    printer, line = direct(composed, GENERIC, *WEAKER[rung], "replies-lost")
    verdict = printer.print(None, "A001")
    assert (verdict.outcome, verdict.began, verdict.proof) in [
        (Outcome.UNKNOWN, True, ""),
        (Outcome.FAILED, True, ""),  # not all of it was sent: then the paper cannot be whole
    ]
    if verdict.outcome is Outcome.FAILED:
        assert True not in sheets(line)


def test_a_printer_whose_queue_answers_are_lost_is_not_stalled_and_not_proven_by_them(composed):
    known = replace(GENERIC, in_turn=True, job_id=False)
    printer, line = direct(composed, known, "no-queue-answer")
    assert printer.print(None, "A001") == PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
    assert line.sent.count(PAPER_QUESTION) > 3
    printer, line = direct(composed, replace(known, job_id=True), "no-queue-answer")
    assert printer.print(None, "A001") == printed("gs_h")


@pytest.mark.parametrize("rung", WEAKER)
def test_a_stalled_printer_is_still_called_stalled(composed, rung):
    printer, _ = direct(composed, GENERIC, *WEAKER[rung], "stalls")
    verdict = printer.print(None, "A001")
    assert verdict.outcome is Outcome.FAILED
    assert verdict.reason == "stalled"


def test_the_weakest_rung_waits_as_long_as_the_paper_takes(composed):
    printer, line = direct(composed, GENERIC, *WEAKER["dle_eot"], speed_mm_s=110.0)
    printer.condition()
    began = line.now
    assert printer.print(None, "A001") == printed("dle_eot")
    assert line.now - began >= composed.height_mm / GENERIC.slowest_mm_s
    assert [sheet.whole for sheet in line.inside.sheets] == [True]


def test_on_a_slow_line_the_bytes_have_their_time_too(composed):
    printer, line = direct(composed, GENERIC, *WEAKER["dle_eot"], bytes_s=1920.0)
    assert printer.print(None, "A001") == printed("dle_eot")
    assert line.now >= sum(map(len, composed.commands)) / 1920.0


def test_a_queue_that_answers_before_the_paper_can_be_out_is_not_believed_at_once(composed):
    printer, line = direct(composed, GENERIC, *WEAKER["gs_r"])
    printer.condition()
    began = line.now
    assert printer.print(None, "A001") == printed("gs_r")
    assert line.now - began >= composed.height_mm / 300.0


@pytest.mark.parametrize("mm", [-0.5, 0.5, 5.0])
@pytest.mark.parametrize("rung", WEAKER)
def test_a_roll_that_ends_near_the_end_of_the_receipt_never_makes_a_false_verdict(composed, rung, mm):
    printer, line = direct(composed, GENERIC, *WEAKER[rung])
    line.inside.run_out_after(composed.height_mm + mm)
    verdict = printer.print(None, "A001")
    whole = [sheet.whole for sheet in line.inside.sheets].count(True)
    assert verdict.outcome in ((Outcome.PRINTED, Outcome.UNKNOWN) if whole else (Outcome.FAILED, Outcome.UNKNOWN))


# --- which rung ----------------------------------------------------------------------------------------------------


def test_it_is_asked_once_and_nothing_of_the_question_prints(composed):
    printer, line = direct(composed, GENERIC)
    assert printer.abilities == Abilities()
    printer.print(None, "A001")
    assert printer.abilities == Abilities(job_id=True, in_turn=True, auto_status=True)
    asked = line.sent
    assert asked.count(done_request(PROBE)) == 1
    printer.close()
    printer.print(None, "A002")
    assert line.sent.count(done_request(PROBE)) == 1
    assert sheets(line) == [True, True]


def test_what_was_found_may_be_kept_by_the_caller(composed):
    printer, line = direct(composed, GENERIC, *WEAKER["gs_r"])
    printer.print(None, "A001")
    known = printer.abilities
    assert known == Abilities(job_id=False, in_turn=True, auto_status=True)
    again, line = direct(composed, GENERIC, *WEAKER["gs_r"])
    again.abilities = known
    assert again.print(None, "A001") == printed("gs_r")
    assert done_request(PROBE) not in line.sent


def test_what_the_profile_says_is_not_asked(composed):
    printer, line = direct(composed, profile("epson-like"))
    assert printer.print(None, "A001") == printed("gs_h")
    assert done_request(PROBE) not in line.sent


def test_a_printer_that_takes_the_question_for_text_prints_none_of_it(composed):
    printer, line = direct(composed, GENERIC, *WEAKER["dle_eot"])
    printer.print(None, "A001")
    before_paper = line.sent.partition(composed.commands[0])[0]
    assert before_paper.rpartition(done_request(PROBE))[2].count(b"\x1b@") == 1  # empties the line buffer
    assert b"\n" not in before_paper.rpartition(done_request(PROBE))[2].partition(b"\x1b@")[0]


# --- the line ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rung", WEAKER)
def test_power_that_goes_while_the_proof_is_awaited_is_not_known(composed, rung):
    printer, line = direct(composed, GENERIC, *WEAKER[rung], speed_mm_s=100.0)

    def stepped(step):
        if step == "sent":
            line.inside.lose_power()

    assert printer.print(None, "A001", stepped) == PrintVerdict(Outcome.UNKNOWN, "gone", began=True)


def test_a_near_end_that_is_not_believed_is_not_told(composed):
    printer, line = direct(composed, replace(GENERIC, near_end=False), "paper-low")
    assert (printer.condition().paper, printer.condition().fault) == (Paper.FULL, "")
    assert printer.print(None, "A001").outcome is Outcome.PRINTED
    line.inside.sensors.paper = Paper.OUT
    assert printer.condition().fault == "paper_out"
