"""Run a command and print, as the last line, the most memory it held, in bytes."""

from __future__ import annotations

import subprocess
import sys

if sys.platform != "win32":
    import resource

    subprocess.run(sys.argv[1:], check=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(most if sys.platform == "darwin" else most * 1024)
