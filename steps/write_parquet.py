"""A long table as a Parquet file, a stretch of rows at a time, so that memory stays flat."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

import pandas as pd

from survey.errors import RequestError
from survey.language import _

_ROWS_TOGETHER = 10_000
_KINDS = {str: "string", int: "int64", float: "float64"}


def write_parquet(
    columns: Mapping[str, type], rows: Iterable[tuple[object, ...]], file: Path
) -> int:
    """Write the rows; None is a cell without a value.

    Args:
        columns: name → what its cells are: text, whole numbers or measures.
        rows: as many cells each.
        file: is overwritten.

    Returns:
        how many rows were written.

    Raises:
        RequestError: the extra that writes Parquet is not installed.
        OSError: the file cannot be written.
    """
    try:
        from pyarrow import Table, schema  # noqa: PLC0415 - only where the extra is installed
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415
    except ImportError as error:
        raise RequestError(
            _("Parquet needs an extra; install it with: pip install 'hom-phieu[parquet]'")
        ) from error
    kinds = schema([(name, _KINDS[kind]) for name, kind in columns.items()])
    left, written = iter(rows), 0
    with ParquetWriter(file, kinds) as writer:
        while some := list(islice(left, _ROWS_TOGETHER)):
            frame = pd.DataFrame(some, columns=list(columns))
            writer.write_table(Table.from_pandas(frame, kinds, preserve_index=False))
            written += len(some)
    return written
