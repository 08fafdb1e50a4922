"""The scheduler's chaos test, in parts: see ../chaos_test.py."""
