"""Set up what the tests need, run the suites, and say in one line each how they went.

    scripts/test.py [--prove] [--verbose] [SUITE ...] [-- what pytest should get]
    scripts/test.py --install        only install what is missing

What cannot be set up is said in one line and counted; where CI is set, that is a failure too.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import installing
import throwaway_postgres
from installing import Missing
from processes import die_with_parent, end
from quick_folder import quick_folder

PROJECT = Path(__file__).resolve().parent.parent
CONFORMANCE = PROJECT.parent / "shared" / "conformance"
NOTHING_COLLECTED = 5
FIRST_LINES, LAST_LINES = 250, 80
# A test that hangs shows where, and then the whole run is ended.
TEST_HANGS_AFTER = {False: 240, True: 1500}
SUITE_HANGS_AFTER = {False: 20 * 60, True: 45 * 60}


@dataclass(frozen=True, slots=True)
class Suite:
    """`needs` sets something up and gives the variables that tell the tests of it."""

    name: str
    title: str
    folder: str
    needs: Callable[[ExitStack], Mapping[str, str]] | None = None
    django: bool = True
    workers: int = 0
    distribution: str = "load"


@dataclass(slots=True)
class Tally:
    passed: int = 0
    failed: int = 0
    not_run: list[str] = field(default_factory=list)
    broken: bool = False

    def leave_out(self, what: str, why: object) -> None:
        self.not_run.append(what)
        print(f"NOT RUN: {what} ({why})", flush=True)


def need_cluster(stack: ExitStack) -> Mapping[str, str]:
    cluster = stack.enter_context(throwaway_postgres.running(installing.postgresql()))
    return {
        # the tests make databases of their own; nothing is ever written to this one
        "LOOPPLANK_DATABASE_URL": cluster.address(throwaway_postgres.APP, "postgres"),
        "LPTEST_OWNER_URL": cluster.address(throwaway_postgres.OWNER, "postgres"),
    }


def need_chromium(_stack: ExitStack) -> Mapping[str, str]:
    return {"LPTEST_CHROMIUM": installing.chromium()}


def need_conformance(_stack: ExitStack) -> Mapping[str, str]:
    folder = Path(os.environ.get("LPTEST_CONFORMANCE") or CONFORMANCE)
    if not folder.is_dir():
        raise Missing("the folder with conformance material is absent; LPTEST_CONFORMANCE names it")
    return {"LPTEST_CONFORMANCE": str(folder.resolve())}


SUITES = (
    Suite("core", "core", "tests/core", django=False, workers=2),
    Suite("app-sqlite", "app on SQLite", "tests/app", workers=2),
    Suite("app-postgresql", "app on PostgreSQL", "tests/app", need_cluster, workers=2),
    Suite(
        "browser",
        "browser",
        "tests/browser",
        need_chromium,
        django=False,
        workers=2,
        distribution="loadfile",
    ),
    Suite("conformance", "conformance", "tests/conformance", need_conformance),
)
NAMES = {"app": ("app-sqlite", "app-postgresql"), **{s.name: (s.name,) for s in SUITES}}


def main() -> int:
    wanted, for_pytest = _arguments()
    for asked in (signal.SIGINT, signal.SIGTERM):
        # also where a shell that runs us in the background had SIGINT ignored
        signal.signal(asked, _interrupt)
    if wanted.install:
        return _install_all()
    chosen = {name for given in wanted.suite for name in NAMES[given]} or set(NAMES)
    tally = Tally()
    begun = time.monotonic()
    try:
        with quick_folder() as folder:
            _compile_translations()
            for suite in SUITES:
                if suite.name in chosen:
                    _run_suite(suite, wanted, for_pytest, folder, tally)
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 130
    return _close(tally, time.monotonic() - begun)


def _arguments() -> tuple[argparse.Namespace, list[str]]:
    given, for_pytest = sys.argv[1:], []
    if "--" in given:
        place = given.index("--")
        given, for_pytest = given[:place], given[place + 1 :]
    parser = argparse.ArgumentParser(description="Run the tests.")
    parser.add_argument("suite", nargs="*", help=f"all when none is named: {', '.join(NAMES)}")
    parser.add_argument("--prove", action="store_true", help="only what is marked as a proof")
    parser.add_argument("--verbose", action="store_true", help="show what pytest prints")
    parser.add_argument("--install", action="store_true", help="only install what is missing")
    wanted = parser.parse_args(given)
    unknown = set(wanted.suite) - set(NAMES)
    if unknown:
        parser.error(f"there is no suite {', '.join(sorted(unknown))}; there is {', '.join(NAMES)}")
    return wanted, for_pytest


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _install_all() -> int:
    failed = 0
    for name, find in (("PostgreSQL", installing.postgresql), ("chromium", installing.chromium)):
        try:
            print(f"{name}: {find()}", flush=True)
        except Missing as missing:
            print(f"{name} is missing: {missing}", flush=True)
            failed = 1
    return failed


def _environment() -> dict[str, str]:
    """What every part of a run gets: no setting of the person who runs it, and the test mode."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LOOPPLANK_")}
    # twenty processes read the same sources; they are compiled once
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "LOOPPLANK_MODE": "test", "PYTHONPATH": str(PROJECT / "src")}


def _compile_translations() -> None:
    command = [sys.executable, "manage.py", "catalogue", "--compile"]
    if subprocess.run(command, cwd=PROJECT, env=_environment(), check=False).returncode:
        sys.exit("The translations do not compile, so no page can be tested: see above.")


def _run_suite(
    suite: Suite, wanted: argparse.Namespace, for_pytest: list[str], folder: Path, tally: Tally
) -> None:
    begun = time.monotonic()
    with ExitStack() as stack:
        try:
            told = suite.needs(stack) if suite.needs else {}
        except Missing as missing:
            tally.leave_out(suite.title, missing)
            return
        ready = time.monotonic()
        if sys.stdout.isatty():
            print(f"{suite.title:20} …", end="\r", flush=True)
        report = folder / f"{suite.name}.xml"
        code, said = _pytest(suite, wanted, [*for_pytest, f"--junitxml={report}"], told, folder)
        setting_up = ready - begun
    taken = time.monotonic() - begun
    passed, failed, skipped = _counts(report)
    tally.passed += passed
    tally.failed += failed
    broken = code not in {0, NOTHING_COLLECTED}
    tally.broken |= broken
    if broken and not wanted.verbose:
        print(_shortened(said, PROJECT / "build" / f"test-{suite.name}.log"), flush=True)
    outcome = f"{passed} passed" if passed or failed else "no tests"
    if failed or broken:
        outcome += f", {failed} FAILED" if failed else f", FAILED (pytest ended with {code})"
    extra = f", of which {setting_up:.1f} s to set up" if setting_up >= 1 else ""
    print(f"{suite.title:20} {outcome:30} {taken:6.1f} s{extra}", flush=True)
    for test, why in skipped:
        tally.leave_out(f"{suite.title}: {test}", why)


def _pytest(
    suite: Suite,
    wanted: argparse.Namespace,
    for_pytest: list[str],
    told: Mapping[str, str],
    folder: Path,
) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", suite.folder]
    command += ["-m", "proof" if wanted.prove else "not proof"]
    command += ["--tb=short", "-o", f"faulthandler_timeout={TEST_HANGS_AFTER[wanted.prove]}"]
    if not suite.django:
        command += ["-p", "no:django"]
    if suite.workers:
        command += ["-n", str(suite.workers), "--dist", suite.distribution]
    environment = {
        **_environment(),
        "LPTEST_DIR": str(folder),
        "LPTEST_DJANGO": "yes" if suite.django else "no",
        "LPTEST_PROVE": "yes" if wanted.prove else "no",
        **told,
    }
    pipe = None if wanted.verbose else subprocess.PIPE
    process = subprocess.Popen(
        [*command, *for_pytest],
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=pipe,
        stderr=subprocess.STDOUT,
        # Ctrl-C comes to us alone and we pass it on once: a second one would cut its tidying short
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509  one prctl, no threads
    )
    try:
        said, _ = process.communicate(timeout=SUITE_HANGS_AFTER[wanted.prove])
    except subprocess.TimeoutExpired:
        print(f"{suite.title}: still not ready after {SUITE_HANGS_AFTER[wanted.prove]} s, ended")
        end(process, signal.SIGINT, signal.SIGTERM, seconds=20)
        return 1, ""
    except BaseException:
        end(process, signal.SIGINT, signal.SIGTERM, seconds=20)
        raise
    return process.returncode, (said or b"").decode(errors="replace")


def _shortened(said: str, log: Path) -> str:
    """The first failures and the list of all; the whole of it goes to a file."""
    lines = said.splitlines()
    if len(lines) <= FIRST_LINES + LAST_LINES:
        return said
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(said, encoding="utf-8")
    left_out = len(lines) - FIRST_LINES - LAST_LINES
    note = f"… {left_out} lines more are in {log.relative_to(PROJECT)} …"
    return "\n".join((*lines[:FIRST_LINES], "", note, "", *lines[-LAST_LINES:]))


def _counts(report: Path) -> tuple[int, int, list[tuple[str, str]]]:
    """Passed, failed, and which tests were skipped and why, from pytest's report."""
    if not report.exists():
        return 0, 0, []
    failed, total, skipped = 0, 0, []
    for case in ET.parse(report).iter("testcase"):
        total += 1
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif skip is not None and skip.get("type") != "pytest.xfail":
            place = re.sub(r"^tests\.", "", case.get("classname", ""))
            skipped.append((f"{place}.{case.get('name')}", skip.get("message", "")))
    return total - failed - len(skipped), failed, skipped


def _close(tally: Tally, seconds: float) -> int:
    left_out = len(tally.not_run)
    strict = os.environ.get("CI", "") not in {"", "0", "false"}
    print(f"Together {seconds:.0f} s.")
    if left_out:
        verdict = "here that is a failure" if strict else "where CI is set that is a failure"
        print(f"Not run: {left_out}, each named above; {verdict}.")
    if tally.passed or tally.failed:
        more = f", {left_out} skipped" if left_out else ""
        print(f"{tally.passed} passed, {tally.failed} failed{more}", flush=True)
    return int(tally.broken or tally.failed > 0 or (strict and left_out > 0))


if __name__ == "__main__":
    sys.exit(main())
