"""The client's tests talk to a real server and speak with espeak-ng."""

from __future__ import annotations

import sys
from pathlib import Path

for folder in ("server", "fixtures", "client"):
    sys.path.insert(0, str(Path(__file__).parent.parent / folder))
