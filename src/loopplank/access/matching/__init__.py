"""The way in to who could help: candidates, proposing, meeting, match, duo and relay, and the plan
with its reasons.
"""
