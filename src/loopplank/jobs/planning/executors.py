"""Where plans are made: in processes of this machine, or on a Dask cluster. The same code in both.

An executor takes an order and gives something to look at now and then. A planner that died raises
`Died`; a cluster that does not answer raises `Unreachable`.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from threading import Timer
from typing import Any, Protocol
from uuid import uuid4

from loopplank.core.matching.result import Plan, Progress
from loopplank.jobs.planning.planner import Folder, Order, leave_with_parent, make, progress_from

CLUSTER = "dask://"
ANSWERS_WITHIN = "5s"
#: Seconds that a planner of our own gets to leave when it is asked to.
LEAVES_WITHIN = 0.5


class Died(Exception):
    """The planner went away without an answer."""


class Unreachable(Exception):
    """The cluster does not answer, or what talks to it is not installed."""


class Running(Protocol):
    """One order that is being carried out."""

    def done(self) -> bool: ...

    def progress(self) -> Progress | None: ...

    def stop(self) -> None: ...

    def plan(self) -> Plan: ...


class Executor(Protocol):
    """`submit` returns at once; `close` ends whatever still runs."""

    def submit(self, order: Order) -> Running: ...

    def close(self) -> None: ...


def chosen(setting: str) -> Executor:
    """Return the executor of a setting: "local", or dask://host:8786."""
    return Cluster(setting.removeprefix(CLUSTER)) if setting.startswith(CLUSTER) else LocalPool()


# --- this machine ---------------------------------------------------------------------------------


@dataclass
class LocalPool:
    """Planner processes of our own, started when the first order comes and ended by `close`.

    They are spawned: a forked copy of a process that counts in threads hangs for ever.
    """

    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    _pool: ProcessPoolExecutor | None = None
    _folders: list[str] = field(default_factory=list)

    def submit(self, order: Order) -> Running:
        folder = tempfile.mkdtemp(prefix="loopplank-plan-")
        self._folders.append(folder)
        line = Folder(folder)
        try:
            return _Local(self._started().submit(make, order, line), line)
        except BrokenProcessPool:
            # the pool of an order that died: this one begins in a new one
            self._end_pool()
            return _Local(self._started().submit(make, order, line), line)

    def close(self) -> None:
        """End what still runs: asked first, and after a moment without asking."""
        for folder in self._folders:
            Folder(folder).ask_to_stop()
        self._end_pool()
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)
        self._folders.clear()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.workers, mp_context=get_context("spawn"), initializer=leave_with_parent
            )
        return self._pool

    def _end_pool(self) -> None:
        if self._pool is None:
            return
        # only the pool waits for its processes: of two threads that do, one is told that there is
        # no such process, and takes it for one that goes on
        killer = Timer(LEAVES_WITHIN, _kill, [active_children()])
        killer.start()
        self._pool.shutdown(wait=True, cancel_futures=True)
        killer.cancel()
        self._pool = None


def _kill(processes: Iterable[BaseProcess]) -> None:
    for process in processes:
        process.kill()


@dataclass(frozen=True, slots=True)
class _Local:
    future: "Future[Plan]"
    line: Folder

    def done(self) -> bool:
        return self.future.done()

    def progress(self) -> Progress | None:
        return self.line.told()

    def stop(self) -> None:
        self.line.ask_to_stop()

    def plan(self) -> Plan:
        try:
            return self.future.result()
        except BrokenProcessPool as broken:
            raise Died("the planner process went away") from broken


# --- a cluster ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """The same line through the scheduler of a cluster."""

    name: str

    def stopped(self) -> bool:
        return bool(_distributed().Event(self.name).is_set())

    def tell(self, progress: Progress) -> None:
        said = {**asdict(progress), "stage": str(progress.stage.value)}
        _distributed().get_worker().log_event(self.name, said)


@dataclass
class Cluster:
    """A Dask cluster at `address` (host:port), or whatever `client` leads to."""

    address: str = ""
    client: Any = None

    def submit(self, order: Order) -> Running:
        line = ClusterLine(f"loopplank-plan-{uuid4()}")
        future = self._connected().submit(make, order, line, pure=False, retries=0)
        return _OnCluster(self._connected(), future, line)

    def close(self) -> None:
        if self.client is not None:
            self.client.close()
            self.client = None

    def _connected(self) -> Any:
        if self.client is None:
            try:
                self.client = _distributed().Client(
                    f"tcp://{self.address}", timeout=ANSWERS_WITHIN, set_as_default=False
                )
            except OSError as away:  # a timeout is one too
                raise Unreachable(f"no Dask scheduler answers at {self.address}") from away
        return self.client


@dataclass(frozen=True, slots=True)
class _OnCluster:
    client: Any
    future: Any
    line: ClusterLine

    def done(self) -> bool:
        return bool(self.future.done())

    def progress(self) -> Progress | None:
        told: Any = self.client.get_events(self.line.name)
        said: Mapping[str, Any] | None = told[-1][1] if told else None
        return progress_from(dict(said)) if said else None

    def stop(self) -> None:
        _distributed().Event(self.line.name, client=self.client).set()

    def plan(self) -> Plan:
        distributed = _distributed()
        try:
            made: Plan = self.future.result()
        except (distributed.scheduler.KilledWorker, distributed.client.FutureCancelledError) as no:
            raise Died("a worker of the cluster went away") from no
        return made


def _distributed() -> Any:
    """Return the optional package, imported where a cluster is used and nowhere else."""
    try:
        import distributed
    except ImportError as absent:
        raise Unreachable(
            "LOOPPLANK_PLANNER names a Dask cluster, and the package `distributed` is not"
            " installed: install loopplank[cluster]"
        ) from absent
    return distributed
