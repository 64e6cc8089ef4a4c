"""What people type: read, checked, and given back with a sentence when it cannot be."""
