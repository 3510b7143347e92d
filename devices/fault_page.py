"""Writes docs/faults.md from the fault tables: ``python -m devices.fault_page > docs/faults.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from devices.faults import Fault, faults
from kiosk.core.conditions import Device

KINDS: Mapping[Device, str] = MappingProxyType(
    {
        Device.ID_CARD_READER: "身份证阅读器 ID card reader",
        Device.CODE_SCANNER: "扫码器、扫码摄像头 code scanner",
        Device.RECEIPT_PRINTER: "回执打印机 receipt printer",
        Device.DOCUMENT_PRINTER: "文书打印机 A4 printer",
        Device.DOCUMENT_CAMERA: "高拍仪 document camera",
        Device.SOCIAL_CARD_READER: "社保卡读卡器 social security card reader",
        Device.SPEAKER: "喇叭 speaker",
        Device.POWER: "电源 power",
        Device.CABINET: "机柜 cabinet",
    }
)
WHO = {"citizen": "办事人 citizen", "keeper": "值守员 keeper", "technician": "技术员 technician", "nobody": "— nobody"}
HEAD = """# 设备故障一览 · Every fault of every device

这一页由 `devices/` 各目录的 `faults.toml` 生成，不要手改：`.venv/bin/python -m devices.fault_page > docs/faults.md`。
Written from the tables `faults.toml` in the rooms of `devices/`; do not edit: run the command above.

号相同的几行，对处理的人是同一件事。“字”是审计记录和 `kiosk devices` 里的故障字。
Lines of one code are one thing to whoever acts. The word is what the audit log and `kiosk devices` say.
标 * 的故障：终端不再自动重试。有插头的，重新插好就再试；网络上的、没装的程序，修好后运行 `kiosk devices test`，或重启。
A fault marked * is not tried again by itself: what has a plug is tried when it is plugged in anew; what stands on the
network, or is a program that was missing, after `kiosk devices test` or a restart.
标 ° 的故障：连着三次看不到才算。 One marked ° counts after the third miss in a row.
"""
COLUMNS = """\
| 号 code | 字 word | 发生了什么 what happened | 谁处理 who acts | 怎么办 what to do |
| --- | --- | --- | --- | --- |"""


def page(tables: Mapping[Device, Mapping[str, Fault]]) -> str:
    """The whole page, a section for each kind of device that has faults."""
    sections = (f"\n## {KINDS[kind]}\n\n{_table(rows)}\n" for kind, rows in tables.items() if rows)
    return HEAD + "".join(sections)


def _table(rows: Mapping[str, Fault]) -> str:
    return "\n".join((COLUMNS, *_lines(rows)))


def _lines(rows: Mapping[str, Fault]) -> Iterator[str]:
    for word, row in sorted(rows.items(), key=lambda each: (each[1].code, each[0])):
        marks = "*" * row.permanent + "°" * row.disappearance
        said = f"{row.what_zh}。 {row.what_en}."
        act_en = row.act_en[:1].upper() + row.act_en[1:]  # the tables join it to what happened with a semicolon
        yield f"| {row.code} | `{word}`{marks} | {said} | {WHO[row.who]} | {row.act_zh}。 {act_en}. |"


if __name__ == "__main__":
    sys.stdout.write(page(faults()))
