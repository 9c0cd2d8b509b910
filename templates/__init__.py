"""What paper looks like, for printer and reader alike: forms, plans, geometry, the machine code."""
