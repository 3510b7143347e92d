"""Sample faces of finding: the shelves of the home page, a matter by its initials, a place in two touches."""

from __future__ import annotations

import msgspec

from kiosk.core.case_bodies import (
    PlaceGrid,
    Shelves,
)
from kiosk.core.face_bodies import Home
from kiosk.core.face_parts import Button, Card, Choice
from kiosk.core.faces import Face
from tests.screens.sample_frame import SHELF, face

PENSION = "企业职工基本养老保险遗属待遇申领"
LETTERS = "ABCDFGHJKLMNPQSTWXYZ"
PREVIOUS, FOLLOWING = Button("page:previous", "上一页", icon="back"), Button("page:following", "下一页", icon="next")
PROVINCE_NAMES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 "
    "广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆"
)
PROVINCES = tuple(PROVINCE_NAMES.split())


def provinces() -> Face:
    """The first of two taps to a place."""
    choices = tuple(Choice(f"place:{n}", name) for n, name in enumerate(PROVINCES))
    body = PlaceGrid(choices)
    return face("pension/place", "在哪个省办？", "点一下省的名字。", body, step=(3, 9), matter=PENSION)


def cities() -> Face:
    """Finding a place by its initials, with names of very different length."""
    names = ("恩施土家族苗族自治州", "鄂州市", "黄石市", "襄阳市", "神农架林区", "和安市（示例）")
    choices = tuple(Choice(f"place:{n}", name) for n, name in enumerate(names))
    body = PlaceGrid(
        choices,
        letters=tuple(Button(f"letter:{each}", each, enabled=each in "AEHSX") for each in LETTERS),
        typed="h",
        clear=Button("clear", "退一个字母", icon="clear"),
        heading="湖北",
        page_text="第 1 页，共 2 页",
        following=FOLLOWING,
    )
    return face("pension/city", "在哪个市办？", "点市的名字，或先点拼音首字母。", body, step=(3, 9), matter=PENSION)


def shelves() -> Face:
    """The matters of a shelf."""
    names = ("开具税收完税证明", "社会保险费缴费证明", "新生儿入户", "住房公积金贷款")
    choices = tuple(Choice(f"matter:{n}", name, "带上身份证，十分钟左右") for n, name in enumerate(names))
    body = Shelves(choices, heading="交税缴费", page_text="第 1 页，共 2 页", following=FOLLOWING)
    return face("shelf", "要办哪一件？", "点一件，跟着做就行。", body)


def searching() -> Face:
    """Searching a matter by initials."""
    body = Shelves(
        (Choice("matter:1", "开具税收完税证明", "交过的税，开张证明"),),
        letters=tuple(Button(f"letter:{each}", each) for each in "ABCDEFGHJKLMNOPQRSTWXYZ"),
        typed="kj",
        clear=Button("clear", "退一个字母", icon="clear"),
    )
    return face("search", "找一件事", "点名字里每个字的拼音首字母。", body)


def home_with_shelves() -> Face:
    """Four cards and the shelves."""
    cards = (
        Card("matter:KSTB-14", "完税证明", "交过的税，开张证明", "tax"),
        Card("matter:KSTB-03", "退休养老", "登记、算一算", "pension"),
        Card("matter:VER-TAX", "查完税证明", "手里的证明是不是真的", "verify"),
        Card("shelf:case", "查办到哪了", "带上回执或身份证", "all"),
    )
    names = {
        "户口": "新生儿入户",
        "养老": "退休、遗属",
        "公积金": "缴存、贷款、提取",
        "交税": "证明、申报",
        "社保": "灵活就业人员",
        "医保": "定点医院查询",
        "生意上的": "航运、水土保持",
        "查真假": "各种证书",
    }
    shelf = msgspec.structs.replace(SHELF, here=True, back=Button("back", "返回", icon="back", enabled=False))
    shelves = tuple(Card(f"shelf:{n}", name, line, "all") for n, (name, line) in enumerate(names.items()))
    body = Home(cards, shelves=shelves)
    return face("home", "您想办什么事？", "点一张图，跟着做就行。", body, shelf=shelf)
