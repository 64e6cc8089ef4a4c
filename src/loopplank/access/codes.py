"""The six digits of a one-time code: made from its row, kept nowhere."""

from uuid import UUID

from django.conf import settings

from loopplank.core import tokens


def code_of(code_id: UUID, sequence: int) -> str:
    """The digits of a code as it stands now; another sequence gives other digits."""
    key = settings.SECRET_KEY.encode() + b"loopplank.code"
    return tokens.digits(key, str(code_id), sequence)
