"""The one Django app: tables, constraints, migrations. It decides nothing and sends nothing."""
