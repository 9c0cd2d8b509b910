"""The independent verifier: one file that is handed out and imports nothing of this program."""
