"""Verification of the record, phúc tra, and the verifier handed out; shares no code with store."""
