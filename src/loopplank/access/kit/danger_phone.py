"""Read which danger phone an organisation has: its own, or else its network's."""

from loopplank.core.messages.duty import DangerPhone, first_set
from loopplank.store.models import Network, Organisation


def danger_phone_of(row: Organisation) -> DangerPhone:
    """Return it, with its days and hours; none where nobody set one."""
    return first_set((_of(row), _of(row.network)))


def _of(row: Organisation | Network) -> DangerPhone:
    return DangerPhone(row.danger_phone, tuple(row.danger_days), row.danger_from, row.danger_to)
