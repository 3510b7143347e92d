"""What a gateway's answer says, and what its tables hold."""

from __future__ import annotations

from sqlalchemy import func, select


def said(answer) -> tuple[int, str]:
    body = answer.json()
    return answer.status_code, body.get("reason") or body["code"]


def count(engine, table) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()
