"""What sample faces share: the frame, its words, small ways of making buttons."""

from __future__ import annotations

import msgspec

from kiosk.core.face_parts import Button, Keeper
from kiosk.core.faces import Body, Checks, Face, Shelf, Steps, Tools

WORDS = {
    "clear_one": "清一位",
    "clear_all": "全部清空",
    "letters": "字母",
    "digits": "数字",
    "at_end": "到头了",
    "year": "年",
    "month": "月",
    "day": "日",
    "from": "从",
    "to": "到",
    "change": "改",
    "delete": "删一个",
    "rare": "生僻字",
    "signs": "数字符号",
    "pinyin": "拼音",
    "no_pinyin": "今天打不了拼音。请点短语，或叫值守员。",
    "date": "{month}月{day}日 {weekday}",
    "weekdays": "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
}
WORDS_EN = {
    "clear_one": "Delete one",
    "clear_all": "Clear all",
    "letters": "Letters",
    "digits": "Numbers",
    "at_end": "End of range",
    "year": "year",
    "month": "month",
    "day": "day",
    "from": "From",
    "to": "To",
    "change": "Change",
    "delete": "Delete",
    "rare": "Rare",
    "signs": "123，。",
    "pinyin": "Pinyin",
    "no_pinyin": "Pinyin does not work today. Pick a phrase or call the keeper.",
    "date": "{weekday} {day}/{month}",
    "weekdays": "Mon Tue Wed Thu Fri Sat Sun",
}
SHELF = Shelf(
    Button("back", "返回", icon="back"), Button("home", "首页", icon="home"), Button("help", "帮助", icon="help")
)
SHELF_OFF = Shelf(
    Button("back", "返回", icon="back", enabled=False),
    Button("home", "首页", icon="home", enabled=False),
    Button("help", "帮助", icon="help"),
)
SHELF_EN = Shelf(
    Button("back", "Back", icon="back"), Button("home", "Home", icon="home"), Button("help", "Help", icon="help")
)
TOOLS = Tools((Button("size", "字大小", icon="size"), Button("language", "English", icon="language")))
TOOLS_EN = Tools((Button("size", "Text size", icon="size"), Button("language", "中文", icon="language")))
NEXT = Button("primary", "下一步", icon="next")
KEEPER = Keeper("谁来帮您", ("值守员 王某某", "电话 0000-0000", "一般 5 分钟内到"))
TAX = "开具税收完税证明"
VERIFY = "查证书真假"


def face(
    name: str,
    title: str,
    strip: str,
    body: Body,
    *,
    primary: Button | None = None,
    secondary: Button | None = None,
    waiting: str = "",
    step: tuple[int, int] | None = None,
    matter: str = TAX,
    shelf: Shelf | None = SHELF,
    tools: Tools = TOOLS,
    checks: Checks | None = None,
    rev: int = 7,
) -> Face:
    """A Chinese face in standard size and light colours."""
    steps = Steps(*step, f"第 {step[0]} 步，共 {step[1]} 步") if step else None
    return Face(
        rev=rev,
        name=name,
        language="zh",
        text_size="standard",
        theme="light",
        place="和安市政务服务中心",
        matter=matter if step else "",
        steps=steps,
        title=title,
        strip=strip,
        body=body,
        primary=primary,
        secondary=secondary,
        waiting=waiting,
        tools=tools,
        shelf=shelf,
        checks=checks or Checks({}),
        words=WORDS,
    )


def second(label: str) -> Button:
    """A quieter answer."""
    return Button("secondary", label)


def first(label: str, icon: str = "") -> Button:
    """A dark button."""
    return Button("primary", label, icon=icon)


def in_english(chinese: Face, matter: str) -> Face:
    """The same face with an English frame."""
    steps = chinese.steps and Steps(
        chinese.steps.number, chinese.steps.count, f"Step {chinese.steps.number} of {chinese.steps.count}"
    )
    return msgspec.structs.replace(
        chinese,
        language="en",
        place="He'an Government Service Centre",
        matter=matter,
        steps=steps,
        tools=TOOLS_EN,
        shelf=SHELF_EN,
        words=WORDS_EN,
    )
