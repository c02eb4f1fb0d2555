"""Who asks: people, service accounts and groups of one domain, how they log in, and what their tokens allow."""

from senco_connect_emulator.identity.bearer import identify
from senco_connect_emulator.identity.directory import Account, Directory, Identity
from senco_connect_emulator.identity.login import answer_token

__all__ = ["Account", "Directory", "Identity", "answer_token", "identify"]
