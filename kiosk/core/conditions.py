"""The states devices are expected to be in, as plain values (words of CEN/XFS, CWA 16926)."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Device(StrEnum):
    """What stands on or in the terminal."""

    ID_CARD_READER = "id_card_reader"
    CODE_SCANNER = "code_scanner"
    RECEIPT_PRINTER = "receipt_printer"
    DOCUMENT_PRINTER = "document_printer"
    DOCUMENT_CAMERA = "document_camera"
    SOCIAL_CARD_READER = "social_card_reader"
    SPEAKER = "speaker"
    POWER = "power"
    CABINET = "cabinet"


class Status(StrEnum):
    """Device status, CEN/XFS spelling."""

    ONLINE = "online"
    OFFLINE = "offline"
    POWER_OFF = "powerOff"
    NO_DEVICE = "noDevice"
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    DEVICE_BUSY = "deviceBusy"


class Paper(StrEnum):
    """Paper supply, CEN/XFS words; UNKNOWN where the device cannot tell."""

    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"
    UNKNOWN = "unknown"


class Media(StrEnum):
    """Where a printed paper is, CEN/XFS words; UNKNOWN where the printer has no sensor at its mouth."""

    NOT_PRESENT = "notPresent"
    PRESENT = "present"
    TAKEN = "taken"
    RETRACTED = "retracted"
    JAMMED = "jammed"
    UNKNOWN = "unknown"


class Presence(StrEnum):
    """Whether something lies on the pad; readers differ, so *unknown* is an answer of its own."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Condition(Struct, frozen=True):
    """One device as it is now.

    `fault` is an id of the device's fault table (``paper_out``, ``cover_open`` ...), empty when nothing is wrong.
    A trouble that leaves the device usable (on battery, door open, low paper) is a fault with status *online*.
    """

    device: Device
    status: Status
    paper: Paper = Paper.UNKNOWN
    fault: str = ""

    @property
    def usable(self) -> bool:
        """Whether a visit may count on this device now; low paper is a notice, not a block."""
        return self.status is Status.ONLINE and self.paper not in (Paper.OUT, Paper.JAMMED)


class Outcome(StrEnum):
    """What is known about a sheet of paper. UNKNOWN is never turned into one of the others by a guess."""

    PRINTED = "PRINTED"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"


class PrintVerdict(Struct, frozen=True):
    """How one print job ended.

    `reason` is a fault id (``paper_out``, ``cover_open``, ``offline``, ``disk_full`` ...), empty when printed.
    `began` says that at least one byte of the body went out, so part of the paper may exist.
    `proof` names the rung that proved it (``gs_h``, ``gs_r``, ``dle_eot``, ``ipp``, ``spooled``), empty without proof.
    """

    outcome: Outcome
    reason: str = ""
    began: bool = False
    proof: str = ""
