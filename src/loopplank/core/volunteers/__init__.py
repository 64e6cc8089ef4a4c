"""Rules about the volunteer: limits and load, contact limits, own week, visits, days away, pause,
rest, stopping.
"""
