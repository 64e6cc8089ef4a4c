#!/usr/bin/env python
"""The tables of docs/accounts.md: who may reset, invite or remove whom, and who sees a link.

    scripts/accounts.py           print the tables
    scripts/accounts.py --write   put them into docs/accounts.md

They are made from `loopplank.core.account.reach`; a test compares them with the page, and another
tries every cell with the real actions (tests/app/account/test_reach.py).
"""

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "src"))

from loopplank.core.account.reach import (  # noqa: E402  the path comes first
    Deed,
    reaches,
    where_invitation_shows,
    where_reset_shows,
)
from loopplank.core.account.roles import MEMBER_ROLES, Role  # noqa: E402

PAGE = PROJECT / "docs" / "accounts.md"
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
_TITLES = {
    Deed.INVITE: "Invite somebody to be …",
    Deed.RESET: "Let a link to a new password go to the own address of …",
    Deed.SECOND_STEP: "Be one of the two who say that the second step is lost of …",
    Deed.REMOVE: "End the membership of …",
}


def cell(deed: Deed, role: Role, other: Role) -> str:
    """Return yes, no, or that it is only while the organisation has nobody of that role."""
    if reaches(deed, role, [other]):
        return "yes"
    return "first" if reaches(deed, role, [other], nobody_there=True) else "–"


def tables() -> str:
    """Return a table for each deed, and one of where links are shown."""
    made = []
    for deed, title in _TITLES.items():
        rows = [
            f"| {role} | " + " | ".join(cell(deed, role, other) for other in MEMBER_ROLES) + " |"
            for role in MEMBER_ROLES
        ]
        head = "| who | " + " | ".join(MEMBER_ROLES) + " |"
        made.append("\n".join([f"**{title}**", "", head, "|---" * 6 + "|", *rows]))
    links = [
        f"| {what} | {rule(mail_leaves=True)} | {rule(mail_leaves=False)} |"
        for what, rule in (
            ("to say yes to an invitation", where_invitation_shows),
            ("to a new password", where_reset_shows),
        )
    ]
    shown = [
        "**Where a link goes**",
        "",
        "| link | mail leaves | no mail |",
        "|---|---|---|",
        *links,
    ]
    return "\n\n".join([*made, "\n".join(shown)])


def written(page: str) -> str:
    """Return the page with the tables of now between the marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tables()}\n{END}{after}"


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        sys.stdout.write(tables() + "\n")
