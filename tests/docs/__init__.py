"""The documents stay true: their commands, links, messages and examples."""
