"""Writes docs/touches.md from counted stories: ``python -m script.touches touches.jsonl``.

A line is a story that ends well; what was typed is named as the citizen reads it on the glass.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.catalogue import read_catalogue
from kiosk.core.matters import Catalogue
from kiosk.matter_stories.story import MatterStory, read_matter_stories
from kiosk.settings import Settings

ENDED_WELL = frozenset(("issued", "verified", "approved", "accepted", "received", "in_progress", "delivered"))
SAID = {
    "check_answer": "短信里的6个数字 the texted code",
    "claim_number": "没有证的人的号码 the number of who has no card",
    "claim_name": "没有证的人的姓名 the name of who has no card",
    "claim_uscc": "单位的代码 the organisation's code",
}
HEAD = """# 点几下，打几个字 · Touches and keys of every matter

这一页由 `script/touches.py` 生成，不要手改： Written by `script/touches.py`, do not edit:

```sh
.venv/bin/python -m tests.matter_stories.touch_counter > out/touches.jsonl
.venv/bin/python -m script.touches out/touches.jsonl > docs/touches.md
```

从故事里数：从首页点第一下，到纸或者答复出来为止。放证、拿证、拍照时放纸不算点。键是打进去的字数，
只有最后一栏那几样要打；证上有的、扫得到的、部门查得到的、选得到的，都不用打（`tests/matters/test_never_typed.py`）。
Counted from the stories, from the first touch on the home page until the papers or the answer are there; laying a
card or a page is no touch. Keys are the characters entered (pinyin takes more on the glass). Only what the last
column names is typed: what a card, a code, a share or a choice can give never is.

| 号 # | 事项 matter | 故事 story | 点 touches | 键 keys | 打的是什么 what is typed |
| --- | --- | --- | --- | --- | --- |"""


def page(catalogue: Catalogue, stories: Sequence[MatterStory], played: Mapping[str, Mapping[str, Any]]) -> str:
    """The whole page; a story that ends in a no, or that was not played, has no line."""
    told = sorted(
        (each for each in stories if each.ends in ENDED_WELL and each.name in played),
        key=lambda each: (catalogue.matters[each.matter].annex or 99, each.name),
    )
    return "\n".join((HEAD, *(_line(catalogue, each, played[each.name]) for each in told)))


def _line(catalogue: Catalogue, story: MatterStory, counted: Mapping[str, Any]) -> str:
    matter = catalogue.matters[story.matter]
    labels = Counter(_label(catalogue, matter.id, each) for each in counted["typed"])
    typed = "；".join(label + (f" ×{times}" if times > 1 else "") for label, times in labels.items())
    name = catalogue.words["zh"].of(matter.id, "name")
    cells = (matter.annex or "—", name, f"`{story.name}`", counted["touches"], counted["keys"], typed or "— nothing")
    return f"| {' | '.join(map(str, cells))} |"


def _label(catalogue: Catalogue, matter: str, field: str) -> str:
    if field in SAID:
        return SAID[field]
    table, _, column = field.partition(".")
    key = f"field.{table}.column.{column}" if column else f"field.{field}.label"
    return " ".join(catalogue.words[language].of(matter, key) for language in ("zh", "en"))


def counted(lines: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What was noted of each story, by its name."""
    for line in lines.splitlines():
        noted = json.loads(line)
        yield noted["story"], noted


if __name__ == "__main__":
    assets = Settings().assets
    shelf = read_catalogue(assets, Settings().centre())
    noted = dict(counted(Path(sys.argv[1]).read_text("utf-8")))
    print(page(shelf, tuple(read_matter_stories(assets)), noted))
