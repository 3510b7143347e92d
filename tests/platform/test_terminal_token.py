"""The token's file must be ours, private, and hold a token; the token itself is never shown."""

from __future__ import annotations

import os

import pytest

from kiosk.platform.terminal_token import TokenRefused, read_token


def token_file(folder, text, mode=0o600):
    path = folder / "token"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_a_private_file_gives_its_token(tmp_path):
    assert read_token(token_file(tmp_path, "abc.DEF-123==\n")) == "abc.DEF-123=="


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o700])
def test_a_file_open_to_others_is_refused(tmp_path, mode):
    with pytest.raises(TokenRefused, match="0600"):
        read_token(token_file(tmp_path, "secret-token", mode))


@pytest.mark.parametrize("text", ["", "\n", "two words", "line\r\nHeader: x", "钥匙", "x" * 600])
def test_what_is_no_token_is_refused_and_not_shown(tmp_path, text):
    with pytest.raises(TokenRefused) as refused:
        read_token(token_file(tmp_path, text))
    assert not text.strip() or text.strip() not in str(refused.value)


def test_a_missing_file_and_a_link_are_refused(tmp_path):
    with pytest.raises(TokenRefused, match="打不开"):
        read_token(tmp_path / "none")
    (tmp_path / "link").symlink_to(token_file(tmp_path, "abc"))
    with pytest.raises(TokenRefused, match="打不开"):
        read_token(tmp_path / "link")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_somebody_elses_file_is_refused(tmp_path):
    path = token_file(tmp_path, "abc")
    os.chown(path, 65534, 65534)
    with pytest.raises(TokenRefused, match="0600"):
        read_token(path)
