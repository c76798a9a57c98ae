"""Columns as numpy's .npz, read without pickle and without believing a header's size."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from perfgym.measure.bundle.archive import pack, unpack
from perfgym.measure.errors import BadBundle

Array = npt.NDArray[Any]

_KINDS = frozenset("biufU")  # truth values, whole numbers, floating numbers, text; nothing that runs code


def pack_arrays(columns: Mapping[str, Array]) -> bytes:
    """An .npz that numpy.load reads. Not compressed: the zip around it is."""
    return pack({f"{name}.npy": _to_npy(column) for name, column in columns.items()}, compress=False)


def unpack_arrays(data: bytes, what: str) -> dict[str, Array]:
    """The one-dimensional columns of an .npz, all of one length but those named `names`. Raises BadBundle."""
    columns = {name.removesuffix(".npy"): column(content, f"{what}, {name}") for name, content in unpack(data).items()}
    lengths = {len(column) for name, column in columns.items() if name != "names"}
    if len(lengths) > 1:
        raise BadBundle(f"The columns of {what} have different lengths.")
    return columns


def _to_npy(column: Array) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(column), allow_pickle=False)
    return buffer.getvalue()


def column(content: bytes, what: str) -> Array:
    """One column of an .npz. Raises BadBundle for what is not a plain one."""
    stream = io.BytesIO(content)
    try:
        if np.lib.format.read_magic(stream) != (1, 0):
            raise BadBundle(f"{what} is of an unknown version of numpy's format.")
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError) as error:
        raise BadBundle(f"{what} is not an array: {error}") from error
    body = content[stream.tell() :]
    if len(shape) != 1 or fortran or dtype.kind not in _KINDS or shape[0] * dtype.itemsize != len(body):
        raise BadBundle(f"{what} is not a plain column whose size fits its content.")
    return np.frombuffer(body, dtype=dtype, count=shape[0])
