"""Fuzzing: what holds for any bytes whatever, looked for by coverage. Run by hand: `python -m fuzz TARGET`."""
