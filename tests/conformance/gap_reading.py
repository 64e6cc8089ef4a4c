"""The instances of the generalized assignment problem that nobody here wrote, and their judge.

Each file holds ONE instance in the format of the OR-Library: the number of agents and of jobs, then
agent by agent what each job costs there, agent by agent how much of it each job takes, and how much
each agent has. Every job goes to exactly one agent, at the LEAST cost: the OR-Library calls gap1 to
gap12 a maximisation, but `data.csv` holds their least cost, and so do we.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Instance:
    """`costs` and `weights` are (agents, jobs). `best` is the least cost that anybody found, and
    `bound` what nobody can go below; where they are equal it is the optimum.
    """

    name: str
    costs: Numbers
    weights: Numbers
    capacities: Numbers
    best: int
    bound: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What an assignment is worth: shares of the best known cost, 0.01 is one per cent.

    `gap` is how much more it costs, `bound_gap` how far the bound that came with it lies below.
    """

    feasible: bool
    cost: int
    gap: float
    bound_gap: float


def instances(folder: Path) -> list[Instance]:
    """All instances that `data.csv` of this folder names, in its order."""
    with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
        return [_instance(folder, row) for row in csv.DictReader(file)]


def _instance(folder: Path, row: dict[str, str]) -> Instance:
    if row["Format"] != "orlibrary":
        raise ValueError(f"{row['Path']} has the format {row['Format']}")
    text = (folder / row["Path"]).read_text(encoding="ascii").split()
    agents, jobs, *rest = (int(word) for word in text)
    if (agents, jobs) != (int(row["Agent number"]), int(row["Item number"])):
        raise ValueError(f"{row['Path']} is {agents} by {jobs}")
    table = agents * jobs
    if len(rest) != 2 * table + agents:
        raise ValueError(f"{row['Path']} does not hold one instance")
    numbers = np.array(rest, np.int64)
    return Instance(
        name=row["Path"],
        costs=numbers[:table].reshape(agents, jobs),
        weights=numbers[table : 2 * table].reshape(agents, jobs),
        capacities=numbers[2 * table :],
        best=int(row["Optimum"] or row["Best known solution value"]),
        bound=int(row["Best known bound"]),
    )


def judge(instance: Instance, agents: npt.ArrayLike, bound: float) -> Judged:
    """What an assignment (the agent of each job) and its bound are worth."""
    to = np.asarray(agents)
    count, jobs = instance.costs.shape
    if to.shape != (jobs,) or not ((to >= 0) & (to < count)).all():
        return Judged(feasible=False, cost=0, gap=float("inf"), bound_gap=float("inf"))
    every = np.arange(jobs)
    used = np.bincount(to, instance.weights[to, every], count)
    cost = int(instance.costs[to, every].sum())
    return Judged(
        feasible=bool((used <= instance.capacities).all()),
        cost=cost,
        gap=cost / instance.best - 1.0,
        bound_gap=1.0 - bound / instance.best,
    )
