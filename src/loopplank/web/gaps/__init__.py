"""Pages about noes that were said, and the gaps that they make."""
