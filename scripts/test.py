"""Set up what the tests need, run the suites, and say in one line each how they went.

    scripts/test.py [--prove [--full]] [--verbose] [SUITE ...] [-- what pytest should get]
    scripts/test.py --install        only install what is missing

Two suites run beside each other where memory allows, each with as many workers as there are cores.
What cannot be set up is said in one line and counted; where CI is set, that is a failure too.

The whole app suite runs on PostgreSQL. Beside it SQLite gets every test that meets the engine
(`both_engines`) and a quarter of the others, which changes with the commit; `--prove` takes a share
of every proof in the same way, and with `--full` all of it. LPTEST_SEED repeats a choice.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import programs
import throwaway_postgres
from pace import TOLD, measured
from processes import die_with_parent, end
from programs import Missing
from quick_folder import quick_folder

PROJECT = Path(__file__).resolve().parent.parent
CONFORMANCE = PROJECT.parent / "shared" / "conformance"
ENGINE = PROJECT / "src" / "loopplank" / "core" / "matching" / "engine"
NOTHING_COLLECTED = 5
FIRST_LINES, LAST_LINES = 250, 80
# A test that hangs shows where, and then the whole run is ended. Seconds on the machine of
# reference, with one suite at a time; scripts/pace.py makes them longer where it is slower.
TEST_HANGS_AFTER = {False: 240, True: 1500}
SUITE_HANGS_AFTER = {False: 20 * 60, True: 60 * 60}
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
#: Bytes of memory that a worker of any suite takes at most, with what it starts.
WORKER_TAKES = 700 * 1024**2
BESIDE = 2


@dataclass(frozen=True, slots=True)
class Suite:
    """`needs` sets something up and gives the variables that tell the tests of it."""

    name: str
    title: str
    folder: str
    needs: Callable[[ExitStack], Mapping[str, str]] | None = None
    django: bool = True
    distribution: str = "worksteal"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of this run, and how much time things may take here."""

    prove: bool
    full: bool
    verbose: bool
    seed: str
    pace: float
    beside: int
    for_pytest: Sequence[str]

    def seconds(self, limits: Mapping[bool, int]) -> float:
        return limits[self.prove] * self.pace * self.beside


@dataclass(slots=True)
class Running:
    """A suite that was started. `told` are its variables, `said` what it prints."""

    suite: Suite
    process: subprocess.Popen[bytes]
    stack: ExitStack
    begun: float
    ready: float
    folder: Path

    @property
    def report(self) -> Path:
        return self.folder / "report.xml"

    @property
    def said(self) -> Path:
        return self.folder / "said"

    def end(self) -> None:
        end(self.process, signal.SIGINT, signal.SIGTERM, seconds=20)


@dataclass(slots=True)
class Tally:
    """What went well, what failed, and what was left out of a run."""

    passed: int = 0
    failed: int = 0
    not_run: list[str] = field(default_factory=list)
    broken: bool = False

    def leave_out(self, what: str, why: object) -> None:
        self.not_run.append(what)
        print(f"NOT RUN: {what} ({why})", flush=True)


def need_cluster(stack: ExitStack) -> Mapping[str, str]:
    cluster = stack.enter_context(throwaway_postgres.running(programs.postgresql()))
    return {
        # the tests make databases of their own; nothing is ever written to this one
        "LOOPPLANK_DATABASE_URL": cluster.address(throwaway_postgres.APP, "postgres"),
        "LPTEST_OWNER_URL": cluster.address(throwaway_postgres.OWNER, "postgres"),
        **need_compiled(stack),
    }


def need_chromium(_stack: ExitStack) -> Mapping[str, str]:
    return {"LPTEST_CHROMIUM": programs.chromium()}


def need_compiled(_stack: ExitStack) -> Mapping[str, str]:
    """Compile the loops of the planner once; otherwise each worker does so, for a minute."""
    done = ENGINE / "__pycache__" / "compiled"
    changed = max(file.stat().st_mtime for file in ENGINE.glob("*.py"))
    if not done.exists() or done.stat().st_mtime < changed:
        command = [sys.executable, "-c", "from benchmarks import planning; planning.warm_up()"]
        # what is wrong with them the tests will say
        subprocess.run(command, cwd=PROJECT, env=_environment(), capture_output=True, check=False)
        done.parent.mkdir(exist_ok=True)
        done.touch()
    return {}


def need_conformance(stack: ExitStack) -> Mapping[str, str]:
    folder = Path(os.environ.get("LPTEST_CONFORMANCE") or CONFORMANCE)
    if not folder.is_dir():
        raise Missing("the folder with conformance material is absent; LPTEST_CONFORMANCE names it")
    return {**need_compiled(stack), "LPTEST_CONFORMANCE": str(folder.resolve())}


# The longest first; those whose tests are short last, since they fill whatever time is left.
SUITES = (
    Suite("app-postgresql", "app on PostgreSQL", "tests/app", need_cluster),
    Suite(
        "browser",
        "browser",
        "tests/browser",
        need_chromium,
        django=False,
        distribution="loadfile",
    ),
    Suite("conformance", "conformance", "tests/conformance", need_conformance),
    Suite("core", "core", "tests/core", need_compiled, django=False),
    Suite("app-sqlite", "app on SQLite", "tests/app", need_compiled),
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
    plan = _plan(wanted, for_pytest)
    tally = Tally()
    begun = time.monotonic()
    print(f"Seed {plan.seed}; {plan.beside} beside each other, {CORES} workers each; ", end="")
    print(f"limits of time times {plan.pace:.1f}.", flush=True)
    try:
        with quick_folder() as folder:
            _compile_translations()
            _run([suite for suite in SUITES if suite.name in chosen], plan, folder, tally)
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 130
    return _close(tally, time.monotonic() - begun)


def _plan(wanted: argparse.Namespace, for_pytest: list[str]) -> Plan:
    return Plan(
        prove=wanted.prove,
        full=wanted.full,
        verbose=wanted.verbose,
        seed=os.environ.get("LPTEST_SEED") or _commit(),
        pace=float(os.environ.get(TOLD) or measured()),
        # what two suites print at once nobody can read
        beside=1 if wanted.verbose else min(BESIDE, _fit_in_memory()),
        for_pytest=for_pytest,
    )


def _commit() -> str:
    """Return the commit that is tested; another one takes another share."""
    command = ["git", "rev-parse", "--short=12", "HEAD"]
    try:
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "no-commit"
    return done.stdout.strip()


def _fit_in_memory() -> int:
    """Return how many suites may run beside each other."""
    try:
        free = re.search(
            r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE
        )
    except OSError:
        free = None
    return max(1, int(free[1]) * 1024 // (CORES * WORKER_TAKES)) if free else 1


def _arguments() -> tuple[argparse.Namespace, list[str]]:
    given, for_pytest = sys.argv[1:], []
    if "--" in given:
        place = given.index("--")
        given, for_pytest = given[:place], given[place + 1 :]
    parser = argparse.ArgumentParser(description="Run the tests.")
    parser.add_argument("suite", nargs="*", help=f"all when none is named: {', '.join(NAMES)}")
    parser.add_argument("--prove", action="store_true", help="only what is marked as a proof")
    parser.add_argument("--full", action="store_true", help="of the proofs all, not a share")
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
    for name, find in (("PostgreSQL", programs.postgresql), ("chromium", programs.chromium)):
        try:
            print(f"{name}: {find()}", flush=True)
        except Missing as missing:
            print(f"{name} is missing: {missing}", flush=True)
            failed = 1
    return failed


def _environment() -> dict[str, str]:
    """Return the environment of every part of a run: no setting of the person who runs it, and the
    test mode."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LOOPPLANK_")}
    # twenty processes read the same sources; they are compiled once
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "LOOPPLANK_MODE": "test", "PYTHONPATH": str(PROJECT / "src")}


def _compile_translations() -> None:
    command = [sys.executable, "manage.py", "catalogue", "--compile"]
    if subprocess.run(command, cwd=PROJECT, env=_environment(), check=False).returncode:
        sys.exit("The translations do not compile, so no page can be tested: see above.")


def _run(suites: Sequence[Suite], plan: Plan, folder: Path, tally: Tally) -> None:
    """Run them in this order, so many beside each other; say of each how it went as it ends."""
    waiting, running = list(suites), list[Running]()
    on_postgresql = False
    try:
        while waiting or running:
            while waiting and len(running) < plan.beside:
                suite = waiting.pop(0)
                part = _in_part(suite, on_postgresql=on_postgresql)
                if started := _start(suite, plan, folder, tally, whole=not part):
                    running.append(started)
                    if sys.stdout.isatty():
                        print(f"{suite.title:20} …", flush=True)
                    on_postgresql |= suite.name == "app-postgresql"
            for one in _ended(running, plan):
                running.remove(one)
                _tell(one, plan, tally)
    finally:
        for one in running:
            one.end()
            one.stack.close()
            # what failed until it was stopped
            said = one.said.read_text(encoding="utf-8", errors="replace").splitlines()
            print("\n".join((f"{one.suite.title}, stopped:", *said[-LAST_LINES:])), flush=True)


def _in_part(suite: Suite, *, on_postgresql: bool) -> bool:
    """Whether a quarter of a suite will do: of the app on SQLite, where all runs on PostgreSQL."""
    return on_postgresql and suite.name == "app-sqlite"


def _start(suite: Suite, plan: Plan, folder: Path, tally: Tally, *, whole: bool) -> Running | None:
    """Set up what it needs and start it; without what it needs it is left out."""
    begun = time.monotonic()
    own = folder / suite.name
    own.mkdir()
    with ExitStack() as stack:
        try:
            told = suite.needs(stack) if suite.needs else {}
        except Missing as missing:
            tally.leave_out(suite.title, missing)
            return None
        environment = {
            **_environment(),
            TOLD: f"{plan.pace * plan.beside:.2f}",
            "LPTEST_DIR": str(folder),
            "LPTEST_SUITE": suite.name,
            "LPTEST_SEED": plan.seed,
            "LPTEST_DJANGO": "yes" if suite.django else "no",
            "LPTEST_PROVE": ("full" if plan.full else "share") if plan.prove else "no",
            "LPTEST_QUARTER": "no" if whole or plan.prove else "yes",
            **told,
        }
        ready = time.monotonic()
        with (own / "said").open("wb") as said:
            process = subprocess.Popen(
                [*_command(suite, plan), f"--junitxml={own / 'report.xml'}", *plan.for_pytest],
                cwd=PROJECT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=None if plan.verbose else said,
                stderr=subprocess.STDOUT,
                # Ctrl-C comes to us alone and we pass it on once: a second one would cut its
                # tidying short
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509  one prctl, no threads
            )
        return Running(suite, process, stack.pop_all(), begun, ready, own)


def _command(suite: Suite, plan: Plan) -> list[str]:
    command = [sys.executable, "-m", "pytest", suite.folder]
    command += ["-m", "proof or also_proof" if plan.prove else "not proof"]
    command += ["--tb=short", "-o", f"faulthandler_timeout={plan.seconds(TEST_HANGS_AFTER):.0f}"]
    command += ["-n", str(CORES), "--dist", suite.distribution]
    if not suite.django:
        command += ["-p", "no:django"]
    if plan.prove:
        command += [f"--hypothesis-seed={int.from_bytes(plan.seed.encode()[:8])}"]
    return command


def _ended(running: Sequence[Running], plan: Plan) -> Iterator[Running]:
    """Wait a moment; yield the suites that ended by themselves, and those that took too long and
    were ended."""
    with suppress(subprocess.TimeoutExpired):
        running[0].process.wait(0.2)
    most = plan.seconds(SUITE_HANGS_AFTER)
    for one in list(running):
        if one.process.poll() is not None:
            yield one
        elif time.monotonic() - one.ready > most:
            print(f"{one.suite.title}: still not ready after {most:.0f} s, ended. At work were:")
            print("\n".join(_at_work(one.folder)) or "  no test at all", flush=True)
            one.end()
            yield one


def _at_work(folder: Path) -> Iterator[str]:
    """Yield the test that each worker was at, and since when; tests/conftest.py writes it down."""
    for place in sorted(folder.glob("at-work-*")):
        since, _, test = place.read_text(encoding="utf-8").partition(" ")
        if test:
            took = time.monotonic() - float(since)
            yield f"  {place.name.removeprefix('at-work-')}: {test} ({took:.0f} s)"


def _tell(one: Running, plan: Plan, tally: Tally) -> None:
    """Say in one line how a suite went, after what failed."""
    one.stack.close()
    suite, code, setting_up = one.suite, one.process.returncode, one.ready - one.begun
    taken = time.monotonic() - one.begun
    passed, failed, skipped = _counts(one.report)
    tally.passed += passed
    tally.failed += failed
    broken = code not in {0, NOTHING_COLLECTED}
    tally.broken |= broken
    if broken and not plan.verbose:
        said = one.said.read_text(encoding="utf-8", errors="replace")
        print(_shortened(said, PROJECT / "build" / f"test-{suite.name}.log"), flush=True)
    outcome = f"{passed} passed" if passed or failed else "no tests"
    if failed or broken:
        outcome += f", {failed} FAILED" if failed else f", FAILED (pytest ended with {code})"
    extra = f", of which {setting_up:.1f} s to set up" if setting_up >= 1 else ""
    print(f"{suite.title:20} {outcome:30} {taken:6.1f} s{extra}", flush=True)
    for test, why in skipped:
        tally.leave_out(f"{suite.title}: {test}", why)


def _shortened(said: str, log: Path) -> str:
    """Return the first failures and the list of all; the whole of it goes to a file."""
    lines = said.splitlines()
    if len(lines) <= FIRST_LINES + LAST_LINES:
        return said
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(said, encoding="utf-8")
    left_out = len(lines) - FIRST_LINES - LAST_LINES
    note = f"… {left_out} lines more are in {log.relative_to(PROJECT)} …"
    return "\n".join((*lines[:FIRST_LINES], "", note, "", *lines[-LAST_LINES:]))


def _counts(report: Path) -> tuple[int, int, list[tuple[str, str]]]:
    """Count what passed and failed, and list skipped tests with their reason, from pytest's
    report."""
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
