"""Phone numbers and postcodes as people type them."""

import re

from loopplank.core.kit.reason import Reason, Refused, dutch

WRONG_PHONE = Reason(
    "contact.phone",
    dutch("Dit telefoonnummer klopt niet. Vul 10 cijfers in, bijvoorbeeld 06 12345678."),
)
WRONG_POSTCODE = Reason(
    "contact.postcode",
    dutch("Deze postcode klopt niet. Vul 4 cijfers en 2 letters in, bijvoorbeeld 1234 AB."),
)
WRONG_EMAIL = Reason(
    "contact.email",
    dutch("Dit e-mailadres klopt niet. Een adres ziet er zo uit: naam@voorbeeld.nl."),
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def phone(typed: str) -> str:
    """Return a Dutch number as ten digits ("0612345678"), a foreign one as "+" and digits.

    Raises Refused(WRONG_PHONE) when it cannot be a number.
    """
    digits = re.sub(r"[\s().\-/]", "", typed)
    digits = re.sub(r"^(?:\+|00)31\(?0?\)?", "0", digits)
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return digits
    foreign = re.sub(r"^00", "+", digits)
    if re.fullmatch(r"\+[1-9]\d{7,14}", foreign) and not foreign.startswith("+31"):
        return foreign
    raise Refused(WRONG_PHONE)


def phone_readable(stored: str) -> str:
    """Group a number for reading: 06 12 34 56 78 and 020 555 01 42."""
    if not re.fullmatch(r"0\d{9}", stored):
        return stored
    if stored.startswith("06"):
        return " ".join((stored[:2], stored[2:4], stored[4:6], stored[6:8], stored[8:]))
    return " ".join((stored[:3], stored[3:6], stored[6:8], stored[8:]))


def takes_texts(stored: str) -> bool:
    """Return whether this number takes a text message: a landline takes none, and a number abroad
    may.
    """
    return stored.startswith(("06", "+"))


def international(stored: str) -> str:
    """Return the number as a gateway takes it: "+31612345678"; empty when it is no number."""
    if re.fullmatch(r"0\d{9}", stored):
        return f"+31{stored[1:]}"
    return stored if re.fullmatch(r"\+\d{8,15}", stored) else ""


def postcode(typed: str) -> str:
    """Return a full Dutch postcode as "1234 AB", or the four digits alone when no letters were
    given.

    Raises Refused(WRONG_POSTCODE) on anything else.
    """
    found = re.fullmatch(r"([1-9]\d{3})\s*([A-Za-z]{2})?", typed.strip())
    if not found or (found[2] and found[2].upper() in {"SA", "SD", "SS"}):
        raise Refused(WRONG_POSTCODE)
    return f"{found[1]} {found[2].upper()}" if found[2] else found[1]


def email(typed: str) -> str:
    """Return the address trimmed and in small letters. Raises Refused(WRONG_EMAIL)."""
    cleaned = typed.strip().lower()
    if not _EMAIL.fullmatch(cleaned):
        raise Refused(WRONG_EMAIL)
    return cleaned


def masked_email(stored: str) -> str:
    """Return enough of an address to recognise one's own, and too little to write to:
    k…@praktijk.nl."""
    name, _, host = stored.partition("@")
    return f"{name[:1]}…@{host}"
