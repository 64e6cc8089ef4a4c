"""The planner: compiled, for a process of its own. A web process never imports this package."""

from loopplank.core.matching.engine.planning import plan, solve_options

__all__ = ["plan", "solve_options"]
