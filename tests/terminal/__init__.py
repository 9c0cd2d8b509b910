"""What is said and asked on the terminal."""
