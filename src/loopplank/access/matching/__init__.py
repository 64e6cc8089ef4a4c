"""The way in to who could help: candidates, proposing, meeting, match, duo and relay, and the plan
with its reasons.
"""

__all__ = [
    "candidate_rows",
    "candidates",
    "last_plan",
    "match_change",
    "named_stand_in",
    "plan_runs",
    "planning_problem",
    "request_needs",
    "visit_move",
]
