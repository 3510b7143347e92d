"""The store's one family of exceptions; texts name files and causes, never what is stored."""

from __future__ import annotations


class StoreError(Exception):
    """The store's I/O failed; raised `from` the cause."""


class DiskFull(StoreError):
    """There is no room for this write; nothing of it was kept, everything older was."""


class StoreInUse(StoreError):
    """Another process holds the store; two terminals on one store would deliver twice."""


class StoreTooNew(StoreError):
    """A newer version of this software wrote the store; this one must not touch it."""


class KeyFileRefused(StoreError):
    """The key's file is open to others, not ours, or holds no key; the text is one sentence for the technician."""


class SealBroken(StoreError):
    """A sealed value was damaged, moved to another row, or sealed under another key."""
