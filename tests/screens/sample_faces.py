"""Realistic faces of every kind of body, with synthetic persons, for tests and for looking at pages."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kiosk.core.faces import (
    Body,
    Button,
    Card,
    Checks,
    Choice,
    Choose,
    Consent,
    Countdown,
    Dates,
    Face,
    Finish,
    Form,
    Help,
    Home,
    Info,
    Keeper,
    Notice,
    OneOf,
    Pad,
    Person,
    Progress,
    Question,
    Rating,
    Result,
    Review,
    Row,
    Shelf,
    Show,
    Stage,
    Steps,
    Thing,
    Tick,
    Tools,
    Trouble,
    Verdict,
    Welcome,
)

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
    body = Show(
        "show_code", "对着这里", others_title="扫不了？", others=(Button("other", "改成输号码", icon="keypad"),)
    )
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


def english() -> Face:
    """A long English page."""
    rows = (
        Row("What is read", "Your name, your identity number and your tax payments of the chosen months"),
        Row("What for", "Only to issue this one tax payment certificate"),
        Row("Who sees it", "The tax office that you choose (demonstration)"),
        Row("For how long", "Removed from this machine when you have finished"),
    )
    body = Consent(rows, Tick("tick", "I have read this and agree that my tax payments are looked up", ticked=True))
    chinese = face(
        "tax/consent-en",
        "May we look up your tax payments?",
        "Please read these four answers. If you agree, tick the row; if not, nothing is kept.",
        body,
        primary=first("I agree, go on", "next"),
        secondary=second("I do not agree"),
        step=(1, 6),
    )
    return in_english(chinese, "Tax payment certificate")


def english_trouble() -> Face:
    """The longest page in English."""
    body = Trouble(
        picture="printer_no_paper",
        what_title="What happened",
        what=("The machine has run out of white paper.", "A member of staff has to refill it."),
        keep="Your certificate is kept. It will not be lost and not be issued twice.",
        options_title="What you can do now",
        options=(
            Button(
                "later",
                "Do not wait, collect it another day",
                "Prints a slip; bring your card to collect",
                icon="clock",
            ),
            Button("call", "Call a member of staff", "Please wait beside this machine", icon="person"),
        ),
        helper=Keeper("Who will help you", ("Keeper Wang Moumou", "Telephone 0000-0000", "Usually within 5 minutes")),
        fault="Fault P-03",
    )
    chinese = face(
        "tax/trouble-en",
        "The certificate is not printed yet",
        "You did nothing wrong. The certificate is issued; printing goes on when there is paper.",
        body,
        primary=first("Try again", "again"),
    )
    return in_english(chinese, "")


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


def all_faces() -> Iterator[Face]:
    """Every sample once."""
    yield welcome()
    yield welcome(paper_out=True)
    yield home()
    yield home(notices=(Notice("白纸用完了，现在打不出证明。请叫值守员加纸。", "mark", "warning"),), cards=4)
    yield from (consent(), consent(ticked=True))
    yield lay_card()
    yield lay_card(Notice("没读好，不怪您。请拿起来，再平放一次。", "mark", "warning"))
    yield from (show_code(), person(), ways(), places(), results(), form(), form(problem=True), date())
    yield from (number(), identifier(), money(), pin(), review(), asking(), printing(), printing("receipt"), result())
    yield from (verdict(each) for each in ("same", "differs", "not_found", "ended", "unavailable"))
    yield from (trouble(), card_trouble(), paper_question(), finish(), finish(things=1), rating(), idle(), leave())
    yield from (help_page(), info(), english(), english_trouble())


def restyled(sample: Face, size: str, theme: str = "light") -> Face:
    """The same face in another text size and theme, with as many rows as the terminal shows at that size."""
    if sample.name == "tax/rows" and size != "standard":
        sample = results(rows=3)
    return msgspec.structs.replace(sample, text_size=size, theme=theme)
