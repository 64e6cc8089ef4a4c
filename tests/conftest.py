"""What every suite shares: the environment of a test, and the databases.

A test that asks for `db` runs in a transaction that is rolled back, in its worker's own copy of a
migrated template in which the cast stands. A test marked `commits` gets a fresh copy for itself.
"""

import atexit
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from scripts.pace import pace

from tests import proofs
from tests.databases import PROJECT, Cluster, Databases, Files
from tests.racing import race as _race

# --- the environment, before anything reads a setting -----------------------
# `scripts/test.py` sets these; they are set here too so that a bare `pytest tests/app` works and
# never touches the database or the secret key of whoever runs it.
os.environ["LOOPPLANK_MODE"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
if "LPTEST_OWNER_URL" not in os.environ:
    os.environ["LOOPPLANK_DATABASE_URL"] = "sqlite:////nowhere/tests-make-their-own.sqlite3"
os.environ.setdefault("LPTEST_RUN", secrets.token_hex(4))
if "LPTEST_DIR" not in os.environ:
    # xdist's workers inherit it, and only the process that made it puts it away
    os.environ["LPTEST_DIR"] = tempfile.mkdtemp(prefix="loopplank-test-")
    atexit.register(shutil.rmtree, os.environ["LPTEST_DIR"], ignore_errors=True)
# of this suite alone; templates of databases lie beside it, for every suite of the run
OWN_DIR = Path(os.environ["LPTEST_DIR"]) / os.environ.get("LPTEST_SUITE", "alone")
for _setting in ("DATA_DIR", "STATIC_DIR"):
    _folder = OWN_DIR / _setting.lower()
    _folder.mkdir(exist_ok=True, parents=True)
    os.environ[f"LOOPPLANK_{_setting}"] = str(_folder)
DJANGO = os.environ.get("LPTEST_DJANGO", "yes") == "yes"
ENGINE = "postgresql" if "LPTEST_OWNER_URL" in os.environ else "sqlite"

if DJANGO:
    import django

    django.setup()
    if ENGINE == "sqlite":
        from django.conf import settings

        # how long one writer waits for another; many at once on a slow machine take longer
        settings.DATABASES["default"]["OPTIONS"]["timeout"] *= pace()

# `make test` must give the same answer twice; `make prove` looks further, with other examples.
hypothesis.settings.register_profile(
    "test", derandomize=True, deadline=None, database=None, print_blob=True
)
hypothesis.settings.register_profile(
    "prove",
    deadline=None,
    database=None,
    print_blob=True,
    max_examples=proofs.share_of(1000),
)
hypothesis.settings.load_profile("test" if proofs.PROVING == "no" else "prove")


def pytest_configure(config: pytest.Config) -> None:
    for engine in ("sqlite", "postgresql"):
        config.addinivalue_line("markers", f"{engine}: only has a meaning on this engine")
    quarter = os.environ.get("LPTEST_QUARTER") == "yes"
    config.pluginmanager.register(proofs.Taking(ENGINE, quarter=quarter), "taking")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Any:
    """Write down what this worker is at, for whoever ends a run that takes too long."""
    place = OWN_DIR / f"at-work-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    place.write_text(f"{time.monotonic()} {item.nodeid}", encoding="utf-8")
    try:
        return (yield)
    finally:
        place.write_text("", encoding="utf-8")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests of the other engine, and mark what gets its own database."""
    kept, left_out = [], []
    for item in items:
        engines = {name for name in ("sqlite", "postgresql") if item.get_closest_marker(name)}
        (left_out if engines and ENGINE not in engines else kept).append(item)
        if "committed" in getattr(item, "fixturenames", ()):
            item.add_marker("commits")
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_sessionfinish(session: pytest.Session) -> None:
    if ENGINE == "postgresql" and not hasattr(session.config, "workerinput"):
        cluster = _databases("main")
        assert isinstance(cluster, Cluster)
        cluster.drop_all()


def _databases(worker: str) -> Databases:
    folder = Path(os.environ["LPTEST_DIR"])
    worker = f"{OWN_DIR.name}-{worker}"
    if ENGINE == "sqlite":
        return Files(folder, worker)
    return Cluster(
        folder,
        worker,
        owner=os.environ["LPTEST_OWNER_URL"],
        app=os.environ["LOOPPLANK_DATABASE_URL"],
        run=os.environ["LPTEST_RUN"],
    )


# --- the databases ----------------------------------------------------------
@pytest.fixture(scope="session")
def engine() -> str:
    """`sqlite` or `postgresql`."""
    return ENGINE


@pytest.fixture(scope="session")
def databases() -> Databases:
    """Makes copies of the template; for a test that needs more than one database."""
    return _databases(os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture(scope="session")
def who_is_who(databases: Databases) -> Path:
    """The file in which the cast of the template is kept."""
    return databases.folder / f"{databases.vendor}-cast.pickle"


@pytest.fixture(scope="session")
def template(databases: Databases, who_is_who: Path) -> str:
    """The database that the others are copies of; the cast stands in it, and so in every test."""
    return databases.filled("cast", "-m", "tests.app.fill_template", str(who_is_who))


@pytest.fixture(scope="session")
def django_db_setup(
    databases: Databases, template: str, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """In place of pytest-django's own: this worker's copy, in which `db` rolls every test back."""
    name = databases.copy(template)
    with django_db_blocker.unblock():
        around = databases.pointing_at(name)
        around.__enter__()
    yield
    with django_db_blocker.unblock():
        around.__exit__(None, None, None)
    databases.drop(name)


@pytest.fixture
def committed(
    request: pytest.FixtureRequest, databases: Databases, django_db_blocker: Any
) -> Iterator[str]:
    """A fresh copy for this test alone, with real commits; gives its NAME.

    The cast stands in it too; `@pytest.mark.commits(empty=True)` asks for one without any row.
    """
    asks_for_db = request.node.get_closest_marker("django_db") is not None
    if asks_for_db or {"db", "transactional_db"} & set(request.fixturenames):
        pytest.fail("a test with commits has a database of its own: do not ask for `db` as well")
    mark = request.node.get_closest_marker("commits")
    empty = mark is not None and mark.kwargs.get("empty", False)
    template = databases.migrated() if empty else request.getfixturevalue("template")
    name = databases.copy(template)
    with django_db_blocker.unblock():
        with databases.pointing_at(name):
            yield name
        databases.drop(name)


@pytest.fixture(autouse=True)
def _own_database_of_marked_tests(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("commits"):
        request.getfixturevalue("committed")


@pytest.fixture
def race(committed: str) -> Callable[..., list[Any]]:
    """`race([call, call, …])`: all at the same moment, each on its own connection."""
    return _race


# --- outside material -------------------------------------------------------
@pytest.fixture(scope="session")
def conformance() -> Path:
    """The folder with conformance material of outside judges; without it the test is not run."""
    named = os.environ.get("LPTEST_CONFORMANCE")
    folder = Path(named) if named else PROJECT.parent / "shared" / "conformance"
    if not folder.is_dir():
        pytest.skip("the folder with conformance material is absent; LPTEST_CONFORMANCE names it")
    return folder
