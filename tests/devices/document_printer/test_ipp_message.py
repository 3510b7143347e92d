"""IPP bytes: what we send comes back as it was, and nothing that arrives does worse than raise WireError."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyipp.enums import IppTag

from devices.contract import WireError
from devices.document_printer.ipp_message import Attribute, decoded, encoded, number_of, words

OPENING = (
    Attribute("attributes-charset", IppTag.CHARSET, "utf-8"),
    Attribute("attributes-natural-language", IppTag.LANGUAGE, "en"),
)
JOB = (
    Attribute("job-id", IppTag.INTEGER, 7),
    Attribute("job-state", IppTag.ENUM, 9),
    Attribute("job-state-reasons", IppTag.KEYWORD, ("job-completed-successfully", "job-restartable")),
    Attribute("media-col", IppTag.BEGIN_COLLECTION, ""),
    Attribute("", IppTag.MEMBER_NAME, "media-size-name"),
    Attribute("", IppTag.KEYWORD, "iso_a4_210x297mm"),
    Attribute("", IppTag.END_COLLECTION, ""),
    Attribute("job-name", IppTag.NAME, "D-7"),
)
ANSWER = encoded(0, 3, ((IppTag.OPERATION, OPENING), (IppTag.JOB, JOB), (IppTag.JOB, JOB[:2])))


def test_what_is_encoded_is_decoded():
    message = decoded(ANSWER)
    assert (message.code, message.number, message.version) == (0, 3, (1, 1))
    assert [job["job-id"] for job in message.jobs] == [7, 7]
    assert message.jobs[0]["media-col"] == {"media-size-name": "iso_a4_210x297mm"}
    assert words(message.jobs[0]["job-state-reasons"]) == ("job-completed-successfully", "job-restartable")


def test_a_document_behind_the_attributes_is_handed_on_unchanged_and_never_shown():
    message = decoded(encoded(2, 1, ((IppTag.OPERATION, OPENING),), b"\x03%PDF\x03\x02"), with_document=True)
    assert message.document == b"\x03%PDF\x03\x02"
    assert "PDF" not in repr(message)


@pytest.mark.parametrize("at", range(len(ANSWER)))
def test_a_message_cut_short_anywhere_is_refused(at):
    with pytest.raises(WireError):
        decoded(ANSWER[:at])


HEAD = struct.pack(">bbhi", 1, 1, 0, 1)


def test_empty_groups_are_allowed():
    message = decoded(HEAD + b"\x01" + b"\x47\x00\x12attributes-charset\x00\x05utf-8" + b"\x02\x05\x04\x03")
    assert (message.jobs, message.printer) == ((), {})
    assert message.operation == {"attributes-charset": "utf-8"}


@pytest.mark.parametrize(
    "tail",
    [
        b"\x01\x41\x00\x01a\xff\xfb\x03",  # a negative length, on which pyipp alone turns in a circle
        b"\x01\x41\xff\xfb\x00\x00\x03",
        b"\x01\x35\x00\x01a\x00\x04\xff\xfc\x00\x00\x03",  # and within a text with its language
        b"\x01\x21\x00\x01a\x00\x02\x00\x01\x03",  # an integer of two octets
        b"\x01\x23\x00\x0djob-state\x00\x00\x00\x04\x00\x00\x00\x63\x03",
        b"\x41\x00\x01a\x00\x00\x03",  # an attribute outside of every group
        b"\x01\x34\x00\x01a\x00\x00\x03",  # a collection without an end
        b"\x01\x37\x00\x01a\x00\x00\x03",
        b"\x01" + b"\x34\x00\x01a\x00\x00" * 2000 + b"\x03",
        b"",
    ],
)
def test_what_is_no_ipp_is_refused(tail):
    with pytest.raises(WireError):
        decoded(HEAD + tail)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_a_wire_error(data):
    for each in (data, HEAD + data, ANSWER[:60] + data):
        try:
            decoded(each)
        except WireError:
            continue


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(ANSWER) - 1), st.integers(0, 255))
def test_any_damaged_byte_is_a_message_or_a_wire_error(at, byte):
    try:
        decoded(ANSWER[:at] + bytes((byte,)) + ANSWER[at + 1 :])
    except WireError:
        return


@pytest.mark.parametrize(("value", "expected"), [(3, 3), ("", None), (None, None), ([1], None)])
def test_a_number_that_a_printer_does_not_know_is_none(value, expected):
    assert number_of(value) == expected
