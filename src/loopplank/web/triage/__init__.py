"""Pages about the eight questions, red flags, the advice and the decision, and work that used to be
paid.
"""
