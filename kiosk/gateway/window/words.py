"""What the window page says: Chinese, because it is for the staff of a window."""

from __future__ import annotations

from kiosk.core.submission import DELIVERY
from kiosk.core.words import Words

STATES = {
    "submitted": "已提交",
    "received": "已收件",
    "supplement_asked": "等补正",
    "supplemented": "已补正",
    "accepted": "已受理",
    "not_accepted": "不予受理",
    "in_progress": "办理中",
    "special_procedure": "特别程序",
    "approved": "办结（准予）",
    "declined": "办结（不予）",
    "closed": "办结",
    "delivered": "已送达",
    "withdrawn": "已撤回",
    "returned": "已退回",
    "transferred": "已转办",
}
# 国办函〔2016〕108号
TRUST = {"A": "部门共享", "B": "窗口已核原件", "C": "拍照上传，未核原件", "D": "本人承诺"}
AUDIENCES = {"office": "另一地窗口", "applicant": "申请人"}
OTHER_FIELDS = {DELIVERY: "取件方式"}
DELIVERIES = {"pick_up": "自取", "post": "邮寄", "electronic": "电子"}
REFUSALS = {
    "refused": "部门没有同意。",
    "unavailable": "部门系统没有答复，没有登记。请过一会儿再试。",
    "case_closed": "这件已经办结，不能再改。",
    "nothing_to_confirm": "这份材料不用核原件，或者已经核过。",
    "message": "请写留言，不超过500字。",
    "not_received_here": "原件在收件地，请收件地窗口核对。",
}
TROUBLES = {
    403: "这一页过期了，没有登记。请返回，重新打开再做一次。",
    404: "没有这个办件，或者不归这个窗口。",
    409: "部门没有同意，没有登记。",
    422: "填的内容不对，没有登记。",
    503: "系统没有答复，没有登记。请过一会儿再试。",
}


def field_label(words: Words, matter: str, field: str) -> str:
    """What a field is called in its matter's file; its id when the file is gone."""
    key = f"field.{field}.label"
    return words.of(matter, key) if words.has_of(matter, key) else OTHER_FIELDS.get(field, field)


def column_label(words: Words, matter: str, field: str, column: str) -> str:
    """What a column of a list is called; its id where nobody named it."""
    key = f"field.{field}.column.{column}"
    return words.of(matter, key) if words.has_of(matter, key) else column


def value_label(words: Words, matter: str, field: str, value: str) -> str:
    """A choice by its word, everything else as it was typed."""
    key = f"field.{field}.{value}"
    if field == DELIVERY:
        return DELIVERIES.get(value, value)
    return words.of(matter, key) if words.has_of(matter, key) else value
