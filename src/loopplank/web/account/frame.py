"""Show a page of the account to somebody who may be signed in or not."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from loopplank.web.kit.pages import show


def show_account(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page in the frame of signing in, whose foot differs for who is signed in."""
    # asked here, as nothing may be read while a page is rendered
    _signed_in = request.user.is_authenticated
    return show(request, template, context, status=status)
