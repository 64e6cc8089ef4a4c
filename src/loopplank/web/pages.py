"""Showing a page: the frame around it is read here, so that a template never asks the database."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page with everything it needs already in `context`."""
    return HttpResponse(render_to_string(template, context or {}, request), status=status)
