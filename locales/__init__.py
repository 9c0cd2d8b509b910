"""The Vietnamese catalogue: ``vi.po`` as people write it, ``vi.mo`` as the program reads it."""
