"""What to tell a technician about a printing trouble, by fault id, Chinese first. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.conditions import Outcome, PrintVerdict

TROUBLES: Mapping[str, str] = MappingProxyType(
    {
        "paper_out": "没有纸，请换一卷纸。 The paper is out; put in a new roll.",
        "cover_open": "盖子开着，请合上。 The cover is open; close it.",
        "cutter_error": "切刀卡住，请打开盖子再合上。 The cutter is stuck; open and close the cover.",
        "hardware_error": "打印机有故障，请联系维修人员。 The printer is broken; call a technician.",
        "printer_error": "打印机报错，请检查有没有卡纸。 The printer reports an error; look for jammed paper.",
        "overheated": "打印头过热，请等几分钟。 The print head is too hot; wait some minutes.",
        "offline": "打印机脱机，请看面板上的灯。 The printer is offline; look at the lamps on its panel.",
        "silent": "打印机没有应答，请检查电源和波特率。 The printer does not answer; check its power and baud rate.",
        "stalled": "打印机不再接收数据，请检查。 The printer stopped taking data; have a look at it.",
        "gone": "打印机的连线断开了，请重新插好。 The line to the printer was closed; plug it in again.",
        "port_missing": "找不到打印机，请检查连线和端口设置。 No printer at this port; check cable and setting.",
        "port_busy": "端口被别的程序占用，可能是终端程序。 Another program holds this port, perhaps the terminal.",
        "typeface_missing": "缺少字体，请运行 script/bootstrap。 The typeface is missing; run script/bootstrap.",
        "glyph_missing": "字体里没有某个字，没有打印。 The typeface lacks a character; nothing was printed.",
        "code_too_large": "二维码内容太长，没有打印。 The QR code is too large for the paper; nothing was printed.",
        "file_refused": "文件写不进去。 The file could not be written.",
    }
)

OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PRINTED: "已打印。 PRINTED.",
        Outcome.FAILED: "没有打印成功。 FAILED.",
        Outcome.UNKNOWN: "不能确定有没有打印，请看出纸口。 UNKNOWN; look at the paper mouth.",
    }
)


def verdict_sentence(verdict: PrintVerdict) -> str:
    """The outcome and, when there is one, the trouble behind it."""
    return f"{OUTCOMES[verdict.outcome]} {TROUBLES.get(verdict.reason, verdict.reason)}".rstrip()
