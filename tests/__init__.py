"""A package, so that another distribution's `tests` is never taken for ours."""
