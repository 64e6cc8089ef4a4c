"""How long a place to practise in stays, and what is done in the real place only."""

from datetime import date, timedelta

#: Forgotten after so long, it ends by itself.
STAYS = timedelta(days=90)

#: What reaches a real person or account, brings in a real list, or opens a page to strangers.
REAL_ONLY = frozenset(
    {
        "account.second_step_lost",
        "account.send_colleague_password",
        "member.invite",
        "member.invite_again",
        "member.leave",
        "member.withdraw_invitation",
        "network.add_organisation",
        "network.load_areas",
        "network.set_routing",
        "organisation.open_applications",
        "organisation.open_form",
        # a version of the limits is never deleted, of whomever it is
        "organisation.set_policy",
        "practice.begin",
        "volunteers.import",
    }
)


def last_day_of(begun_on: date) -> date:
    """Return the last day of a place that was made on this one; the night after it, it goes."""
    return begun_on + STAYS


def is_over(begun_on: date, today: date) -> bool:
    return today > last_day_of(begun_on)
