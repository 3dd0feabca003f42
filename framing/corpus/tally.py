"""How far workers are within their shards (room: corpus): a file that all processes of a machine add a byte to."""

import os
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """A file of one byte for each article that is done; a shard that is begun anew counts again."""

    file: str

    def add(self) -> None:
        """Count an article; where the file is gone, so is whoever would have looked."""
        with suppress(OSError):
            opened = os.open(self.file, os.O_WRONLY | os.O_APPEND)
            try:
                os.write(opened, b".")
            finally:
                os.close(opened)

    def count(self) -> int:
        """Return how many articles are done; 0 where there is no file."""
        with suppress(OSError):
            return os.stat(self.file).st_size
        return 0
