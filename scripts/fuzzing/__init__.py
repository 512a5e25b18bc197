"""Damaged and twisted reports, and what becomes of them; `scripts/fuzz.py` is the command."""
