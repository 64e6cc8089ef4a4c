"""The way in to noes that were said, and the gaps that they make."""
