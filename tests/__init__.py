"""A package by name: some library installs a package called `tests` as well."""
