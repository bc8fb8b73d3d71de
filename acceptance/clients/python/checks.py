"""Runs checks in one process: importing Celery and Django takes longer than most of them."""

import sys
import traceback


def run(functions):
    """Runs the functions that the command line names, and prints the name of each that passes."""
    failed = False
    for name in sys.argv[1:]:
        try:
            functions[name]()
            print(name, "passed")
        except Exception:
            traceback.print_exc()
            failed = True
    sys.exit(failed)
