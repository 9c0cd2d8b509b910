"""What each command does, and what several share: where the record meets the stages."""
