"""The tables and views of the store: what is created, and what each column means, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..form import Field, editions, load

VERSION = 2
"""The version of these tables, kept in the file (``user_version``). Raise it with any change to them."""
APPLICATION = 0x4E42414F
"""Says in the file (``application_id``) that it is a store of this program: NBAO."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view: ``columns`` are lines of ``name | declaration | meaning``, ``more`` the rest of its definition."""

    name: str
    about: str
    columns: str
    more: str = ""
    without_rowid: bool = False

    def each(self) -> Iterator[tuple[str, str, str]]:
        """Name, declaration and meaning of each column."""
        for line in self.columns.strip().splitlines():
            name, declaration, about = (part.strip() for part in line.split("|"))
            yield name, declaration, about


_FINDING = """
    code       | TEXT NOT NULL | 规则代码，nianbao explain 代码 可看说明
    severity   | TEXT NOT NULL | 程度：error 错误、warning 警告、info 提示
    outcome    | TEXT NOT NULL | violated 不符、inconclusive 无法判定
    blame      | TEXT NOT NULL | source 报告本身、reading 读取存疑、unknown 未定
    fields     | TEXT NOT NULL | 涉及的字段，空格分隔
    "left"     | NUMERIC       | 比较的左边
    "right"    | NUMERIC       | 比较的右边
    message    | TEXT NOT NULL | 说明
    message_en | TEXT NOT NULL | 英文说明
    mend_field | TEXT          | 建议更正的字段
    mend_value | NUMERIC       | 建议的数值
    page       | INTEGER       | 证据所在页
    anchor     | TEXT          | 证据所在位置（无页的来源）
    quote      | TEXT          | 证据原文
    fingerprint| TEXT NOT NULL | 指纹：同一报告的同一问题，每次运行都相同
"""

TABLES = (
    Table("runs", "每次运行一行", """
        id      | INTEGER PRIMARY KEY | 运行序号
        started | TEXT NOT NULL       | 开始时间
        ended   | TEXT                | 结束时间；空为没有运行完
        status  | TEXT NOT NULL       | running 没有运行完、interrupted 被中断、done 完成
        program | TEXT NOT NULL       | 程序版本
        engine  | TEXT NOT NULL       | 程序、格式与所用库的散列；变了就重新读取
        sources | INTEGER             | 来源数
        reused  | INTEGER             | 其中沿用以前读取结果的
        content | TEXT                | 结果所据内容的散列；不变就不重写结果
        files   | TEXT                | 写出的文件，连同大小和修改时间，JSON
    """),
    Table("readings", "读过的内容，一份一行；以内容、文件名和程序为键，再次运行时沿用", """
        id        | INTEGER PRIMARY KEY | 读取序号
        key       | TEXT UNIQUE         | 键：内容、文件名与程序的散列；空为不沿用
        engine    | TEXT NOT NULL       | 读取时的程序散列
        status    | TEXT NOT NULL       | clean 正常、warned 有警告、faulty 有错误、unread 读不了
        worst     | TEXT                | 最重的问题
        failure   | TEXT                | 读不了的代码
        organ     | TEXT                | 机关，如原文所印
        year      | INTEGER             | 年度
        region    | TEXT                | 地区
        kind      | TEXT NOT NULL       | government 政府、department 部门、town 乡镇街道、other 其他
        edition   | TEXT                | 格式版本
        title     | TEXT                | 标题
        published | TEXT                | 公布日期
        form      | TEXT                | 所列字段属于哪种格式，连同该格式没有的字段，JSON；空为不列
        listed    | INTEGER NOT NULL    | 数值个数
        stated    | INTEGER NOT NULL    | 文字中的数字个数
        found     | INTEGER NOT NULL    | 自身的问题个数
        digest    | TEXT NOT NULL       | 记录的散列
        apart     | BLOB                | 与其他报告对照用的摘要，JSON，zlib 压缩；空为不对照
        seconds   | REAL NOT NULL       | 读取用时（秒）
        allowance | REAL                | 读取时的时限（秒）
        record    | BLOB NOT NULL       | 完整记录：nianbao/1 的 JSON，zlib 压缩
    """),
    Table("sources", "最近一次运行的来源，按给出的先后", """
        position   | INTEGER PRIMARY KEY | 先后次序，从 1 起
        name       | TEXT NOT NULL       | 文件名
        path       | TEXT                | 路径；空为标准输入
        member     | TEXT                | 压缩包内的路径
        given      | TEXT NOT NULL       | 路径和压缩包内路径，原样，JSON
        place      | TEXT                | 绝对路径和压缩包内路径，一个文件给出两次时据此认出
        sha256     | TEXT                | 内容的 SHA-256；打不开的为空
        bytes      | INTEGER             | 字节数
        media_type | TEXT                | 内容的类型
        reading    | INTEGER             | 读取结果（readings.id）；空为还没有读
    """),
    Table("fields", "各版格式的字段", """
        number | INTEGER PRIMARY KEY  | 字段序号
        id     | TEXT NOT NULL UNIQUE | 字段
        label  | TEXT                 | 简称
        path   | TEXT                 | 栏目
        en     | TEXT                 | 英文
        unit   | TEXT                 | 单位
    """),
    Table("cells", "每格一行", """
        reading | INTEGER NOT NULL REFERENCES readings ON DELETE CASCADE | 读取结果（readings.id）
        field   | INTEGER NOT NULL | 字段（fields.number）
        value   | NUMERIC          | 数值；空不是 0
        raw     | TEXT NOT NULL    | 原文
        kind    | TEXT NOT NULL    | number 数字、none 无、dash 横线、blank 空白、text 文字、missing 未找到
        basis   | TEXT NOT NULL    | 读法：agreed 两路一致、single 单路、solved 勾稽确定、conflict 两路不一致、corrected 人工更正
        note    | TEXT             | 数字旁的附注
        page    | INTEGER          | 页
        anchor  | TEXT             | 位置（无页的来源）
    """, "PRIMARY KEY (reading, field)", True),
    Table("sections", "报告的各部分，标题前的引言为 preface", """
        reading | INTEGER NOT NULL REFERENCES readings ON DELETE CASCADE | 读取结果（readings.id）
        number  | INTEGER NOT NULL | 在报告中的次序
        id      | TEXT NOT NULL | 部分：preface、s1 至 s6
        title   | TEXT NOT NULL | 标题，如原文所印
        text    | TEXT NOT NULL | 文字
    """, "PRIMARY KEY (reading, number)"),
    Table("statements", "文字中说到的数字", """
        reading | INTEGER NOT NULL REFERENCES readings ON DELETE CASCADE | 读取结果（readings.id）
        number  | INTEGER NOT NULL | 在报告中的次序
        section | TEXT    | 所在部分
        about   | TEXT    | 说的是什么
        figure  | NUMERIC | 数字
        unit    | TEXT    | 单位
        text    | TEXT    | 原文
    """, "PRIMARY KEY (reading, number)"),
    Table("faults", "一份报告自身的问题", f"""
        reading | INTEGER NOT NULL REFERENCES readings ON DELETE CASCADE | 读取结果（readings.id）
        number  | INTEGER NOT NULL | 在报告中的次序
        {_FINDING.strip()}
    """, "PRIMARY KEY (reading, number)"),
    Table("across", "几份报告相互对照才看得出的问题", f"""
        position | INTEGER NOT NULL | 来源（sources.position）
        number   | INTEGER NOT NULL | 在报告中的次序
        {_FINDING.strip()}
        record   | TEXT NOT NULL    | 完整的问题，JSON
    """, "PRIMARY KEY (position, number)"),
    Table("decisions", "人工处置，以问题的指纹为键", """
        fingerprint | TEXT PRIMARY KEY | 问题的指纹
        verdict     | TEXT NOT NULL    | 处置：待核、原文如此、已更正、误报
        corrected   |                  | 更正值
        remark      | TEXT             | 备注
        code        | TEXT NOT NULL    | 规则代码
        organ       | TEXT NOT NULL    | 机关
        year        | INTEGER          | 年度
        message     | TEXT NOT NULL    | 问题说明
        who         | TEXT NOT NULL    | 处置人
        date        | TEXT NOT NULL    | 处置日期
    """),
    Table("descriptions", "各表各列的含义", """
        name   | TEXT NOT NULL | 表或视图
        column | TEXT NOT NULL | 列；空为表本身
        about  | TEXT NOT NULL | 含义
    """, "PRIMARY KEY (name, column)", True),
)  # fmt: skip
"""The tables, in the order in which they are made."""

_INDEXES = (
    "CREATE INDEX sources_by_content ON sources (sha256)",
    "CREATE INDEX sources_by_place ON sources (place)",
    "CREATE INDEX faults_by_code ON faults (code)",
)

_WHO = "s.position, s.name AS source, s.path, s.member, r.organ, r.year"
_FROM = "FROM sources s JOIN readings r ON r.id = s.reading"
_NAMES = ", ".join(f"x.{name}" for name, _, _ in Table("", "", _FINDING).each())
_DECIDED = "d.verdict, d.corrected, d.remark"
_DECISION = "LEFT JOIN decisions d ON d.fingerprint = x.fingerprint"
_SAME = "WHERE {0}.code = x.code AND {0}.fields = x.fields"
_RANK = "CASE {0}.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END"
LIVE = (
    f"SELECT {_WHO}, r.status, {_NAMES}, {_DECIDED} {_FROM} JOIN faults x ON x.reading = r.id {_DECISION} "
    f"WHERE NOT EXISTS (SELECT 1 FROM across a {_SAME.format('a')} AND a.position = s.position "
    f"AND {_RANK.format('a')} < {_RANK.format('x')}) "
    f"UNION ALL SELECT {_WHO}, r.status, {_NAMES}, {_DECIDED} {_FROM} JOIN across x ON x.position = s.position {_DECISION} "
    f"WHERE NOT EXISTS (SELECT 1 FROM faults a {_SAME.format('a')} AND a.reading = r.id "
    f"AND {_RANK.format('a')} <= {_RANK.format('x')})"
)
"""Every finding of the run with what people decided; of two by one rule on the same fields the more severe stands."""


def all_fields() -> dict[str, Field]:
    """Every field of every edition and variant that ships, by id: the newest edition's first, in printed order."""
    found: dict[str, Field] = {}
    for edition in editions():
        base = load(edition)
        for form in (base, *(load(edition, variant) for variant in base.variants)):
            for field in form.fields():
                found.setdefault(field.id, field)
    return found


def statements() -> Iterator[str]:
    """The SQL that makes the tables and indexes."""
    for table in TABLES:
        parts = [f"{name} {declaration}".strip() for name, declaration, _ in table.each()]
        parts += [table.more] if table.more else []
        yield f"CREATE TABLE {table.name} ({', '.join(parts)})" + (" WITHOUT ROWID" if table.without_rowid else "")
    yield from _INDEXES


def views(numbers: dict[str, int]) -> Iterator[str]:
    """The SQL that makes the views; ``numbers`` are those of the fields, by id."""
    columns = [
        f'(SELECT value FROM cells c WHERE c.reading = s.reading AND c.field = {number}) AS "{name}"'
        for name, number in numbers.items()
    ]
    yield (
        f"CREATE VIEW wide AS SELECT {_WHO}, r.region, r.kind, r.edition, r.title, r.published, r.status, r.worst, "
        f"s.sha256, {', '.join(columns)} {_FROM}"
    )
    yield (
        f"CREATE VIEW long AS SELECT {_WHO}, r.edition, f.id AS field, f.path AS item, f.unit, c.value, c.raw, c.kind, "
        f"c.basis, c.note, c.page, c.anchor {_FROM} JOIN cells c ON c.reading = r.id JOIN fields f ON f.number = c.field"
    )
    yield f"CREATE VIEW findings AS {LIVE}"


def descriptions() -> dict[str, dict[str, str]]:
    """The meaning of every table and view (under the empty name) and of their columns."""
    made = {
        table.name: {"": table.about, **{name.strip('"'): about for name, _, about in table.each()}} for table in TABLES
    }
    who = {
        **{name: made["sources"][name] for name in ("position", "path", "member")},
        "source": made["sources"]["name"], "organ": made["readings"]["organ"], "year": made["readings"]["year"],
    }  # fmt: skip
    reading = {name: made["readings"][name] for name in ("region", "kind", "edition", "title", "published", "status", "worst")}
    fields = {name: f"{field.path}（{field.unit}）" for name, field in all_fields().items()}
    cells = {name: made["cells"][name] for name in ("value", "raw", "kind", "basis", "note", "page", "anchor")}
    finding = {name.strip('"'): about for name, _, about in Table("", "", _FINDING).each()}
    decided = {name: made["decisions"][name] for name in ("verdict", "corrected", "remark")}
    made["wide"] = {"": "每份报告一行，每个字段一列；只有数字，空不是 0", **who, **reading, "sha256": made["sources"]["sha256"], **fields}
    made["long"] = {
        "": "每个数值一行", **who, "edition": reading["edition"], "field": made["fields"]["id"], "item": made["fields"]["path"],
        "unit": made["fields"]["unit"], **cells,
    }  # fmt: skip
    made["findings"] = {"": "每个问题一行，连同人工处置", **who, "status": reading["status"], **finding, **decided}
    return made


def datasette() -> dict[str, Any]:
    """The same as metadata for Datasette."""
    tables = {
        name: {"description": columns[""], "columns": {one: about for one, about in columns.items() if one}}
        for name, columns in descriptions().items()
    }
    return {"databases": {"nianbao": {"description": "政府信息公开工作年度报告：读取与检查的结果", "tables": tables}}}
