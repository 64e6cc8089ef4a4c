"""What is logged and how: text for people, JSON for machines, and no personal data in either.

A log is read by people who may not read a file, and is kept where nobody erases. So a query string
and whatever looks like a token is left out of every path, an e-mail address and a telephone number
out of every text, and of an exception only its kind and the places in the code are kept: its own
words may hold the row that it was about.
"""

import re
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

#: Longer lines say no more; and what is looked for takes time in proportion to the length.
LONGEST = 4_000
_WORD = re.compile(r"[^\s\"']+")
_LINK = re.compile(r"/(l|agenda)/[^\s/\"'>?#]+")
_SEGMENT = re.compile(r"(?<=/)[A-Za-z0-9_\-]{20,}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# it begins where a word begins: else each letter of a long word is tried as a beginning
_EMAIL = re.compile(r"(?<![^\s@<>\"'()])[^\s@<>\"'()]++@[^\s@<>\"'()]+")
_PHONE = re.compile(r"(?<![\w-])(?:\+\d{8,15}|0\d{9})(?![\w-])")
_FRAMES = 12

Entry = MutableMapping[str, Any]


def settings(form: str) -> dict[str, Any]:
    """The value of Django's LOGGING; sets structlog up for our own lines in the same way."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
        without_secrets,
        places_only,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    show: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=24)
    )
    ours = {"handlers": ["all"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "all": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, show],
            }
        },
        "handlers": {"all": {"class": "logging.StreamHandler", "formatter": "all"}},
        "root": {"handlers": ["all"], "level": "WARNING"},
        "loggers": {
            "loopplank": ours,
            # Django's own handlers would print beside ours, and mail what went wrong
            "django": {**ours, "level": "WARNING"},
            # a page that is not there is no fault, and its address may hold anything
            "django.request": {**ours, "level": "ERROR"},
        },
    }


def places_only(_logger: object, _method: str, entry: Entry) -> Entry:
    """In place of an exception: its kind, the code of its reason, and where it went through."""
    error = _error_of(entry.pop("exc_info", None))
    entry.pop("exception", None)
    if error is not None:
        entry["error"] = type(error).__name__
        reason = getattr(getattr(error, "reason", None), "code", None)
        if reason:
            entry["reason"] = str(reason)
        entry["where"] = _places(error.__traceback__)
    return entry


def without_secrets(_logger: object, _method: str, entry: Entry) -> Entry:
    """Clean every text of an entry, also inside lists and dicts."""
    for key, value in entry.items():
        if key != "exc_info":
            entry[key] = _clean(value)
    return entry


def clean(text: str) -> str:
    """A text without query strings, tokens, e-mail addresses and telephone numbers; of a long one
    its beginning.
    """
    text = _WORD.sub(lambda m: _without_query(m[0]), _beginning(text))
    text = _LINK.sub(r"/\1/…", text)
    text = _SEGMENT.sub(lambda m: m[0] if _UUID.fullmatch(m[0]) else "…", text)
    text = _EMAIL.sub("…@…", text)
    return _PHONE.sub("…", text)


def _beginning(text: str) -> str:
    """Cut a long text off at a space: half a token is not known as one."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(' ')[0]} …"


def _without_query(word: str) -> str:
    """Return what stands before the question mark of an address, and after the end of it."""
    kept, at = [], 0
    while (slash := word.find("/", at)) >= 0 and (mark := word.find("?", slash)) >= 0:
        kept.append(word[at:mark])
        end = word.find(">", mark)
        at = len(word) if end < 0 else end
    return "".join((*kept, word[at:]))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value


def _error_of(given: object) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple) and isinstance(given[1], BaseException):
        return given[1]
    if given is True:
        import sys

        return sys.exc_info()[1]
    return None


def _places(found: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(found)[-_FRAMES:]
    return [f"{'/'.join(f.filename.split('/')[-3:])}:{f.lineno} {f.name}" for f in frames]
