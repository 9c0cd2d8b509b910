"""Paper coming back: originals, their page images, and the rehearsal of both (pen and scanner)."""
