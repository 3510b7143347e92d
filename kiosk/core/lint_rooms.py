"""How much room the screen and the receipt have for each kind of text, measured on the 21.5 inch sheet."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import east_asian_width

# What stands in the places of a string when it is at its longest in ordinary use.
FILLED = {
    "amount": "¥18,910.00",
    "at": "2026-11-23 09:26",
    "blank": "________",
    "code": "P-03",
    "count": "12",
    "date": "2026-11-23",
    "day": "23",
    "first": "2025-12",
    "kinds": "契税、印花税等",
    "label": "基数合计",
    "last": "2026-11",
    "least": "1",
    "left": "2",
    "minutes": "5",
    "missing": "10",
    "month": "11",
    "months": "12",
    "most": "12",
    "name": "王某某",
    "number": "4",
    "pages": "3",
    "papers": "2",
    "phone": "0000-0000",
    "pieces": "原件 1 份",
    "place": "呼和浩特",
    "province": "黑龙江",
    "sent_to": "139****0001",
    "service": "税务局查验服务（演示）",
    "source": "公安部门（演示）",
    "state": "已作废",
    "time": "09:26",
    "unit": "元",
    "value": "4,000.00",
    "weekday": "星期一",
    "version": "1",
    "words": "壹万捌仟玖佰壹拾元整",
}


class Room(NamedTuple):
    """How much room a kind of string has: lines, and the width of one (Han characters, or Latin letters).

    Measured on the 21.5 inch sheet at the standard text size: a line of body text is 24 Han characters wide, less what
    stands beside it. Text that `flows` may be broken anew, so all of it counts, not each of its lines.
    """

    keys: str
    zh: tuple[int, int]
    en: tuple[int, int]
    flows: bool = False


_TITLE = (
    r"(?!.*\.(receipt|form_paper)\.|form_paper\.).*[._]title(_\w+)?"
    r"|waiting\.(check_\w+|query|issue|verify|mandate|fetch|records|share|submit|supplement|pay_\w+|paper|cases?|\w+_over)"
)
_BUTTON = (
    r".*\.(primary|secondary)|card\.other|trouble\.(retry|leave|home)|verdict\.(again|slip|retry|stop)|guide\.print"
    r"|word\.(back|home|help|size|language|next|change|clear_\w+|letters|digits|at_end|other_way_\w+|page_previous|page_following|no_(previous|following))"
    r"|table\.(add|remove)|place\.clear|usual\.case\.(supplement|withdraw|identify)|usual\.shared\.(not_)?wrong"
    r"|usual\.photograph\.(take|take_next|full|again|done)|usual\.sign\.clear"
)
_RECEIPT_LABEL = (
    r"receipt\.(?!keeper|scan_case|advice|doubt|not_acceptance).*"
    r"|usual\.slip\.(case|document|code|applicant|agent|organisation|receiving|deciding|state|reason|amount|missing_by)"
    r"|usual\.slip\.(opened|accepted|limit|due)"
)
ROOMS = {
    "title": Room(_TITLE, (1, 13), (1, 26)),
    "strip": Room(r"(?!shelf\.).*[._]strip(_\w+)?", (2, 17), (2, 36)),
    "button": Room(_BUTTON, (1, 8), (1, 16)),
    "grade": Room(r"rating\.grade\d", (2, 6), (1, 18)),
    "card name": Room(r"matter\.[^.]+\.card", (1, 6), (1, 18)),
    "card line": Room(r"matter\.[^.]+\.line", (1, 9), (1, 24)),
    "shelf": Room(r"group\.[a-z]+|home\.search", (1, 7), (1, 16)),
    "shelf line": Room(r"group\.[a-z]+_line|home\.search_line", (1, 10), (1, 20)),
    "choice": Room(r"trouble\.(call|called)|trouble\..*\.(later|skip)", (1, 12), (1, 30)),
    "row": Room(r"usual\.(role|relation|delivery)\.\w+(?<!_line)(?<!title)(?<!strip)", (1, 12), (1, 30)),
    "second line": Room(r".*_line", (1, 20), (1, 44)),
    "what happened": Room(r"trouble\..*\.what|reason\..*", (2, 13), (2, 32)),
    "refusal": Room(r".*\.refusal\..*\.what", (2, 16), (2, 30), flows=True),
    "what to do": Room(r".*\.refusal\..*\.do", (2, 16), (3, 30), flows=True),
    "why not": Room(r".*\.why\.\w+", (1, 16), (1, 36)),
    "keep line": Room(r"(?!.*consent).*\.keep", (1, 22), (1, 64)),
    "waiting": Room(r".*\.(waiting\w*|flat|still|none)", (1, 17), (1, 36)),
    "big words": Room(
        r"verdict\.(same|differs|not_found|void|expired|withdrawn|malformed|unavailable)", (1, 6), (1, 14)
    ),
    "state of a case": Room(r"usual\.case\.(state|leg)\.\w+", (1, 8), (1, 18)),
    "what comes next": Room(r"usual\.case\.next\.\w+", (1, 19), (2, 36), flows=True),
    "label": Room(r".*\.field\.\w+\.(label|review)|usual\.review\.(\w+_)?(name|number)", (1, 8), (1, 20)),
    "column": Room(r".*\.column\.\w+", (1, 8), (1, 16)),
    "question": Room(r".*\.eligibility\.\w+\.question", (1, 18), (1, 34)),
    "answer": Room(r".*\.eligibility\.(\w+\.)?(yes|no|unsure)", (1, 14), (1, 30)),
    "what we see": Room(r".*\.consent\.(look|do|who|keep)", (2, 17), (2, 48), flows=True),
    "tick": Room(r".*\.consent\.tick\w*", (2, 14), (2, 34)),
    "note of an entry": Room(r"(usual\.|matter\..*\.)?problem\.\w+", (2, 21), (2, 40), flows=True),
    "material": Room(r".*\.material\.\w+\.name", (1, 14), (1, 30)),
    "what it must show": Room(r".*\.material\.\w+\.standard", (1, 22), (2, 42), flows=True),
    "promise": Room(r".*\.material\.\w+\.promise|usual\.commit\.promise", (2, 22), (3, 42), flows=True),
    "place of a joint case": Room(r".*\.leg\.\w+", (1, 16), (1, 42)),
    "block": Room(r".*\.info\.\w+\.block\d", (1, 18), (1, 34)),
    "block lines": Room(r".*\.info\.\w+\.block\d_lines", (2, 22), (4, 42), flows=True),
    "guide": Room(r".*\.(guide|faq)\..*", (4, 30), (4, 90)),
    "receipt label": Room(_RECEIPT_LABEL, (1, 4), (1, 15)),
}


def width(text: str) -> float:
    """In full-width characters: a letter, a digit or a space is half of one."""
    return sum(1.0 if east_asian_width(each) in "WFA" else 0.5 for each in text)


def filled(text: str) -> str:
    return text.format(**FILLED)


def overflows(key: str, text: str, language: str) -> bool:
    """Whether `text` at its longest needs more lines than a place it stands in has, or wider ones."""
    rooms = (room for room in ROOMS.values() if re.fullmatch(room.keys, key))
    return any(_too_long(text, room, language) for room in rooms)


def _too_long(text: str, room: Room, language: str) -> bool:
    most_lines, most = room.zh if language == "zh" else room.en
    lines = [width(line) if language == "zh" else len(line) for line in filled(text).split("\n")]
    if room.flows:
        return sum(lines) > most_lines * most
    return len(lines) > most_lines or max(lines) > most
