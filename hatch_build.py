"""Makes the index of the rules when a wheel is built, which takes seconds, so that nobody's first file waits for it.

Their patterns go along, compiled for the Python that builds it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadyIndex(BuildHookInterface):  # type: ignore[type-arg]
    """Puts what `cleaner.index` keeps into the wheel, where `cleaner.cached` looks first."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the index; `version` is "editable" where the packs are read in their place and may change."""
        if self.target_name != "wheel" or version == "editable":
            return
        self.made = tempfile.TemporaryDirectory()
        environment = os.environ | {"CLEANER_CACHE": self.made.name, "PYTHONPATH": self.root, "PYTHONHASHSEED": "0"}
        make = "import sys; from cleaner import index; index.standard().ready(sys.argv[1])"
        subprocess.run([sys.executable, "-c", make, self.made.name], env=environment, cwd=self.root, check=True)
        for path in Path(self.made.name).iterdir():
            build_data["force_include"][str(path)] = f"cleaner/ready/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clear up."""
        if hasattr(self, "made"):
            self.made.cleanup()
