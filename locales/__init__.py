"""The Vietnamese catalogue (``vi.po``)."""
