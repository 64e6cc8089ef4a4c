"""Tokens of links: made from the id and generation of a link when needed, and stored nowhere."""

import base64
import hashlib
import hmac
from datetime import timedelta

LENGTH = 22  # 132 bits
#: To one address or number in a day; what comes after that is answered alike, and sends nothing.
MOST_TO_ONE = 3
A_DAY = timedelta(days=1)
#: From one place on the network in an hour: a library where many sit behind one address.
MOST_FROM_ONE = 20
AN_HOUR = timedelta(hours=1)


def token(key: bytes, link_id: str, generation: int) -> str:
    """Make 22 URL-safe characters that only the holder of `key` can make."""
    digest = hmac.new(key, f"{link_id}:{generation}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:LENGTH]


def digits(key: bytes, code_id: str, sequence: int) -> str:
    """Make six digits that only the holder of `key` can make, to read from a mail and type."""
    digest = hmac.new(key, f"{code_id}:{sequence}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def lookup(made: str) -> str:
    """Return the hash under which the row of a token is found; it does not lead back to the
    token."""
    return hashlib.sha256(made.encode()).hexdigest()


def in_groups(made: str) -> tuple[str, ...]:
    """Return the token in groups of at most four, for reading aloud."""
    return tuple(made[start : start + 4] for start in range(0, len(made), 4))


# --- how often somebody may ask for their link ----------------------------------------------------


def may_send(asked_today: int) -> bool:
    """Say whether one more message goes to an address for which so many links were asked today."""
    return asked_today < MOST_TO_ONE


def may_ask(asked_this_hour: int) -> bool:
    """Say whether one more question is taken from a source that asked so often this hour."""
    return asked_this_hour < MOST_FROM_ONE
