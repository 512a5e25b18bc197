"""What each column of the tables holds: its name, type, title and meaning, for every format that can carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .columns import Column, label_of

Type = Literal["string", "integer", "number"]

KINDS = ("number", "none", "dash", "blank", "text", "missing")
"""What a cell can hold, as :class:`extractor.record.Value` tells it."""
KIND = ".kind"
"""Follows a field's id in the name of the column that says what its cell holds."""


@dataclass(frozen=True, slots=True)
class Described:
    """A column: name, type, Chinese title and meaning; ``choices`` are all that can stand in it, where that is known."""

    name: str
    type: Type
    title: str
    about: str
    choices: tuple[str, ...] = ()


def _columns(text: str) -> tuple[Described, ...]:
    made = []
    for line in text.strip().splitlines():
        name, kind, title, about = (part.strip() for part in line.split("|"))
        type: Type = "integer" if kind == "integer" else "number" if kind == "number" else "string"
        made.append(Described(name, type, title, about, tuple(kind.split("/")) if "/" in kind else ()))
    return tuple(made)


WIDE = _columns("""
    organ     | string  | 机关     | 如原文所印；空为看不出
    year      | integer | 年度     | 报告的年度
    region    | string  | 地区     | 地区名称
    kind      | government/department/town/other | 类型 | government 政府、department 部门、town 乡镇街道、other 其他
    edition   | string  | 格式     | 格式版本；空为没有表格
    variant   | string  | 变体     | 格式的变体，如 23-row
    title     | string  | 标题     | 如原文所印
    published | string  | 公布日期 | 年-月-日；空为原文没有
    status    | clean/warned/faulty/unread | 状态 | clean 正常、warned 有警告、faulty 有错误、unread 读不了
    worst     | error/warning/info | 最重 | 最重的问题；空为没有问题
    findings  | integer | 问题数   | 全部问题
    errors    | integer | 错误     | 错误的个数
    warnings  | integer | 警告     | 警告的个数
    source    | string  | 来源文件 | 文件名
    member    | string  | 包内路径 | 压缩包内的路径
    sha256    | string  | 散列     | 内容的 SHA-256
""")
LONG = _columns("""
    organ   | string  | 机关     | 如原文所印；空为看不出
    year    | integer | 年度     | 报告的年度
    edition | string  | 格式     | 格式版本；空为没有表格
    field   | string  | 字段     | 字段的编号，见 nianbao form
    path    | string  | 栏目     | 字段在表中的中文路径
    unit    | string  | 单位     | 数值的单位
    value   | number  | 数值     | 空不是 0：kind 说明格里是什么
    raw     | string  | 原文     | 格里所印，一字不改
    kind    | number/none/dash/blank/text/missing | 内容 | number 数字、none 无、dash 横线、blank 空白、text 文字、missing 未找到
    reading | agreed/single/solved/conflict/corrected | 读法 | agreed 两路一致、single 单路、solved 勾稽确定、conflict 两路不一致、corrected 人工更正
    note    | string  | 附注     | 数字旁的附注
    page    | integer | 页       | 从 1 起；空为无页的来源
    left    | number  | 左       | 占页宽的比例
    top     | number  | 上       | 占页高的比例
    right   | number  | 右       | 占页宽的比例
    bottom  | number  | 下       | 占页高的比例
    anchor  | string  | 位置     | 无页的来源里的位置
    codes   | string  | 问题代码 | 涉及该格的规则代码，空格分隔
    source  | string  | 来源文件 | 文件名
    sha256  | string  | 散列     | 内容的 SHA-256
""")
FINDINGS = _columns("""
    organ            | string  | 机关     | 如原文所印；空为看不出
    year             | integer | 年度     | 报告的年度
    severity         | error/warning/info | 程度 | error 错误、warning 警告、info 提示
    code             | string  | 代码     | 规则代码，nianbao explain 代码 可看说明
    outcome          | violated/inconclusive | 结果 | violated 不符、inconclusive 无法判定
    blame            | source/reading/unknown | 归因 | source 报告本身、reading 读取存疑、unknown 未定
    message          | string  | 说明     | 中文说明
    message_en       | string  | 英文说明 | 英文说明
    fields           | string  | 字段     | 涉及的字段，空格分隔
    left             | number  | 左边     | 比较的左边
    right            | number  | 右边     | 比较的右边
    suggestion_field | string  | 建议字段 | 建议更正的字段
    suggestion_value | number  | 建议数值 | 建议的数值；从不自动采用
    page             | integer | 页       | 证据所在页
    anchor           | string  | 位置     | 证据所在位置（无页的来源）
    quote            | string  | 原文     | 证据原文
    source           | string  | 来源文件 | 文件名
    sha256           | string  | 散列     | 内容的 SHA-256
    fingerprint      | string  | 指纹     | 同一报告的同一问题，每次运行都相同
    decision         | string  | 处理     | 人对该问题的判断；空为没有
    note             | string  | 备注     | 判断的备注
""")


def names(columns: Iterable[Described]) -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(column.name for column in columns)


def of_fields(columns: Iterable[Column]) -> tuple[Described, ...]:
    """Two columns a field: its number, and after it what its cell holds, so that 0, 无 and a blank stay apart."""
    made = []
    for column in columns:
        field = column.field
        title = column.label if field is None else label_of(field)
        about = "格式中没有此栏目" if field is None else f"{field.path}（{field.unit}）；{field.en}"
        made += [
            Described(column.id, "number", title, f"{about}；空不是 0，见 {column.id}{KIND}"),
            Described(column.id + KIND, "string", f"{title}：内容", "格里是什么；空为该报告的格式没有此栏目", KINDS),
        ]
    return tuple(made)
