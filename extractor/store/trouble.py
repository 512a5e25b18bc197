"""What can be wrong with a store, told in a sentence with the cure."""

from __future__ import annotations

from pathlib import Path

from ..errors import StoreError


def refused(path: Path, error: Exception) -> StoreError:
    """What is wrong with a store, in a sentence with the cure."""
    said = str(error)
    if "locked" in said or "busy" in said:
        return StoreError(f"{path} 正由另一个程序使用；请等它结束或关闭它，再运行同一条命令。")
    if "full" in said:
        return StoreError(f"磁盘已满，{path} 写不下；请腾出空间后再运行同一条命令，已读的不会重读。")
    if "readonly" in said or "unable to open" in said or "disk I/O" in said:
        return StoreError(f"{path} 打不开或写不了（{said}）；请检查权限和磁盘，或换一个结果文件夹。")
    return StoreError(f"{path} 已损坏或不是本程序的文件（{said}）；请把它移走后再运行同一条命令，文件会重新读取。")
