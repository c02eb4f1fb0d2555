"""What shows the project at work, beside its tests."""
