"""Tests mirror the rooms; ``journeys`` run whole surveys through the real command."""
