"""What to tell a technician about a print job, Chinese first. The faults' own sentences are in ``faults.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.faults import faults
from devices.receipt_printer.proof import Abilities
from kiosk.core.conditions import Device, Outcome, PrintVerdict

OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PRINTED: "已打印。 PRINTED.",
        Outcome.FAILED: "没有打印成功。 FAILED.",
        Outcome.UNKNOWN: "不能确定有没有打印，请看出纸口。 UNKNOWN; look at the paper mouth.",
    }
)
PROOFS: Mapping[str, str] = MappingProxyType(
    {
        "gs_h": "打完后打印机报回作业号（gs_h）。 The printer sends the job's id back when it is on paper (gs_h).",
        "gs_r": "打印机收完全部内容后应答，不确认切纸（gs_r）。 "
        "The printer answers when it consumed all of it; that it cut is not confirmed (gs_r).",
        "dle_eot": "打印期间打印机没有报错，这是这台打印机能给的最好证明（dle_eot）。 "
        "The printer reports nothing wrong meanwhile; that is the best proof this one can give (dle_eot).",
    }
)
NOT_ASKED = "还没有问过这台打印机能怎样证明，第一张回执前会问。 How it can prove a paper is asked before the first one."


def verdict_sentence(verdict: PrintVerdict) -> str:
    """The outcome and the trouble behind it, or how it was proved."""
    row = faults()[Device.RECEIPT_PRINTER].get(verdict.reason)
    more = row.sentence() if row is not None else verdict.reason
    return f"{OUTCOMES[verdict.outcome]} {more or PROOFS.get(verdict.proof, '')}".rstrip()


def proof_sentence(abilities: Abilities) -> str:
    """How this printer proves a paper."""
    return PROOFS[abilities.rung] if abilities.asked else NOT_ASKED
