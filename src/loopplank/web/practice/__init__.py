"""The place to practise in: begun, looked at and removed."""
