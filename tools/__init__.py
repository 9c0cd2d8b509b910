"""What we run by hand while building; none of it is installed."""
