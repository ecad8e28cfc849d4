"""The benchmarks are imported from the checkout; they are no part of the package."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
for folder in (ROOT, ROOT / "tests" / "core"):
    sys.path.insert(0, str(folder))
