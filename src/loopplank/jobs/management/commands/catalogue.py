"""Keep the English catalogue in step with the sources, and compile it.

manage.py catalogue            update the .po file and compile it
manage.py catalogue --compile  compile only: needed before every start, since .mo is not in git
manage.py catalogue --check    fail when a phrase is missing, untranslated or filled differently
"""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from loopplank.jobs.translations import catalogue as translation_catalogue
from loopplank.jobs.translations import extraction

SHOWN = 60


class Command(BaseCommand):
    help = "Updates and compiles the English catalogue; --check judges it, --compile compiles it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--compile", action="store_true", help="only compile")
        what.add_argument("--check", action="store_true", help="change nothing, fail on a fault")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  Django's signature
        po = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
        text = po.read_text(encoding="utf-8") if po.exists() else ""
        if options["compile"]:
            _write(po.with_suffix(".mo"), translation_catalogue.compiled(text))
            return
        try:
            found = extraction.found_in(settings.SOURCE)
        except extraction.CannotExtract as wrong:
            raise CommandError(str(wrong)) from None
        if options["check"]:
            faults = translation_catalogue.faults(text, found)
            if faults:
                more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
                raise CommandError(
                    "\n".join((f"{po.name}: {len(faults)} faults", *faults[:SHOWN], *more))
                )
            return
        text = translation_catalogue.merged(text, found)
        _write(po, text.encode())
        _write(po.with_suffix(".mo"), translation_catalogue.compiled(text))
        left = translation_catalogue.untranslated(text)
        self.stdout.write(f"{len(found)} phrases, {left} without English.")


def _write(path: Path, content: bytes) -> None:
    """Replace a file in one step: a start at the same moment reads the old one or the new one."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)
