"""Sealed values open only in their own row, under their own key, undamaged; the key's file is ours alone."""

from __future__ import annotations

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.errors import KeyFileRefused, SealBroken, StoreError
from kiosk.store.seal import KEY_BYTES, Seal, read_or_make_key

SEAL = Seal(bytes(KEY_BYTES))


@given(st.binary(max_size=200), st.text(max_size=20))
def test_a_value_comes_back(value, row):
    assert SEAL.open(SEAL.close(value, row), row) == value


def test_two_seals_of_one_value_differ():
    assert SEAL.close(b"x", "r") != SEAL.close(b"x", "r")


def test_another_row_or_another_key_does_not_open():
    sealed = SEAL.close(b"x", "outbox/a")
    with pytest.raises(SealBroken):
        SEAL.open(sealed, "outbox/b")
    with pytest.raises(SealBroken):
        Seal(b"k" * KEY_BYTES).open(sealed, "outbox/a")


def test_every_damaged_byte_is_noticed():
    sealed = SEAL.close(b"value", "r")
    for at in range(len(sealed)):
        damaged = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(SealBroken):
            SEAL.open(damaged, "r")
        with pytest.raises(SealBroken):
            SEAL.open(sealed[:at], "r")


def test_the_key_is_made_once_and_private(tmp_path):
    path = tmp_path / "key"
    key = read_or_make_key(path)
    assert (len(key), stat.S_IMODE(path.stat().st_mode)) == (KEY_BYTES, 0o600)
    assert read_or_make_key(path) == key
    assert [entry.name for entry in tmp_path.iterdir()] == ["key"]


def test_a_half_written_key_of_an_earlier_start_is_not_used(tmp_path):
    (tmp_path / "key.new").write_bytes(b"half")
    assert len(read_or_make_key(tmp_path / "key")) == KEY_BYTES


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666, 0o700])
def test_a_key_open_to_others_is_refused(tmp_path, mode):
    path = tmp_path / "key"
    read_or_make_key(path)
    path.chmod(mode)
    with pytest.raises(KeyFileRefused, match="0600"):
        read_or_make_key(path)


@pytest.mark.parametrize("size", [0, KEY_BYTES - 1, KEY_BYTES + 1])
def test_a_key_of_another_length_is_refused(tmp_path, size):
    path = tmp_path / "key"
    path.write_bytes(b"k" * size)
    path.chmod(0o600)
    with pytest.raises(KeyFileRefused, match="32"):
        read_or_make_key(path)


def test_a_link_and_a_folder_are_no_key(tmp_path):
    read_or_make_key(tmp_path / "key")
    (tmp_path / "link").symlink_to(tmp_path / "key")
    with pytest.raises(KeyFileRefused, match="打不开"):
        read_or_make_key(tmp_path / "link")
    (tmp_path / "folder").mkdir(mode=0o600)
    with pytest.raises(KeyFileRefused):
        read_or_make_key(tmp_path / "folder")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_somebody_elses_key_is_refused(tmp_path):
    read_or_make_key(tmp_path / "key")
    os.chown(tmp_path / "key", 65534, 65534)
    with pytest.raises(KeyFileRefused, match="0600"):
        read_or_make_key(tmp_path / "key")


def test_a_key_that_cannot_be_written_is_the_stores_error(tmp_path):
    with pytest.raises(StoreError, match="写不下"):
        read_or_make_key(tmp_path / "no_such_folder" / "key")
