"""Puts the cast into a template, once a run: `python -m tests.app.fill_template FILE`.

The rows stand in the database of every test; who is who goes to FILE, for the fixture `cast`.
"""

import os
import pickle
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
    import django

    django.setup()
    from tests.app.cast import make_cast

    Path(sys.argv[1]).write_bytes(pickle.dumps(make_cast()))


if __name__ == "__main__":
    main()
