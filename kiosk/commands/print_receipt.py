"""`kiosk print-receipt --sample --to WHERE`: print one sample receipt and say what is known about the paper.

Exit status 0 PRINTED, 1 FAILED, 3 UNKNOWN. ``file:PATH`` keeps the bytes instead of sending them: PRINTED with proof
``file`` then says that all of them are in the file, and nothing about paper.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec

from devices.contract import PortMissing
from devices.receipt_printer.composer import Unprintable, installed_composer
from devices.receipt_printer.escpos_bytes import CUT, initialise
from devices.receipt_printer.escpos_printer import forgotten
from devices.receipt_printer.opening import escpos_printer
from devices.receipt_printer.profiles import GENERIC, Profile, ProfileMissing, profile, profile_names
from devices.receipt_printer.sentences import verdict_sentence
from devices.typeface import TypefaceMissing
from kiosk.__main__ import USAGE
from kiosk.core.conditions import Outcome, PrintVerdict
from kiosk.core.receipts import Code, Pair, Receipt, Rule, Text, Title

EXIT = {Outcome.PRINTED: 0, Outcome.FAILED: 1, Outcome.UNKNOWN: 3}
JOB = "TEST"
FILE = "file:"

SAMPLE = Receipt(
    lines=(
        Title("提交回执"),
        Rule(),
        Pair("办件编号", "2025-0128-0007", key=True),
        Pair("事项", "租房提取住房公积金"),
        Pair("申请人", "王**"),
        Pair("身份证号", "330500********0021"),
        Pair("提交时间", "2025-11-22 09:30"),
        Pair("收件地", "青禾村便民服务中心"),
        Pair("办理地", "示例市住房公积金管理中心", key=True),
        Rule(),
        Text("接下来", key=True),
        Text("1. 办理地会核对您提交的材料。"),
        Text("2. 如需补正，会打您留下的手机（尾号 0007）。"),
        Text("3. 办理时间以办理地公布为准。"),
        Rule(),
        Pair("不明白请打电话", "12345", key=True),
        Code("https://example.org/cases/2025-0128-0007", "手机扫一扫，查看进度"),
        Text("请收好这张纸，查询要用编号。", centred=True),
    )
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to print, and what."""
    parser.add_argument("--sample", action="store_true", required=True, help="the built-in sample receipt / 样张")
    parser.add_argument(
        "--to", required=True, metavar="tcp://HOST:PORT|PATH|usb:VID:PID:SERIAL|file:PATH", help="where / 打到哪里"
    )
    parser.add_argument("--profile", default=GENERIC, metavar="NAME", help="the printer's model / 型号")
    parser.add_argument("--list-profiles", action=ListProfiles, nargs=0, help="name every model and end")
    parser.add_argument("--json", action="store_true", help="the verdict as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print the sample; 0, 1 or 3 by the verdict, 64 for a model that is not there."""
    try:
        verdict = _print(arguments.to, arguments.profile)
    except ProfileMissing as error:
        print(error, file=sys.stderr)
        return USAGE
    except (TypefaceMissing, PortMissing) as error:
        print(error, file=sys.stderr)
        return EXIT[Outcome.FAILED]
    if arguments.json:
        print(msgspec.json.encode(verdict).decode())
    if verdict.outcome is not Outcome.PRINTED:
        print(verdict_sentence(verdict), file=sys.stderr)
    elif not arguments.json:
        print(verdict_sentence(verdict))
    return EXIT[verdict.outcome]


class ListProfiles(argparse.Action):
    """Prints the models and ends, whatever else is on the command line."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        del namespace, values, option_string
        print("\n".join(profile_names()))
        parser.exit()


def _print(where: str, model: str) -> PrintVerdict:
    if where.startswith(FILE):
        return _written(Path(where.removeprefix(FILE)), profile(model))
    printer = escpos_printer(where if "?" in where else f"{where}?profile={quote(model)}")
    printer.recall(None, forgotten, half_printed=True)  # only the terminal's journal knows how the last paper ended
    verdict = printer.print(SAMPLE, JOB)
    printer.close()
    return verdict


def _written(path: Path, model: Profile) -> PrintVerdict:
    composed = installed_composer().compose(SAMPLE, model, model.path or "raster")
    if isinstance(composed, Unprintable):
        return PrintVerdict(Outcome.FAILED, composed.reason)
    try:
        path.write_bytes(initialise(model.dpi) + b"".join(composed.commands) + CUT)
    except OSError:
        return PrintVerdict(Outcome.FAILED, "file_refused")
    return PrintVerdict(Outcome.PRINTED, began=True, proof="file")
