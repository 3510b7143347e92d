"""A department as data with something of everything, and what is handed in there."""

from __future__ import annotations

EXAMPLE = """
name = "示例部门（演示）"
office = "{place.name}示例局（演示）"
prefix = "EX"

[service.move]
name = "示例多地联办"
course = [
    { state = "accepted", after_s = 0 },
    { state = "in_progress", after_s = 10, office = "{place.name}示例二局（演示）" },
    { state = "approved", after_s = 5 },
]
[service.move.record.houses]
register = "houses"
owner = "applicant.number"
[service.move.record.open]
register = "cases"
owner = "applicant.number"
where = { open = "=yes" }
[service.move.look_up.houses]
record = "houses"
title = "{row.address}"
values = ["state"]
[service.move.look_up.houses.if_none]
title = "名下没有房产"
values = { state = "none" }
[service.move.look_up.open]
record = "open"
title = "{row.kind}"
[[service.move.leg]]
id = "here"
office = "迁入地示例局（演示）"
after_s = 10
declines = [{ rule = "differs", on = ["value.head", "=no"], reason = "head_refused", text = "户主不同意。" }]
[[service.move.leg]]
id = "there"
office = "迁出地示例局（演示）"
after_s = 20
waits_for = "here"
[[service.move.supplement]]
id = "proof"
what = "证明"
standard = "原件"
when = [{ rule = "same", on = ["value.proof", "=bad"] }]
[[service.move.check]]
rule = "differs"
on = ["value.kind", "=hopeless"]
reason = "hopeless"
then = "not_accepted"
text = "示例：这种不受理。"
[[service.move.effect]]
at = "approved"
add = "houses"
owner = "each_owner"
each = "table.persons"
values = { address = "row.name", state = "=moved" }

[service.pay]
name = "示例缴费"
[service.pay.payment]
amount = "value.sum"
[service.paper_only]
name = "示例单子"
[service.paper_only.paper.result]
amount = "value.sum"
lines = [["大写", "{value.sum:words}"]]
""".replace('owner = "each_owner"', 'owner = "row.number"')
HOUSES = """
source = "不动产登记机构（演示）"
[[row]]
key = "h1"
owner = "zhang-jianguo"
values = { address = "示例路1号", state = "owned", since = "days:-30", last_month = "month:0" }
[made]
share = 1.0
[made.values]
address = ["示例路2号", "示例路3号"]
state = ["owned", "not_known"]
owner_name = ["@name"]
"""
MOVE = {"matter": "EX-1", "service": "move", "values": {"kind": "plain"}}


def moved(applicant, who="zhang", **other):
    return applicant.application(who, kind=MOVE, **other)
