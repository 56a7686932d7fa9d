"""Run the package whatever the current folder: `python start.py COMMAND ...`."""

import runpy
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])
runpy.run_module("workbench", run_name="__main__")
