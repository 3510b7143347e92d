"""The terminal's token: one line in a file that only the terminal's user may read."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

LONGEST_TOKEN = 512
# RFC 6750, 2.1: b64token
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")


class PlatformError(Exception):
    """The line to the gateway cannot be set up; the text is one sentence for the technician."""


class TokenRefused(PlatformError):
    """The token's file is missing, open to others, or holds no token."""


def read_token(path: Path) -> str:
    """The token in `path`; TokenRefused unless it is a plain file of ours that nobody else may read (mode 0600)."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise TokenRefused(f"终端令牌文件 {path} 打不开。 The terminal's token file cannot be opened.") from error
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_mode & 0o177 or facts.st_uid != os.geteuid():
            raise TokenRefused(
                f"终端令牌文件 {path} 须属本用户且权限为 0600。 The terminal's token file must be ours with mode 0600."
            )
        text = file.read(LONGEST_TOKEN + 1).decode("ascii", "replace").strip()
    if len(text) > LONGEST_TOKEN or not _TOKEN.fullmatch(text):
        raise TokenRefused(f"终端令牌文件 {path} 内没有令牌。 The terminal's token file holds no token.")
    return text
