"""Sample faces that answer: review, waiting, printing, verdicts, troubles, the end; synthetic persons."""

from __future__ import annotations

import msgspec

from kiosk.core.face_bodies import (
    Countdown,
    Finish,
    Help,
    Info,
    Progress,
    Question,
    Rating,
    Result,
    Review,
    Stage,
    Thing,
    Trouble,
    Verdict,
)
from kiosk.core.face_parts import Button, Choice, Notice, Row
from kiosk.core.faces import Face
from tests.screens.sample_frame import KEEPER, SHELF, SHELF_OFF, VERIFY, face, first, second


def review() -> Face:
    """请核对，没错再开."""
    rows = (
        Row("姓名", "张某某"),
        Row("身份证", "110105********0021"),
        Row("哪一种", "按一笔一笔列出来", change="change:2:0"),
        Row("时间", "2026年1月 到 11月", change="change:2:1"),
        Row("税款", "契税、印花税，共 2 笔", change="change:3"),
        Row("份数", "1 份，打印在白纸上", change="change:4"),
    )
    body = Review(rows, "合计金额", "¥18,910.00", "大写：壹万捌仟玖佰壹拾元整", "还没交出去。现在退回，什么都不会丢。")
    strip = "哪一项不对，点后面的“改”。"
    return face("tax/review", "请核对，没错再交", strip, body, primary=first("没错，开证明", "tick"), step=(5, 6))


def printing(paper: str = "document") -> Face:
    """正在打印."""
    stages = (Stage("税务局已开好证明（演示）", "done"), Stage("正在打印", "now"), Stage("您取纸、取身份证", "to_come"))
    body = Progress(f"print_{paper}", "正在打第 1 张，大约还要 10 秒", stages, 0, 12_000, "从这里出来")
    strip = "纸从屏幕下面的出纸口出来，\n一共 1 张，出完了再拿。"
    return face(
        "tax/printing", "正在打印，请等一等", strip, body, waiting="打印时请别走开", step=(6, 6), shelf=SHELF_OFF
    )


def asking() -> Face:
    """正在查."""
    stages = (Stage("已经读好", "done"), Stage("正在问对方", "now"), Stage("给您看结果", "to_come"))
    body = Progress("asking", "一般几秒钟就好", stages, 0, 12_000)
    strip = "请等一等，不用按任何键。"
    return face(
        "tax/waiting", "正在查您的税款", strip, body, waiting="机器在办，请别走开", step=(4, 6), shelf=SHELF_OFF
    )


ROWS_SAME = (
    Row("号码", "3110 1126 1100 2100 45", mark="same", mark_text="一致"),
    Row("开票日期", "2026年7月20日", mark="same", mark_text="一致"),
    Row("合计金额", "¥18,910.00", mark="same", mark_text="一致"),
    Row("证明种类", "税收完税证明"),
    Row("谁开的", "和安市税务局（演示）"),
)
SOURCE = ("今天 9:26 向税务查验服务查的。", "这个结果给您参考，不能当证明用。")


def verdict(sign: str = "same") -> Face:
    """Each of the five answers."""
    differs = (msgspec.structs.replace(ROWS_SAME[0], mark="differs", mark_text="不一致"), *ROWS_SAME[1:3])
    table = {
        "same": ("查到了", "和税务记录一致，现在有效。", "一致", "三项都对得上，证明有效", ROWS_SAME),
        "differs": (
            "有一项对不上",
            "先看看是不是输错了，\n再查一次。",
            "不一致",
            "下面标出来的和登记的不一样",
            differs,
        ),
        "not_found": (
            "没有查到",
            "号码可能输错了，\n也可能不在这里登记。",
            "未查到",
            "这里没有这张的登记",
            ROWS_SAME[3:],
        ),
        "ended": ("查到了，但已失效", "有这一张，但现在不能用了。", "已作废", "登记里写着：已作废", ROWS_SAME[:3]),
        "unavailable": (
            "现在查不了",
            "税务那边的查验服务没有回应，\n和您的证明没有关系。",
            "服务没连上",
            "不代表证明是假的",
            (),
        ),
    }
    title, strip, words, line, rows = table[sign]
    source = SOURCE if rows else ("您输的内容还在，不用再输一遍。",)
    body = Verdict(sign, words, line, rows, "演示" if rows else "", source)  # type: ignore[arg-type]  # of the table
    last = first("再查一张") if rows else first("再试一次", "again")
    quiet = second("打查询小票" if rows else "先不查了")
    return face(f"verify/verdict-{sign}", title, strip, body, primary=last, secondary=quiet, step=(3, 3), matter=VERIFY)


def result() -> Face:
    """证明开好了."""
    rows = (
        Row("证明号码", "3110 1126 1100 2100 45"),
        Row("合计金额", "¥18,910.00"),
        Row("几张", "1 张，打印在白纸上"),
        Row("谁开的", "和安市税务局（演示）"),
    )
    notice = Notice("证明已经在税务局存好，不会丢，也不会重开。", "good", "keep")
    body = Result("税收完税证明", rows, "演示", notice)
    strip = "点“打印”，纸从下面的出纸口出来。"
    return face("tax/result", "证明开好了", strip, body, primary=first("打印", "print"), step=(6, 6))


def trouble() -> Face:
    """打印机没有纸了."""
    body = Trouble(
        picture="printer_no_paper",
        what_title="出了什么事",
        what=("机器里的白纸用完了，", "要请工作人员加纸。"),
        keep="证明给您留着，不会丢，不会重开。",
        options_title="您现在可以",
        options=(
            Button("later", "先不等，换个时间来取", "打一张小票，凭取件号来取", icon="clock"),
            Button("other", "办一件不用打印的事", "证明照样给您留着", icon="list"),
        ),
        helper=KEEPER,
        fault="故障号 P-03（演示）",
    )
    strip = "不是您按错了。证明已开好，\n加了纸就接着打。"
    return face("tax/trouble", "打印机没有纸了", strip, body, primary=first("叫人来加纸", "phone"))


def card_trouble() -> Face:
    """A trouble that is no printer's."""
    body = Trouble(
        picture="trouble",
        what_title="出了什么事",
        what=("读身份证的地方出了毛病，", "要请人来看。"),
        keep="什么都没有丢。",
        options_title="您现在可以",
        options=(
            Button("call", "已经叫了，请等一等", "在这台机器旁边等", icon="person", enabled=False),
            Button("leave", "先不办了", icon="home"),
        ),
        helper=KEEPER,
        fault="故障号 K-01",
    )
    return face(
        "tax/trouble-reader", "读卡器坏了", "不是您按错了。请叫值守员。", body, primary=first("再试一次", "again")
    )


def finish(*, things: int = 2) -> Face:
    """拿好东西."""
    both = (Thing("take_card", "① 身份证"), Thing("take_paper", "② 证明，1 张"))
    body = Finish(both[:things], "您的信息已经从这台机器上清除。")
    strip = "身份证一张，证明一张。"
    return face("tax/finish", "办好了，拿好两样东西", strip, body, primary=first("拿好了", "tick"))


def rating() -> Face:
    """今天办得怎么样."""
    words = ("非常满意", "满意", "基本满意", "不满意", "非常\n不满意")
    grades = tuple(Button(f"grade:{n}", each, icon=f"face{n}") for n, each in enumerate(words, 1))
    body = Rating("您的评价不记名字", grades, "过一会儿机器自己回到开头。")
    return face("rating", "今天办得怎么样？", "点一个，不选也可以。", body, secondary=second("不评了，结束"))


def idle() -> Face:
    """您还在吗."""
    body = Countdown(31_000, 45, "还有", "秒", ("到时没人点，就退出，清除您的信息。", "已经填的不会交出去。"))
    strip = "已经两分钟没有动静了，\n还在的话，请点“我还在”。"
    return face("idle", "您还在吗？", strip, body, primary=first("我还在"), secondary=second("办好了，离开"))


def leave() -> Face:
    """现在不办了吗."""
    body = Question("leave", ("还没有交出去，也没有收费。",), "点“接着办”，填过的都还在。")
    return face(
        "leave", "现在不办了吗？", "回首页，填过的就没有了。", body, primary=first("接着办"), secondary=second("不办了")
    )


def paper_question() -> Face:
    """证明出来了吗."""
    body = Question("print_document", ("有纸、字都全，点“出来了”。",), "没出来也不会丢，再打一次，号码不变。")
    strip = "机器没收到打印机的回话，\n请看一眼出纸口。"
    quiet = second("没出来")
    return face(
        "tax/paper", "证明出来了吗？", strip, body, primary=first("出来了", "tick"), secondary=quiet, step=(6, 6)
    )


def help_page() -> Face:
    """需要帮忙吗."""
    rows = (Choice("call", "叫值守员来", "在这台机器旁边等", icon="person"),)
    lines = ("按错了点“返回”，回到上一页。", "点“首页”，从头开始。", "看不清，点上面的“字大小”。")
    shelf = msgspec.structs.replace(SHELF, help=Button("help", "帮助", icon="help", enabled=False))
    body = Help(KEEPER, rows, lines)
    strip = "可以打电话，也可以叫旁边的人。"
    return face("help", "需要帮忙吗？", strip, body, primary=first("接着办"), shelf=shelf)


def info() -> Face:
    """个人所得税这样开."""
    blocks = (
        Row("2019年1月1日以后交的", "开《纳税记录》。用手机上的个人所得税应用，\n或者带身份证到办税服务厅。"),
        Row("2018年12月31日以前交的", "开文书式的完税证明。\n带身份证到办税服务厅。"),
        Row("两段时间都有", "要分成两张，一段一张。"),
    )
    strip = "2019年起，个人所得税换了一种证明。\n这台机器现在开不了。"
    quiet = second("先不办了")
    return face(
        "tax/info",
        "个人所得税这样开",
        strip,
        Info(blocks),
        primary=first("开别的税", "next"),
        secondary=quiet,
        step=(3, 6),
    )
