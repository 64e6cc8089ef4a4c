"""Compiled code stays with the planner: a web process never loads it."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
COMPILED = ("numba", "llvmlite", "highspy")
LOADED = f"""
import sys
import {{module}}
print([name for name in {COMPILED!r} if name in sys.modules])
"""


def loaded_by(module: str) -> str:
    """Which compiled libraries a fresh process has after importing one module."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(module=module)],
        cwd=PROJECT,
        env={**os.environ, "LOOPPLANK_MODE": "test", "PYTHONPATH": str(PROJECT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_a_web_process_never_loads_what_is_compiled() -> None:
    # the pages too, which are imported with the first address that is asked
    assert loaded_by("loopplank.config.wsgi, loopplank.config.urls") == "[]"


def test_the_checker_needs_nothing_of_the_engine() -> None:
    assert loaded_by("loopplank.core.matching.checker") == "[]"


def test_what_is_compiled_is_found_where_it_is() -> None:
    """Else the two above would always pass."""
    assert loaded_by("numba") == str(["numba", "llvmlite"])
