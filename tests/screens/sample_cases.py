"""Sample faces of a case: writing, tables, materials, signing, paying, where it stands."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from kiosk.core.case_bodies import (
    Case,
    CaseLeg,
    Code,
    Guide,
    MaterialRow,
    Materials,
    Photograph,
    Shared,
    Sign,
    Table,
    TableRow,
    Writing,
)
from kiosk.core.face_bodies import Consent, Pad
from kiosk.core.face_parts import Button, Notice, Row, Tick
from kiosk.core.faces import Face
from tests.screens.sample_frame import NEXT, face, first, second
from tests.screens.sample_places import (
    FOLLOWING,
    PENSION,
    PREVIOUS,
    cities,
    home_with_shelves,
    provinces,
    searching,
    shelves,
)

HOUSING = "住房公积金汇缴"
STROKES = (
    ((4000, 3000, 0), (6000, 3100, 120), (9000, 2900, 260)),
    ((6500, 2000, 600), (6300, 5200, 840), (5200, 7000, 1010)),
    ((9500, 5000, 1400), (12500, 6800, 1600)),
)


def writing(value: str = "", *, phrases: bool = True) -> Face:
    """An address, with phrases to pick first."""
    body = Writing(
        "address",
        value,
        60,
        phrases=("和安市示例县样本镇", "样本村一组", "和身份证上的一样") if phrases else (),
        phrases_title="常用的，点一下就填好" if phrases else "",
        note="写到门牌号就行。",
    )
    return face(
        "pension/address",
        "您住在哪里？",
        "先点常用的；没有就打拼音，再点字。",
        body,
        primary=NEXT if value else None,
        waiting="" if value else "写好就能下一步",
        step=(4, 9),
        matter=PENSION,
    )


def table() -> Face:
    """The employees of a firm."""
    rows = (
        TableRow("row:1", "张某某", "身份证号 110105********9911", "1,200.00"),
        TableRow("row:2", "李某某", "身份证号 110105********0021", "980.00"),
        TableRow("row:3", "𠮷某·买买提", "这一行的金额和比例对不上", "1,050.50", mark="differs"),
    )
    body = Table(
        rows,
        (Row("人数", "3 人"), Row("合计", "¥3,230.50")),
        add=Button("add", "加一个人"),
        page_text="第 1 页，共 2 页",
        following=FOLLOWING,
        notice=Notice("金额是 单位 和 个人 加在一起的数。", "plain", "list"),
    )
    return face(
        "housing/table",
        "给哪些人缴？",
        "点一行可以改。人都加好了再下一步。",
        body,
        primary=NEXT,
        step=(4, 8),
        matter=HOUSING,
    )


def shared() -> Face:
    """What the departments said."""
    rows = (
        Row("户主", "张某某"),
        Row("户籍地址", "北京市朝阳区示例乡样本村一组1号"),
        Row("婚姻状况", "已婚，和安市民政局登记"),
        Row("子女", "张小某，2026 年 3 月 5 日出生"),
    )
    body = Shared(
        rows,
        "和安市公安局（演示） 2026 年 11 月 23 日 9 点 26 分查到",
        Button("wrong", "这里有不对的"),
        page_text="第 1 页，共 2 页",
        previous=PREVIOUS,
        following=FOLLOWING,
    )
    return face(
        "pension/shared",
        "这些对不对？",
        "这些不用填，是各部门查到的。请看一遍。",
        body,
        primary=first("都对，下一步", "next"),
        step=(3, 9),
        matter=PENSION,
    )


def materials() -> Face:
    """Which papers are given and which are not."""
    rows = (
        MaterialRow("material:id", "身份证", "刚才读过卡，不用再交", "given", enabled=False),
        MaterialRow("material:hukou", "户口簿", "公安部门查到了，不用再交", "given", enabled=False),
        MaterialRow("material:death", "死亡证明", "还没有交，点这里拍照", "todo"),
        MaterialRow("material:bank", "银行卡照片", "已拍 1 页，点这里可以重拍", "given"),
        MaterialRow("material:proxy", "委托书", "您自己来办，不用交", "not_needed", enabled=False),
    )
    body = Materials(rows, "原件不收走，拍完请拿好。")
    return face(
        "pension/materials",
        "还差 1 样材料",
        "有圆圈的还没交。点一下，跟着做。",
        body,
        waiting="材料交齐了再下一步",
        step=(6, 9),
        matter=PENSION,
    )


def photograph(*, taken: bool = False) -> Face:
    """Under the document camera, before and after the first page."""
    small = BytesIO()
    Image.new("RGB", (150, 212), "#c8d2cf").save(small, "JPEG")
    body = Photograph(
        "放在框里，四个角都露出来",
        "太暗了，请挪开手",
        small.getvalue() if taken else b"",
        "拍好了 1 页" if taken else "",
        Button("take", "再拍一页" if taken else "拍照"),
        again=Button("again", "重拍这页") if taken else None,
        others=(Button("other", "没带，先承诺"),),
        heading="死亡证明",
        standard="四个角都在，字看得清，章看得清。",
    )
    return face(
        "pension/photograph",
        "请放好死亡证明",
        "正面朝上，放平，再点拍照。",
        body,
        primary=first("拍完了", "next") if taken else None,
        waiting="" if taken else "拍一页再往下",
        step=(6, 9),
        matter=PENSION,
    )


def sign(*, written: bool = False) -> Face:
    """Writing one's name."""
    body = Sign(
        "写上名字，表示上面说的都是真的",
        "请在这里用手指写名字",
        Button("clear", "擦掉重写", icon="again"),
        empty=not written,
        strokes=STROKES if written else (),
        notice=Notice("名字只和这一次的申请放在一起。", "plain", "shield"),
    )
    return face(
        "pension/sign",
        "请写上您的名字",
        "用手指在白框里写，写好点下一步。",
        body,
        primary=NEXT if written else None,
        waiting="" if written else "写好名字再下一步",
        step=(8, 9),
        matter=PENSION,
    )


def pay() -> Face:
    """A code to pay."""
    body = Code(
        "https://pay.example.invalid/p/DEMO-20261123-000001",
        "用手机扫这个码",
        "要付",
        "¥380.00",
        ("付完点“我已付款”，我们去查。", "没付成，钱不会扣。"),
        Notice("还没查到付款。", "mark", "clock"),
    )
    return face(
        "insurance/pay",
        "请用手机付款",
        "打开手机，扫一扫这个码。",
        body,
        primary=first("我已付款"),
        secondary=second("先不付"),
        step=(7, 8),
        matter="灵活就业人员缴费",
    )


def case(state: str = "mark") -> Face:
    """Where a case stands."""
    states = {
        "good": ("办好了", "证明可以打印了"),
        "mark": ("要补材料", "请在 2026 年 12 月 3 日前补齐"),
        "bad": ("没办成", "办理地说不符合条件"),
        "plain": ("正在办", "按时限还有 8 个工作日"),
    }
    words, line = states[state]
    legs = (
        CaseLeg("和安市（这里）", "11 月 23 日收下", "done"),
        CaseLeg("示例省样本市公安局", "正在看材料", "stopped" if state == "bad" else "now"),
        CaseLeg("和安市公安局", "上户口", "to_come"),
    )
    missing = (Row("死亡证明", "照片看不清，请重拍"), Row("银行账号", "少一位数字")) if state == "mark" else ()
    body = Case(
        "办件编号",
        "DEMO-202611-0000123",
        words,
        line,
        state,  # type: ignore[arg-type]  # one of the four
        legs=legs,
        rows=(Row("谁在办", "和安市社会保险中心（演示）"),),
        missing=missing,
        demo="演示",
        others=(Button("print", "打部门的文书"),),
    )
    return face(
        f"case-{state}",
        "办到哪一步了？",
        "这是 2026 年 11 月 23 日 9 点 26 分查到的。",
        body,
        primary=first("去补材料", "next") if state == "mark" else first("看好了"),
        secondary=Button("withdraw", "不想办了，撤回"),
    )


def guide() -> Face:
    """A page of a guide."""
    body = Guide(
        (
            Row("谁能办", "在单位交养老保险的人去世了，\n他的家里人能来办。"),
            Row("要带什么", "您的身份证、死亡证明、银行卡。"),
            Row("要多久", "以办理地公布为准"),
        ),
        page_text="第 1 页，共 3 页",
        following=FOLLOWING,
        print=Button("print", "打印整本指南", icon="print"),
    )
    return face("guide", "怎么办这件事", "看完可以打印带回家。", body, primary=first("开始办", "next"))


def sensitive_consent() -> Face:
    """A consent with two more ticks."""
    rows = (
        Row("看什么", "您的姓名、身份证号、银行账号"),
        Row("做什么", "只用来办这一件事"),
        Row("谁能看", "和安市社会保险中心（演示）"),
        Row("留多久", "按法律规定保存"),
    )
    ticks = (
        Tick("tick:account", "同意用我的银行账号收钱", ticked=True),
        Tick("tick:health", "同意看病情材料", ticked=False),
    )
    body = Consent(rows, Tick("tick", "我看明白了，同意", ticked=True), ticks)
    return face(
        "pension/consent",
        "查这些，可以吗？",
        "请看四件事，一样一样打勾。",
        body,
        waiting="都打上勾再继续",
        secondary=second("不同意"),
        step=(1, 9),
        matter=PENSION,
    )


def english_name() -> Face:
    """A name in letters."""
    body = Pad("name_en", "EXAMPLE", "letters", 40, group=0)
    return face(
        "ship/name", "公司的英文名", "照着证书打，一个字母一个键。", body, primary=NEXT, step=(2, 4), matter="航运证书"
    )


def case_faces() -> tuple[Face, ...]:
    """Every sample once."""
    cases = tuple(case(each) for each in ("good", "mark", "bad", "plain"))
    pages = (
        home_with_shelves(),
        provinces(),
        cities(),
        shelves(),
        searching(),
        table(),
        shared(),
        materials(),
        guide(),
        pay(),
    )
    hands = (
        writing(),
        writing("示例省和安市示例县样本镇样本村一组12号"),
        writing(phrases=False),
        sign(),
        sign(written=True),
    )
    return (
        *pages,
        guide(),
        pay(),
        *hands,
        photograph(),
        photograph(taken=True),
        sensitive_consent(),
        english_name(),
        *cases,
    )
