"""Where the material of the outside judges is."""

import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def material() -> Path:
    """The folder that `make test` found, or the usual place of it."""
    usual = PROJECT.parent / "shared" / "conformance"
    folder = Path(os.environ.get("LPTEST_CONFORMANCE") or usual)
    if not folder.is_dir():
        pytest.skip("the folder with conformance material is absent; LPTEST_CONFORMANCE names it")
    return folder


@pytest.fixture(scope="session")
def tool(material: Path) -> Callable[[str], ModuleType]:
    """One of the judges' own scripts, as a module."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, material / "tools" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
