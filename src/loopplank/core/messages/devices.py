"""How coarsely we keep what browser somebody uses, and how long a device is remembered."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: Since it was used last.
REMEMBERED = timedelta(days=90)
#: What was opened with a link and not used: a mail scanner, or somebody who only looked.
ONLY_OPENED = timedelta(days=1)
#: So long somebody can see that a device was ended.
ENDED_SHOWN = timedelta(days=30)


class Kind(StrEnum):
    PHONE = "phone"
    TABLET = "tablet"
    COMPUTER = "computer"


class System(StrEnum):
    ANDROID = "android"
    IPHONE = "iphone"
    IPAD = "ipad"
    WINDOWS = "windows"
    MAC = "mac"
    LINUX = "linux"
    OTHER = "other"


class Browser(StrEnum):
    CHROME = "chrome"
    FIREFOX = "firefox"
    SAFARI = "safari"
    EDGE = "edge"
    SAMSUNG = "samsung"
    OTHER = "other"


KINDS, SYSTEMS, BROWSERS = Kind, System, Browser


@dataclass(frozen=True, slots=True)
class DeviceLabel:
    """What is kept of what a browser says about itself: no version, no model."""

    kind: Kind
    system: System
    browser: Browser


# in this order: a browser calls itself by the names of those that came before it
_SYSTEMS = (
    ("iPad", System.IPAD),
    ("iPhone", System.IPHONE),
    ("Android", System.ANDROID),
    ("Windows", System.WINDOWS),
    ("Mac OS X", System.MAC),
    ("CrOS", System.LINUX),
    ("Linux", System.LINUX),
)
_BROWSERS = (
    ("SamsungBrowser", Browser.SAMSUNG),
    ("Edg", Browser.EDGE),
    ("FxiOS", Browser.FIREFOX),
    ("Firefox", Browser.FIREFOX),
    ("CriOS", Browser.CHROME),
    ("Chrome", Browser.CHROME),
    ("Safari", Browser.SAFARI),
)


def read_user_agent(user_agent: str) -> DeviceLabel:
    """Return what a browser is by its user agent; "other" for what it does not say."""
    system = next((one for name, one in _SYSTEMS if name in user_agent), System.OTHER)
    browser = next((one for name, one in _BROWSERS if name in user_agent), Browser.OTHER)
    if system is System.IPHONE or (system is System.ANDROID and "Mobile" in user_agent):
        kind = Kind.PHONE
    elif system in {System.IPAD, System.ANDROID}:
        kind = Kind.TABLET
    else:
        kind = Kind.COMPUTER
    return DeviceLabel(kind, system, browser)


def forgotten_before(today: date) -> date:
    """Return the day before which a device must have been used last to be forgotten."""
    return today - REMEMBERED
