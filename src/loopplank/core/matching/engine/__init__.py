"""The planner: compiled, for a process of its own. A web process never imports this package."""

from loopplank.core.matching.engine.planning import plan, solve_options
from loopplank.core.matching.engine.warming import warm_up

__all__ = ["plan", "solve_options", "warm_up"]
