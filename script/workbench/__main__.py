"""The commands: `start.py COMMAND [ARGUMENT...]`."""

import importlib
import signal
import sys

from workbench.console import Problem

COMMANDS = (
    "lint",
    "pot",
    "replay",
    "screenshots",
    "server",
    "setup",
    "test",
    "with_database",
)


def main() -> int:
    """Run the command that the first argument names; return its exit code."""
    name = sys.argv[1].replace("-", "_") if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        print(f"Commands: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    # Like Ctrl-C, so that children end and scratch databases go.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    command = importlib.import_module(f"workbench.commands.{name}")
    try:
        return command.main(sys.argv[2:])
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. What was complete is kept.", file=sys.stderr)
        return 130


sys.exit(main())
