"""Refuse a number that may be a BSN: it is kept in nobody's words."""

from loopplank.core.kit import bsn
from loopplank.core.kit.reason import Refused


def refuse_bsn(*texts: str) -> None:
    """Raise Refused when a text holds a number that passes the test of a BSN (art. 46 UAVG).

    Every action that keeps somebody's words calls it; not the form, since a form is one way in.
    """
    for text in texts:
        reason = bsn.refusal(text)
        if reason is not None:
            raise Refused(reason)
