"""What the store acknowledged survives a power cut at any write; what is gone is gone from every byte."""

from __future__ import annotations

import random

import pytest

from kiosk.store.outbox import Outbox
from kiosk.store.store import open_store
from tests.store.disks import PowerCutDisk

SEEDS = 30
STEPS = 12


class Cut:
    """One run of puts and deliveries on a disk whose power is cut once."""

    def __init__(self, folder, seed, synchronous):
        self.chance = random.Random(seed)
        self.folder = folder
        self.disk = PowerCutDisk(f"cut-{synchronous}-{seed}", seed)
        self.store = open_store(folder / "before", folder / "key", vfs=self.disk.vfs_name).store
        self.store.rows(f"PRAGMA synchronous = {synchronous}")
        self.outbox = Outbox(self.store)
        self.sealed = {}
        self.acknowledged = self.under_way = frozenset()
        self.outcomes = None

    def run(self):
        """The keys after the cut, and the two sets of keys they may be."""
        self.disk.on_cut = self.cut
        self.disk.cut_at = self.chance.randrange(1, 60)
        for step in range(STEPS):
            self.one(f"key-{step}")
        if self.outcomes is None:
            self.disk.cut_at = 1
            self.one("key-last")
        self.store.close()
        return self.outcomes

    def one(self, key):
        waiting = sorted(self.acknowledged)
        if waiting and self.chance.random() < 0.4:
            gone = self.chance.choice(waiting)
            self.under_way = self.acknowledged - {gone}
            self.outbox.delivered(next(row.id for row in self.outbox.due(1.0) if row.key == gone))
        else:
            self.under_way = self.acknowledged | {key}
            self.outbox.put("outcome", key, self.chance.randbytes(self.chance.randrange(10, 3000)), 1.0)
            [(self.sealed[key],)] = self.store.rows("SELECT sealed FROM outbox WHERE key = ?", key)
        self.acknowledged = self.under_way

    def cut(self, files):
        after = self.folder / "after"
        after.mkdir()
        for name, content in files.items():
            (after / name).write_bytes(content)
        opened = open_store(after, self.folder / "key")
        assert opened.moved_aside is None
        found = {row.key: row.payload for row in Outbox(opened.store).due(1.0)}
        opened.store.close()
        assert None not in found.values()
        self.outcomes = frozenset(found), self.acknowledged, self.under_way
        left = b"".join(path.read_bytes() for path in after.iterdir())
        assert not [key for key in self.sealed if key not in found and self.sealed[key] in left]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_acknowledged_write_is_lost(tmp_path, seed):
    found, acknowledged, under_way = Cut(tmp_path, seed, "FULL").run()
    assert found in (acknowledged, under_way)


def test_this_test_would_see_a_store_that_does_not_flush(tmp_path):
    """With synchronous=NORMAL, which flushes at checkpoints only, acknowledged writes are lost."""
    lost = 0
    for seed in range(SEEDS):
        folder = tmp_path / str(seed)
        folder.mkdir()
        found, acknowledged, under_way = Cut(folder, seed, "NORMAL").run()
        lost += found not in (acknowledged, under_way)
    assert lost
