"""One file per command: where the record meets the stages."""
