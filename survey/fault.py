"""Why the operating system refused something, in the reader's language; it speaks English only."""

import errno

from survey.language import _, later

_REASONS = {
    errno.ENOENT: later("there is no such file or folder"),
    errno.EACCES: later("permission is lacking"),
    errno.EPERM: later("permission is lacking"),
    errno.EROFS: later("the disk can only be read"),
    errno.ENOSPC: later("the disk is full"),
    errno.EDQUOT: later("the disk is full"),
    errno.EFBIG: later("the disk takes no file of this size"),
    errno.EISDIR: later("it is a folder"),
    errno.ENOTDIR: later("a file stands where a folder should be"),
    errno.EEXIST: later("it exists already"),
    errno.ENAMETOOLONG: later("the name is too long"),
    errno.EBUSY: later("another program is using it"),
    errno.EADDRINUSE: later("another program is using it"),
    errno.EMFILE: later("too many files are open"),
    errno.ENOMEM: later("memory is short"),
    errno.EIO: later("the disk reported a fault"),
}


def say_fault(fault: Exception) -> str:
    """What happened; in the fault's own words where it is none of the common ones."""
    if not isinstance(fault, OSError):
        return str(fault)
    known = _REASONS.get(fault.errno or 0)
    return _(known) if known else fault.strerror or str(fault)
