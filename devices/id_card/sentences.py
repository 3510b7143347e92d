"""What to tell people about the ID card reader's troubles, Chinese first, English second. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from devices.contract import (
    CardTrouble,
    DeviceError,
    DeviceGone,
    DeviceRefused,
    DeviceSilent,
    PortBusy,
    PortMissing,
    WireError,
)


class Sentence(Struct, frozen=True):
    """One sentence in both languages; `id` for logs and tables."""

    id: str
    zh: str
    en: str

    def __str__(self) -> str:
        """Both on one line, for a technician."""
        return f"{self.zh} {self.en}"


NO_CARD = Sentence("no_card", "没有读到卡，请把身份证平放在读卡区。", "No card came; lay the ID card flat on the pad.")

TROUBLES: Mapping[CardTrouble, Sentence] = MappingProxyType(
    {
        "lift_and_replace": Sentence(
            "lift_and_replace",
            "这张卡没读出来，请拿起来，再平放一次，不要移动。",
            "The card was not read; lift it, lay it flat again and leave it still.",
        ),
        "not_an_id_card": Sentence(
            "not_an_id_card",
            "这不是身份证，请换成身份证再放一次。",
            "This is not an ID card; please lay an ID card on the pad.",
        ),
        "unsupported_card": Sentence(
            "unsupported_card",
            "这种证件本机还不认识，请找工作人员办理。",
            "This terminal does not know this kind of card; please ask a member of staff.",
        ),
        "unreadable_card": Sentence(
            "unreadable_card",
            "这张卡的信息没有通过验证，不能使用，请找工作人员办理。",
            "The information on this card cannot be trusted; please ask a member of staff.",
        ),
        "reader_out_of_service": Sentence(
            "reader_out_of_service",
            "读卡器的安全模块有故障，请通知维修人员。",
            "The reader's security module is out of service; please call a technician.",
        ),
    }
)

FAILURES: Mapping[type[DeviceError], Sentence] = MappingProxyType(
    {
        PortMissing: Sentence(
            "port_missing",
            "找不到读卡器，请检查连线和端口设置。",
            "There is no reader at this port; check the cable and the port setting.",
        ),
        PortBusy: Sentence(
            "port_busy",
            "端口被别的程序占用，可能是终端程序正在使用。",
            "Another program holds this port, perhaps the terminal itself; stop it first.",
        ),
        DeviceSilent: Sentence(
            "silent",
            "读卡器没有应答，请检查电源和波特率。",
            "The reader does not answer; check its power and its baud rate.",
        ),
        DeviceGone: Sentence(
            "gone",
            "读卡器的连线断开了，请重新插好。",
            "The line to the reader was closed; plug it in again.",
        ),
        WireError: Sentence(
            "wire_damaged",
            "读卡器的数据反复出错，请检查连线。",
            "The reader's data arrives damaged again and again; check the cable.",
        ),
        DeviceRefused: Sentence(
            "refused",
            "读卡器拒绝了指令，型号可能不支持，请联系维修人员。",
            "The reader refused a command, its model may not be supported; call a technician.",
        ),
    }
)


def failure_sentence(error: DeviceError) -> Sentence:
    """The sentence for an I/O failure."""
    return FAILURES[type(error)]
