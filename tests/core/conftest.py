"""Tests of the core import their stand-ins from this folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
