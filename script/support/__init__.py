"""What the commands share; run as programs, or imported by the tests."""
