"""Run the command as ``python -m senco_connect.cli``, where no script was installed."""

from __future__ import annotations

import sys

from senco_connect.cli.main import main

sys.exit(main())
