"""Where things lie."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
DEMO = VAR / "demo"
TEST = VAR / "test"
JOURNEY = VAR / "journey"
BENCH = VAR / "bench"
STATIC = ROOT / "static"
PYTHON = sys.executable
