"""The writers of the volunteer: limits and load, contact limits, own week, visits, days away,
pause, rest, stopping.
"""
