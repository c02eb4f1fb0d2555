"""``python -m senco_connect_emulator``: the same as ``senco-emulator``."""

from senco_connect_emulator.cli import main

main()
