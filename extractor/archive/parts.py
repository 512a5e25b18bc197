"""What the readers of archives share: members and failures, the limits, and names made safe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

from ..limits import ARCHIVE_BYTES as EXPANDED_LIMIT
from ..limits import ARCHIVE_MEMBERS as MEMBER_LIMIT
from ..limits import ARCHIVE_RATIO as RATIO_LIMIT
from ..limits import ARCHIVE_RATIO_FROM as RATIO_FROM

T = TypeVar("T")

SPOOL = 16 * 1024 * 1024
"""What is expanded in one go is kept in memory up to so many bytes, and beyond that in a temporary file."""

Wanted = Callable[[str], bool]
Obstacle = Literal["encrypted", "link"]


@dataclass(frozen=True, slots=True)
class Member:
    """A member and its bytes; ``name`` is its path in the archive, through archives inside archives."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read: one member, or the whole archive where ``name`` is None."""

    name: str | None
    code: str
    message: str
    message_en: str


class Budget:
    """What is left of the limits, shared by an archive and those inside it."""

    def __init__(self) -> None:
        self.members = MEMBER_LIMIT
        self.bytes = EXPANDED_LIMIT

    @property
    def spent(self) -> bool:
        """Whether nothing more may be read."""
        return self.bytes <= 0 or self.members < 0

    def ceiling(self, packed: int) -> int:
        """The most bytes that so many packed ones may still expand to."""
        return min(self.bytes, max(RATIO_FROM, packed * RATIO_LIMIT))

    def take(self, name: str, data: bytes, ceiling: int) -> Member | Failure:
        """A member of these bytes, which count; its failure where they go over the :meth:`ceiling` it was read with."""
        self.bytes -= len(data)
        return Member(name, data) if len(data) <= ceiling else self.exceeded(name)

    def exceeded(self, name: str | None) -> Failure:
        """Why what went over its :meth:`ceiling` was not read."""
        if self.bytes <= 0:
            size = EXPANDED_LIMIT // 1024 // 1024
            return over(name, f"展开后超过 {size} MB", f"expands to more than {size} MB")
        return over(name, f"展开后超过压缩大小的 {RATIO_LIMIT} 倍", f"expands to over {RATIO_LIMIT} times its packed size")


def over(name: str | None, reason: str, reason_en: str) -> Failure:
    """A limit that was exceeded."""
    return Failure(
        name, "R-LIMIT", f"压缩包{reason}，请先解压并检查内容。", f"The archive {reason_en}; unpack and check it first."
    )


def too_many() -> Failure:
    """More members than an archive may list."""
    return over(None, f"文件数超过 {MEMBER_LIMIT} 个", f"lists more than {MEMBER_LIMIT} members")


def broken() -> Failure:
    """An archive that cannot be read, or not to its end."""
    return Failure(
        None, "R-BROKEN", "压缩包已损坏或不完整，请重新下载。", "The archive is damaged or incomplete; download it again."
    )


def broken_member(name: str) -> Failure:
    """A member whose bytes are not those that were packed."""
    return Failure(
        name, "R-BROKEN", "压缩包中的这个文件已损坏，请重新下载压缩包。",
        "This member of the archive is damaged; download the archive again.",
    )


def unsupported(name: str | None) -> Failure:
    """A way of packing that is not known here."""
    return Failure(
        name, "R-TYPE", "压缩方式不受支持，请先解压再读取。",
        "Its compression method is not supported; unpack the archive first.",
    )


def locked(count: int) -> Failure:
    """Members behind a password."""
    return Failure(
        None, "R-ENCRYPTED", f"压缩包设有密码（{count} 个文件），请先解压再读取。",
        f"The archive is protected by a password ({count} files); unpack it first.",
    )


def decoded(raw: bytes) -> str:
    """A name of bytes: UTF-8 where it proves to be, else the GBK of Chinese Windows."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def to_read(entries: Iterable[tuple[str, T, Obstacle | None]], wanted: Wanted) -> tuple[list[tuple[str, T]], list[Failure]]:
    """The wanted members that can be read, sorted by name, and what keeps others from it: one failure for each reason.

    Links and devices are none of them, and neither is what has a name that leads out of the archive: nothing is
    ever written under such a name, but no honest archive holds one.
    """
    found: list[tuple[str, T]] = []
    kept: dict[str, list[str]] = {"encrypted": [], "link": [], "outside": []}
    for given, item, obstacle in entries:
        parts = [part for part in given.split("/") if part not in ("", ".")]
        name = "/".join(parts)
        inside = ".." not in parts
        if not parts or not wanted("/".join(part for part in parts if part != "..")):
            continue
        if inside and obstacle is None:
            found.append((name, item))
        else:
            kept[obstacle or "outside"].append(name)
    failures = []
    if kept["encrypted"]:
        failures.append(locked(len(kept["encrypted"])))
    if links := kept["link"]:
        failures.append(Failure(
            None, "R-TYPE", f"压缩包里有 {len(links)} 个链接或设备文件（{links[0]} 等），没有读取；请换成文件本身再打包。",
            f"The archive holds {len(links)} links or devices ({links[0]}, ...), which are not read; pack the files themselves.",
        ))  # fmt: skip
    if outside := kept["outside"]:
        failures.append(Failure(
            None, "R-BROKEN", f"压缩包里有 {len(outside)} 个文件的路径指向压缩包之外（{outside[0]} 等），没有读取；请核对来源，解压后再读取。",
            f"{len(outside)} members have names that lead out of the archive ({outside[0]}, ...) and are not read; check where it came from.",
        ))  # fmt: skip
    return sorted(found, key=lambda pair: pair[0]), failures


def read_each(
    entries: Iterable[tuple[str, T, Obstacle | None]], wanted: Wanted, budget: Budget, read: Callable[[str, T], Member | Failure]
) -> Iterator[Member | Failure]:
    """The members that :func:`to_read` finds, read one at a time while there is something left to read with, after what it says of others."""
    named, failures = to_read(entries, wanted)
    yield from failures
    for name, item in named:
        yield read(name, item)
        if budget.spent:
            return
