"""Sums: counts, shares, reconciliation. Pure arithmetic on plain values."""
