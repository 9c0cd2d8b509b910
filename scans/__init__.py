"""Paper coming back: page images out of scan files; and rehearsals, which fill in and scan."""
