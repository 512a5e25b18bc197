"""Zip archives as sources: their members, with Chinese names read right and bombs kept out."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .media import ZIP, media_type

MEMBER_LIMIT = 10_000
"""The most members an archive may list."""
EXPANDED_LIMIT = 200 * 1024 * 1024
"""The most bytes that the members of an archive may expand to, archives inside it included."""
RATIO_LIMIT = 200
"""How many times its packed size a member may expand to, once it is larger than a few megabytes."""
_RATIO_FROM = 8 * 1024 * 1024
_DEPTH_LIMIT = 3
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


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


class _Budget:
    """What is left of the limits, shared by an archive and those inside it."""

    def __init__(self) -> None:
        self.members = MEMBER_LIMIT
        self.bytes = EXPANDED_LIMIT


def members(data: bytes, *, wanted: Callable[[str], bool]) -> Iterator[Member | Failure]:
    """The members of a zip archive that ``wanted`` accepts by name, sorted by name, read one at a time.

    Archives among them are opened in turn. Encrypted members are reported once for the archive; what
    exceeds a limit ends the reading with an ``R-LIMIT``.
    """
    yield from _members(data, "", wanted, _Budget(), 1)


def _members(
    data: bytes, prefix: str, wanted: Callable[[str], bool], budget: _Budget, depth: int
) -> Iterator[Member | Failure]:
    whole = prefix.rstrip("/") or None
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        yield Failure(
            whole, "R-BROKEN", "压缩包已损坏或不完整，请重新下载。",
            "The archive is damaged or incomplete; download it again.",
        )
        return
    with opened:
        infos = opened.infolist()
        budget.members -= len(infos)
        if budget.members < 0:
            yield _over(whole, f"文件数超过 {MEMBER_LIMIT} 个", f"lists more than {MEMBER_LIMIT} members")
            return
        named = sorted(((_name(info), info) for info in infos if not info.is_dir()), key=lambda pair: pair[0])
        encrypted = sum(1 for name, info in named if info.flag_bits & _ENCRYPTED and wanted(name))
        if encrypted:
            yield Failure(
                whole, "R-ENCRYPTED", f"压缩包设有密码（{encrypted} 个文件），请先解压再读取。",
                f"The archive is protected by a password ({encrypted} files); unpack it first.",
            )
        for name, info in named:
            if info.flag_bits & _ENCRYPTED or not wanted(name):
                continue
            found = _expand(opened, info, prefix + name, budget)
            if isinstance(found, Failure):
                yield found
                if found.code == "R-LIMIT" and budget.bytes <= 0:
                    return
            elif media_type(found.data) == ZIP:
                if depth >= _DEPTH_LIMIT:
                    yield _over(found.name, "压缩包嵌套过深", "is nested too deeply in other archives")
                else:
                    yield from _members(found.data, found.name + "/", wanted, budget, depth + 1)
                    if budget.bytes <= 0 or budget.members < 0:
                        return
            else:
                yield found


def _expand(opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: _Budget) -> Member | Failure:
    """One member's bytes. The sizes that the archive states are not believed, only what comes out is counted."""
    ceiling = min(budget.bytes, max(_RATIO_FROM, info.compress_size * RATIO_LIMIT))
    try:
        with opened.open(info) as stream:
            data = stream.read(ceiling + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return Failure(
            name, "R-BROKEN", "压缩包中的这个文件已损坏，请重新下载压缩包。",
            "This member of the archive is damaged; download the archive again.",
        )
    except (NotImplementedError, RuntimeError):
        return Failure(
            name, "R-TYPE", "压缩方式不受支持，请先解压再读取。",
            "Its compression method is not supported; unpack the archive first.",
        )
    budget.bytes -= len(data)
    if len(data) <= ceiling:
        return Member(name, data)
    if budget.bytes <= 0:
        size = EXPANDED_LIMIT // 1024 // 1024
        return _over(name, f"展开后超过 {size} MB", f"expands to more than {size} MB")
    return _over(name, f"展开后超过压缩大小的 {RATIO_LIMIT} 倍", f"expands to over {RATIO_LIMIT} times its packed size")


def _over(name: str | None, reason: str, reason_en: str) -> Failure:
    return Failure(
        name, "R-LIMIT", f"压缩包{reason}，请先解压并检查内容。", f"The archive {reason_en}; unpack and check it first."
    )


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name: UTF-8 where it says so or proves to be, else the GBK of Chinese Windows."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    # zipfile reads unflagged names as code page 437, which loses no byte.
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename
