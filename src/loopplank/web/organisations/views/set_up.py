"""The first set-up in real use: only while there is nothing, and with the code of the terminal."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse

from loopplank.access.account.actors import Actor, NotFound, anybody
from loopplank.actions.organisations import networks
from loopplank.core.kit.reason import Refused
from loopplank.web.account import adapter
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted, show
from loopplank.web.kit.words import say
from loopplank.web.organisations.forms import SetUpForm

_MINE = {"code", "password"}


def begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    if anybody():
        raise NotFound("set-up")
    form = SetUpForm(posted(request), expected=_code())
    if form.is_valid():
        typed = form.cleaned_data
        password = typed["password"]
        first = networks.FirstSetUp(
            **{name: value for name, value in typed.items() if name not in _MINE},
            password_hash=make_password(password),
        )
        try:
            networks.set_up(actor=actor, now=clock.now(), first=first)
        except Refused as refused:
            form.add_error(None, say(refused.reason))
        else:
            # it opened this page once; nobody else begins with it
            _code_file().unlink(missing_ok=True)
            return adapter.after_password(request, typed["email"], password)
    return show(
        request, "organisations/set_up.html", {"form": form}, status=422 if form.errors else 200
    )


def _code_file() -> Path:
    return Path(settings.DATA_DIR) / "setup-code"


def _code() -> str:
    """Say what the terminal printed; "" when there is no such file, and then no code is right."""
    try:
        return "".join(_code_file().read_text(encoding="ascii").split())
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
