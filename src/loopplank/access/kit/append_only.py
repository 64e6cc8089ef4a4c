"""List the tables that may never be changed: the database's own rights are built on it."""

from loopplank.store import triggers


def append_only() -> tuple[str, ...]:
    """Return tables whose rows are never changed, and deleted only when they have expired or
    were practised.
    """
    return triggers.APPEND_ONLY


def never_changed() -> tuple[str, ...]:
    """Return tables whose rows are never changed and never deleted one by one: a change is a new
    row.
    """
    return triggers.NEVER_CHANGED
