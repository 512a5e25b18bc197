"""Settings from ``nianbao.toml``: found in the working folder or above it, they stand in for options not typed.

What is typed outranks the environment, and that outranks the file. Paths start from the file's folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

FILE = "nianbao.toml"
SHARED = ("profile", "lang", "fail_on", "quiet", "decisions")
"""Keys that stand at the top of the file and hold for every verb that has such an option."""
_PATHS = frozenset({"decisions", "files_from"})
_USED = "extractor.settings"


def find_settings(start: Path) -> Path | None:
    """The nearest settings file in a folder or one of those above it; None without any."""
    folder = start.resolve()
    return next((one / FILE for one in (folder, *folder.parents) if (one / FILE).is_file()), None)


def load_settings(path: Path, verbs: Mapping[str, click.Command]) -> dict[str, dict[str, Any]]:
    """For each verb, the values of its options by their names in the program.

    Raises ProfileError, which names the file, the key and the cure.
    """
    import tomllib

    from ..errors import ProfileError
    from ..profile_file import nearest

    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path} 不是 UTF-8 文本；请另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path} 不是合格的 TOML（{error}）；文字要加引号，表头用 [ ]。") from error
    options = {verb: _options(command) for verb, command in verbs.items()}
    made: dict[str, dict[str, Any]] = {verb: {} for verb in verbs}
    for key, value in data.items():
        if isinstance(value, dict):
            if key not in verbs:
                raise ProfileError(f"{path}：没有 {key} 这个命令{nearest(key, verbs)}可用的有 {'、'.join(verbs)}。")
            continue
        name = key.replace("-", "_")
        if name not in SHARED:
            raise ProfileError(
                f"{path}：顶层没有 {key} 这个键{nearest(name, SHARED)}可用的有 {'、'.join(SHARED)}；某个命令的选项写在 [命令] 下面。"
            )
        for verb, known in options.items():
            if name in known:
                made[verb][str(known[name].name)] = _value(path, key, value, known[name])
    for verb, table in data.items():
        if not isinstance(table, dict):
            continue
        for key, value in table.items():
            name, known = key.replace("-", "_"), options[verb]
            if name not in known:
                raise ProfileError(f"{path}：{verb} 没有 {key} 这个选项{nearest(name, known)}可用的有 {'、'.join(known)}。")
            made[verb][str(known[name].name)] = _value(path, f"{verb}.{key}", value, known[name])
    return made


def _options(command: click.Command) -> dict[str, click.Parameter]:
    """The options of a verb by what is typed for them, without dashes before and with underscores within."""
    found: dict[str, click.Parameter] = {}
    for option in command.params:
        if isinstance(option, click.Option) and option.expose_value:
            for typed in option.opts:
                if typed.startswith("--"):
                    found[typed[2:].replace("-", "_")] = option
    return found


def _value(path: Path, key: str, value: object, option: click.Parameter) -> Any:
    """A value as the option takes it."""
    from ..errors import ProfileError

    if isinstance(value, dict | list) and not option.multiple:
        raise ProfileError(f"{path}：{key} 应是一个值；请照命令行上的写法。")
    if isinstance(value, str) and option.multiple:
        value = [value]
    if isinstance(value, str) and option.name == "profile":
        value = str(path.parent / value) if (path.parent / value).is_file() else value
    elif isinstance(value, str) and (option.name in _PATHS or isinstance(option.type, click.Path)):
        value = str(path.parent / Path(value).expanduser())
    try:
        option.type_cast_value(click.Context(click.Command("settings")), value)
    except click.BadParameter as error:
        raise ProfileError(f"{path}：{key} 的值 {value!r} 不能用（{error.message}）。") from error
    return value


def _settle(context: click.Context, option: click.Parameter, off: bool) -> None:
    """Give the verb that is about to run what the file says; before its other options are looked at."""
    root = context.find_root().command
    if off or context.resilient_parsing or not isinstance(root, click.Group):
        context.default_map = None
        return
    path = find_settings(Path.cwd())
    if path is None:
        return
    from ..errors import ProfileError

    try:
        context.default_map = load_settings(path, root.commands).get(context.info_name or "", {})
    except (ProfileError, OSError) as error:
        raise click.UsageError(str(error)) from error
    context.meta[_USED] = path


def used_settings(context: click.Context) -> Path | None:
    """The settings file in force; None without one."""
    path = context.meta.get(_USED)
    return path if isinstance(path, Path) else None


def announce(context: click.Context) -> None:
    """Say on standard error which settings file is in force."""
    path = used_settings(context)
    if path is not None:
        click.echo(f"设置 / settings: {path}", err=True)


settings_option = click.option(
    "--no-config", is_flag=True, is_eager=True, expose_value=False, callback=_settle, envvar="NIANBAO_NO_CONFIG",
    show_envvar=True, help=f"Leave {FILE} alone.",
)  # fmt: skip
