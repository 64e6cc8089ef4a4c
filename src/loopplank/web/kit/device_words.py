"""Say what device somebody uses, such as "Telefoon (Android, Chrome)"."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.core.messages.devices import Browser, DeviceLabel, Kind, System

_KINDS = MappingProxyType(
    {
        Kind.PHONE: gettext_lazy("Telefoon"),
        Kind.TABLET: gettext_lazy("Tablet"),
        Kind.COMPUTER: gettext_lazy("Computer"),
    }
)
#: Names of makers, the same in every language; what is not told is left out.
_SYSTEMS: Mapping[System, str] = MappingProxyType(
    {
        System.ANDROID: "Android",
        System.IPHONE: "iPhone",
        System.IPAD: "iPad",
        System.WINDOWS: "Windows",
        System.MAC: "Mac",
        System.LINUX: "Linux",
    }
)
_BROWSERS: Mapping[Browser, str] = MappingProxyType(
    {
        Browser.CHROME: "Chrome",
        Browser.FIREFOX: "Firefox",
        Browser.SAFARI: "Safari",
        Browser.EDGE: "Edge",
        Browser.SAMSUNG: "Samsung Internet",
    }
)


def device_words(told: DeviceLabel) -> str:
    names = [_SYSTEMS.get(told.system), _BROWSERS.get(told.browser)]
    more = ", ".join(name for name in names if name)
    kind = str(_KINDS[told.kind])
    return _("%(kind)s (%(more)s)") % {"kind": kind, "more": more} if more else kind
