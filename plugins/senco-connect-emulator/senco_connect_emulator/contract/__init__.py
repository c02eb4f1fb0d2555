"""Google's own description of its services, packaged with google-api-python-client: routes, checks, masks."""

from senco_connect_emulator.contract.checking import check_body, check_params
from senco_connect_emulator.contract.documents import Method, Service, services
from senco_connect_emulator.contract.masks import Mask, apply_mask, parse_mask
from senco_connect_emulator.contract.routes import Route, find_route

__all__ = [
    "Mask", "Method", "Route", "Service", "apply_mask", "check_body", "check_params", "find_route", "parse_mask",
    "services",
]  # fmt: skip
