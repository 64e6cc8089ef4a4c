"""What people type on these pages."""
