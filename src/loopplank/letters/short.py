"""Short messages: 160 characters of the GSM alphabet; beyond it the price doubles and the text
arrives in two.

Pure functions on text, so that a test can fill every short text with the longest values there are.
"""

import unicodedata

LENGTH = 160
LONGEST_NAME = 20
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Signs that would cost two or that the alphabet does not know, and what stands for them.
_INSTEAD = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}
    | {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "Œ": "OE", "œ": "oe"}
)


def in_gsm(text: str) -> str:
    """Return the text in the GSM alphabet: Zoë becomes Zoe, a curly quote a straight one."""
    return "".join(_sign(sign) for sign in text.translate(_INSTEAD))


def first_word(name: str) -> str:
    """Return the first word of a name for a short text: "Marleen Bos" is "Marleen"."""
    return name.split(maxsplit=1)[0][:LONGEST_NAME] if name.strip() else ""


def fit(greeting: str, text: str) -> str:
    """Return greeting and text where both fit in one message, else the text alone with a
    capital."""
    greeted, alone = in_gsm(greeting + text), in_gsm(text)
    if greeting and len(greeted) <= LENGTH:
        return greeted
    return alone[:1].upper() + alone[1:]


def _sign(sign: str) -> str:
    if sign in GSM:
        return sign
    bare = "".join(s for s in unicodedata.normalize("NFKD", sign) if s in GSM)
    return bare or "?"
