"""Sample faces up to the moment when everything is filled in; synthetic persons."""

from __future__ import annotations

import msgspec

from kiosk.core.face_bodies import Choose, Consent, Dates, Form, Home, OneOf, Pad, Person, Scan, Show, Welcome
from kiosk.core.face_parts import Button, Card, Choice, Notice, Row, Tick
from kiosk.core.faces import Checks, Face, Tools
from tests.screens.sample_frame import NEXT, SHELF, VERIFY, face, first, second


def welcome(*, paper_out: bool = False) -> Face:
    """The attract page."""
    notice = Notice("白纸用完了，现在打不出证明。请叫值守员加纸。", "mark", "warning")
    body = Welcome(
        hello="您好，\n想办什么事？",
        lines=("带身份证能办，没带也能查。", "字能放大，按错了可以退回。"),
        notices=(notice if paper_out else Notice("今天可以打印", "good", "tick"),),
        start="点这里开始",
        foot=("慢慢来，按错了可以退回", "值守员 王某某　电话 0000-0000（演示）"),
    )
    return face("welcome", "", "", body, shelf=None, tools=Tools(()))


def home(*, notices: tuple[Notice, ...] = (), cards: int = 6) -> Face:
    """The home page."""
    six = (
        Card("matter:KSTB-14", "完税证明", "交过的税，开张证明", "tax"),
        Card("matter:social", "社保证明", "交过的社保费", "social"),
        Card("matter:pension", "退休养老", "登记、算一算", "pension"),
        Card("matter:VER-TAX", "查完税证明", "手里的证明是不是真的", "verify"),
        Card("matter:KSTB-10", "航运证书", "查航运公司符合证明", "ship"),
        Card("matter:all", "全部事项", "看看还有什么", "all"),
    )
    shelf = msgspec.structs.replace(SHELF, here=True, back=Button("back", "返回", icon="back", enabled=False))
    return face("home", "您想办什么事？", "点一张图，跟着做就行。", Home(six[:cards], notices), shelf=shelf)


def consent(*, ticked: bool = False) -> Face:
    """Notice and consent, before or after the tick."""
    rows = (
        Row("看什么", "您的姓名、身份证号，\n和今年的缴税记录"),
        Row("做什么", "只用来开这一张完税证明"),
        Row("谁能看", "和安市税务局（演示）"),
        Row("留多久", "办完就从这台机器上清除"),
    )
    tick = Tick("tick", "我看明白了，同意查我的税款，\n开这一张证明", ticked)
    return face(
        "tax/consent",
        "查您的税款，可以吗？",
        "请看四件事。同意就打个勾；\n不同意，什么都不会留下。",
        Consent(rows, tick),
        primary=first("同意，继续", "next") if ticked else None,
        waiting="" if ticked else "看完打个勾，再继续",
        secondary=second("不同意"),
        step=(1, 6),
    )


def lay_card(notice: Notice | None = None) -> Face:
    """放上身份证."""
    body = Show(
        "lay_card",
        "平放在这里",
        why="只读姓名和号码，用来找您的税款记录。",
        others_title="没带身份证？",
        others=(Button("phone", "用手机身份码", icon="mobile"), Button("other", "办不用证的事", icon="search")),
        notice=notice,
    )
    strip = "把身份证平放在右边的台面上，\n放好别动，听到“嘀”一声。"
    return face("tax/card", "放上身份证", strip, body, waiting="正在等您放身份证", step=(2, 6))


def show_code() -> Face:
    """把二维码对着窗口."""
    other = Button("other", "改成输号码", icon="keypad")
    body = Scan("对着这里", "太暗了，请移到亮处", others_title="扫不了？", others=(other,))
    strip = "让证书上的二维码对着窗口，\n离开一个手掌远。"
    return face("verify/scan", "把二维码对着窗口", strip, body, waiting="正在等二维码", step=(2, 3), matter=VERIFY)


def person() -> Face:
    """这是您吗."""
    rows = (Row("姓名", "张某某"), Row("号码", "110105********0021"), Row("有效期至", "2031年5月20日"))
    body = Person(rows, Notice("证已读好，可以拿走，也可以先放着。", "good", "tick"))
    return face(
        "tax/person",
        "这是您吗？",
        "看看是不是您本人的身份证。",
        body,
        primary=first("是我，继续", "next"),
        secondary=second("这不是我"),
        step=(2, 6),
    )


def ways() -> Face:
    """Rows that go on at once."""
    choices = (
        Choice("way:phone_code", "发短信到我的手机", "收到6个数字，照着输", icon="mobile"),
        Choice("way:keeper", "请值守员当面确认", "值守员看过您和证，输他的密码", icon="person"),
    )
    notice = Notice("刚才的数字过了时间。请再选一次。", "mark", "warning")
    body = Choose("选一种办法", choices, notice=notice)
    return face("tax/check", "证明是您本人", "税款是您的私事，\n要先证明是您本人在办。", body, step=(2, 6))


def places() -> Face:
    """Seven rows."""
    names = ("城东区", "城西区", "开发区", "和安县", "青山县", "河口镇", "高新区")
    choices = tuple(Choice(f"pick:tax_authority:{n}", f"和安市{each}税务局（演示）") for n, each in enumerate(names))
    return face(
        "tax/place", "税交在哪里？", "税在哪里交的，就选哪里的税务局。", Choose("征收税务机关", choices), step=(3, 6)
    )


def results(*, rows: int = 4) -> Face:
    """选要开证明的税款."""
    four = (
        Choice("row:1", "契税", "7月15日入库", "¥18,600.00", kind="many", chosen=True),
        Choice("row:2", "印花税", "7月15日入库", "¥310.00", kind="many", chosen=True),
        Choice("row:3", "车船税", "3月2日入库", "¥420.00", kind="many"),
        Choice(
            "row:4", "个人所得税", "", "¥96.00", kind="many", enabled=False, why_not="昨天刚交，还没入库，明天再来开"
        ),
    )
    body = Choose(
        "",
        four[:rows],
        page=1,
        pages=2,
        page_text="第 1 页，共 2 页",
        previous=Button("page:previous", "没有上一页", enabled=False),
        following=Button("page:following", "看下一页", icon="next"),
        total=Row("已选 2 笔，合计", "¥18,910.00"),
    )
    strip = "找到 5 笔。点一下选上，\n再点一下就取消。"
    return face("tax/rows", "选要开证明的税款", strip, body, primary=first("选好了，下一步", "next"), step=(4, 6))


def form(*, problem: bool = False) -> Face:
    """选种类，选时间."""
    choices = (
        Choice("pick:kind:rows", "按一笔一笔列出来", "可以报销、记账", kind="one", chosen=True),
        Choice("pick:kind:sum", "按一段时间写总数", "给银行、学校看", kind="one"),
    )
    dates = (
        Dates("period_from", "从", "ym", "2026-01", "2000-01", "2026-11"),
        Dates("period_to", "到", "ym", "2026-11", "2000-01", "2026-11"),
    )
    note = (
        Notice("“从”比“到”晚了，请调一调。", "bad", "error") if problem else Notice("一共 11 个月，最长能查 12 个月。")
    )
    body = Form("", (OneOf("kind", "哪一种证明", choices), *dates), "哪段时间交的税")
    strip = "先选一种，再看年月对不对。"
    checks = Checks({"period_to": note}, NEXT)
    return face("tax/form", "选种类，选时间", strip, body, primary=NEXT, step=(3, 6), checks=checks)


def date() -> Face:
    """One full date."""
    dates = (Dates("issued_on", "填发日期", "ymd", "2026-07-31", "2000-01-01", "2026-11-23"),)
    strip = "看纸上的“填发日期”，照着选。"
    return face("verify/date", "选填发日期", strip, Form("", dates), primary=NEXT, step=(1, 3), matter=VERIFY)


def number(*, value: str = "31101126110021", keys: str = "number", where: str = "tax_number") -> Face:
    """输入证明上的号码."""
    missing = 18 - len(value)
    body = Pad(
        "number",
        value,
        keys,  # type: ignore[arg-type]  # a parameter of this builder
        18,
        where=where,
        where_text="就是这串数字",
        other=Button("other", "改成扫码", icon="scan"),
    )
    checks = Checks(
        {"number": Notice(f"已输 {len(value)} 位，还差 {missing} 位")}, None, f"还差 {missing} 位，输完再点下一步"
    )
    return face(
        "verify/number",
        "输入证明上的号码",
        "看纸的右上角，No. 后面。",
        body,
        waiting=checks.waiting,
        step=(1, 3),
        matter=VERIFY,
        checks=checks,
    )


def identifier() -> Face:
    """The longest value there is."""
    value = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"
    body = Pad("identifier", value, "number", 80, group=0, where="licence_identifier", where_text="证照标识")
    checks = Checks({"identifier": Notice(f"已输 {len(value)} 位")}, NEXT)
    strip = "从 1.2.156 开始，连点一起输。"
    return face("licence/number", "输入证照标识", strip, body, primary=NEXT, step=(2, 3), matter=VERIFY, checks=checks)


def money() -> Face:
    """输入合计金额."""
    body = Pad("amount", "18910.0", "money", 14, group=0, where="tax_amount", where_text="合计金额")
    checks = Checks({"amount": Notice("金额要写成 18910.00 这样，最多两位小数。", "bad", "error")}, NEXT)
    strip = "看“金额合计”那一行，\n连角和分一起输。"
    return face("verify/amount", "输入合计金额", strip, body, primary=NEXT, step=(1, 3), matter=VERIFY, checks=checks)


def pin() -> Face:
    """请值守员输密码."""
    body = Pad("check_answer", "12345", "pin", 12, group=0)
    strip = "值守员看过本人和身份证，\n再输自己的密码。"
    return face("tax/check-keeper", "请值守员输密码", strip, body, primary=first("输好了", "tick"), step=(2, 6))
