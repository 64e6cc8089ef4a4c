"""From where on the network somebody comes: to count by, and never kept as it is."""

from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def address_of_visitor(request: HttpRequest) -> str:
    """Return from where somebody comes on the network, to count by; of one at home with many
    addresses the part that they share.
    """
    try:
        found = ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)
