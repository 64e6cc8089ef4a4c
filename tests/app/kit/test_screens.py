"""The table of screens in docs/architecture.md is that of the doors."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).resolve().parents[3]


def screens() -> ModuleType:
    """Load the script as the module that it is."""
    spec = importlib.util.spec_from_file_location("screens", PROJECT / "scripts" / "screens.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules["screens"] = made
    spec.loader.exec_module(made)
    return made


def test_the_page_holds_the_table_as_it_is_made_now() -> None:
    made = screens()
    assert made.page_with(made.table()) == made.PAGE.read_text(encoding="utf-8"), (
        "run scripts/screens.py --write"
    )


def test_each_screen_names_files_that_exist() -> None:
    web = PROJECT / "src" / "loopplank" / "web"
    found = screens().screens()
    assert len(found) > 50
    for one in found:
        assert (web / one.room / "addresses.py").is_file(), one
        for name in one.files["template"]:
            assert list((web / "templates" / one.room).glob(f"{name}.*")), (one, name)
