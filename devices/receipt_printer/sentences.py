"""What to tell a technician about a print job, Chinese first. The faults' own sentences are in ``faults.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices.faults import faults
from kiosk.core.conditions import Device, Outcome, PrintVerdict

OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PRINTED: "已打印。 PRINTED.",
        Outcome.FAILED: "没有打印成功。 FAILED.",
        Outcome.UNKNOWN: "不能确定有没有打印，请看出纸口。 UNKNOWN; look at the paper mouth.",
    }
)
WEAKLY: Mapping[str, str] = MappingProxyType(
    {
        "gs_r": "打印机已收完全部内容（不确认切纸）。 The printer consumed all of it; that it cut is not confirmed.",
        "dle_eot": "打印期间打印机没有报错，这是这台打印机能给的最好证明。 "
        "The printer reported nothing wrong meanwhile; that is the best proof this one can give.",
    }
)


def verdict_sentence(verdict: PrintVerdict) -> str:
    """The outcome and, when there is one, the trouble behind it, or how weak its proof is."""
    row = faults()[Device.RECEIPT_PRINTER].get(verdict.reason)
    more = row.sentence() if row is not None else verdict.reason
    return f"{OUTCOMES[verdict.outcome]} {more or WEAKLY.get(verdict.proof, '')}".rstrip()
