"""Signing in: the library's page, with a way to the demo accounts where there are any."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings


class Login(LoginView):  # type: ignore[misc]  # allauth ships no types
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        return {**shown, "demo": settings.MODE == "demo"}
