"""The writers of who could help: candidates, proposing, meeting, match, duo and relay, and the plan
with its reasons.
"""

__all__ = [
    "asking",
    "matches",
    "passed_over",
    "plan_claims",
    "planning",
    "proposals",
    "propose",
    "teams",
]
