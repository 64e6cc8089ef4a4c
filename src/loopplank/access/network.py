"""Networks and organisations, and what the public may see of them."""

from loopplank.store.models import Network


def answers() -> bool:
    """Whether the database answers; raises when it does not."""
    return Network.objects.exists()
