"""Personal bytes at rest: AES-256-GCM under a key of this terminal, each value bound to the row it belongs to."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.store.errors import KeyFileRefused, SealBroken, StoreError

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: 96 random bits, good for 2**32 values under one key
FORM = b"\x01"


class Seal:
    """Seals and opens values; a sealed value is form byte, nonce, ciphertext with tag."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def close(self, value: bytes, row: str) -> bytes:
        """`value` sealed for `row`; two seals of one value differ."""
        nonce = os.urandom(NONCE_BYTES)
        return FORM + nonce + self._aead.encrypt(nonce, value, FORM + row.encode())

    def open(self, sealed: bytes, row: str) -> bytes:
        """The value sealed for `row`; SealBroken when it is another row's, damaged, or under another key."""
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._aead.decrypt(nonce, body, sealed[:1] + row.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken("a sealed value does not open") from error


def read_or_make_key(path: Path) -> bytes:
    """The key in `path`, made on first use with mode 0600; KeyFileRefused unless it is ours alone."""
    try:
        return _read_key(path)
    except FileNotFoundError:
        return _make_key(path)
    except OSError as error:
        raise KeyFileRefused(f"密钥文件 {path} 打不开。 The key file cannot be opened.") from error


def _read_key(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_mode & 0o177 or facts.st_uid != os.geteuid():
            raise KeyFileRefused(f"密钥文件 {path} 须属本用户且权限为 0600。 The key file must be ours with mode 0600.")
        key = file.read(KEY_BYTES + 1)
    if len(key) != KEY_BYTES:
        raise KeyFileRefused(f"密钥文件 {path} 不是 {KEY_BYTES} 字节。 The key file is not {KEY_BYTES} bytes long.")
    return key


def _make_key(path: Path) -> bytes:
    """Written beside and renamed: a power cut leaves the whole key or none."""
    key, beside = AESGCM.generate_key(KEY_BYTES * 8), path.with_name(path.name + ".new")
    try:
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(descriptor)
        beside.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"密钥文件 {path} 写不下。 The key file cannot be written.") from error
    return key


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
