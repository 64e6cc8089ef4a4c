"""The planner: compiled, for a process of its own. A web process never imports this package."""

from loopplank.core.matching.engine.planner import plan, solve_options
from loopplank.core.matching.engine.warm_up import warm_up

__all__ = ["plan", "solve_options", "warm_up"]
