"""The demo: a made-up school, its exports, its register and its folders, and a week in their life."""

from __future__ import annotations

from senco_connect_local.demo.story import run_demo

__all__ = ["run_demo"]
