"""The commands: each parses, calls one step, says what came of it and how to go on."""
