"""Imported last by the server that the processes that read come from: all they need is loaded.

What is loaded stays to the end. Nobody needs to look through it for rings of garbage, neither these
processes nor, when it ends, the server, for which this would take a tenth of its time.
"""

import gc

gc.freeze()
