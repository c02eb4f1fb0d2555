"""Plan the school of this folder and say what was found; with --apply, apply it as well."""

from __future__ import annotations

import sys

from senco_connect import School

school = School.open("senco.toml")
planned = school.plan()
plan = planned.plan
found = {"changes": len(plan.changes), "joined": len(plan.joined), "missing": len(plan.missing)}
print(" ".join(f"{count} {word}" for word, count in found.items()))
if "--apply" in sys.argv:
    school.apply(planned, approved=plan.id)
