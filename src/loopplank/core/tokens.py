"""Tokens of links: made from the id and generation of a link when needed, and stored nowhere."""

import base64
import hashlib
import hmac

LENGTH = 22  # 132 bits


def token(key: bytes, link_id: str, generation: int) -> str:
    """22 URL-safe characters that only the holder of `key` can make."""
    digest = hmac.new(key, f"{link_id}:{generation}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:LENGTH]


def digits(key: bytes, code_id: str, sequence: int) -> str:
    """Six digits that only the holder of `key` can make, to read from a mail and type."""
    digest = hmac.new(key, f"{code_id}:{sequence}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def lookup(made: str) -> str:
    """The hash under which the row of a token is found; it does not lead back to the token."""
    return hashlib.sha256(made.encode()).hexdigest()


def in_groups(made: str) -> tuple[str, ...]:
    """The token in groups of at most four, for reading aloud."""
    return tuple(made[start : start + 4] for start in range(0, len(made), 4))
