"""Reading on more than one machine, by Dask: what the workers do changes, and nothing of what comes before or after.

The client lists the files, looks into the store and hashes what is new, as it does alone. Lots of files go to the
workers, who fetch them where they lie, hold them against that hash and read them in processes of their own.
"""

from __future__ import annotations

from .joining import LOCAL, connected
from .near import Cluster

__all__ = ["LOCAL", "Cluster", "connected"]
