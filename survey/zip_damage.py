"""What a damaged or dressed-up ZIP, and the XML inside, make those raise that open it."""

import lzma
import struct
import zipfile
import zlib

ZIP_DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError,
    RuntimeError,  # an encrypted member, an unknown way of packing, too many things in each other
    SyntaxError,  # from XML
    ValueError, LookupError, TypeError, AttributeError,
)  # fmt: skip
