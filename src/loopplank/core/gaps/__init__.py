"""Rules about refusals ("a no") and the gaps that they make."""
