"""What stands around a report on a web site: nothing, a portal's chrome, a layout table, a print page."""

from __future__ import annotations

from html import escape
from random import Random

from .pages import Page

_STYLE = "<style>.nb td {{{}padding:3px 5px;text-align:center}} .nb td.l {{text-align:left}}</style>\n"


def framed(page: Page, body: str, rng: Random) -> str:
    """The whole HTML document of that site around the report's own markup."""
    make = {"bare": _bare, "portal": _portal, "table": _table, "print": _print}[page.layout.site]
    return make(page, body, rng)


def _document(page: Page, inner: str, name: str) -> str:
    word = ' xmlns:o="urn:schemas-microsoft-com:office:office"' if page.layout.markup == "word" else ""
    charset = "gb2312" if page.layout.encoding == "gb18030" else "utf-8"
    style = _STYLE.format("border:1px solid #000;" if page.layout.borders else "")
    head = f'<meta charset="{charset}">\n<title>{escape(name)}</title>\n'
    head += style if page.layout.markup == "clean" else ""
    return f"<!DOCTYPE html>\n<html{word}>\n<head>\n{head}</head>\n<body>\n{inner}\n</body>\n</html>\n"


def _bare(page: Page, body: str, rng: Random) -> str:
    return _document(page, f'<div style="width:900px;margin:0 auto">{body}</div>', page.title or "年度报告")


def _other_title(page: Page, years: int) -> str:
    return f"{page.draft.organ.name}{page.draft.year + years}年政府信息公开工作年度报告"


def _portal(page: Page, body: str, rng: Random) -> str:
    """Navigation, breadcrumbs, a metadata table and today's date first; links to other reports last."""
    organ, place = escape(page.draft.organ.name), escape(page.draft.organ.place)
    title = escape(page.title or "")
    today = f"{page.draft.year + 2}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日 星期{rng.choice('一二三四五')}"
    earlier, later = _other_title(page, -1), _other_title(page, 1)
    links = "".join(f'<li><a href="/{n}/">{name}</a></li>' for n, name in enumerate(
        ("首页", "走进" + place, "新闻中心", "政府信息公开", "政务服务", "互动交流")))  # fmt: skip
    index = f"{rng.randint(10**8, 10**9 - 1)}/{page.draft.year + 1}-{rng.randint(1, 99999):05d}"
    meta = (
        f'<table class="info" width="100%"><tr><td>名称</td><td colspan="3">{title}</td></tr>'
        f"<tr><td>索引号</td><td>{index}</td><td>主题分类</td><td>政府信息公开年报</td></tr>"
        f"<tr><td>发布机构</td><td>{organ}</td><td>发布日期</td><td>{page.dated}</td></tr>"
        "<tr><td>文号</td><td></td><td>有效性</td><td>有效</td></tr></table>"
    )
    crumbs = " &gt; ".join(f'<a href="/{n}/">{name}</a>' for n, name in enumerate(("首页", "政府信息公开", "年报")))
    source = f"发布时间：{page.dated} 来源：{organ} 浏览次数：<span>{rng.randint(3, 900)}</span>"
    inner = f"""<div class="top"><span id="date">{today}</span> <a href="/tc/">繁體版</a></div>
<ul class="nav">{links}</ul>
<div class="crumb">当前位置：{crumbs}</div>
{meta}
<h2 style="text-align:center">{title}</h2>
<div class="source">{source} 字号：[大 中 小] 【打印】</div>
<div class="content" style="width:900px;margin:0 auto">
{body}
</div>
<div class="related"><p>上一篇：<a href="a.html">{escape(earlier)}</a></p>
<p>下一篇：<a href="b.html">{escape(later)}</a></p></div>
<div class="footer"><p>主办：{organ} 承办：{place}大数据中心</p><p>标识码：{rng.randint(10**9, 10**10 - 1)}</p></div>
<script>var date = new Date(); document.title = document.title;</script>"""
    return _document(page, inner, f"{page.title or ''}-{page.draft.organ.place}政府门户网站")


def _table(page: Page, body: str, rng: Random) -> str:
    """The whole report in one cell of a layout table, beside a menu."""
    menu = "<br>".join(("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报"))
    banner = f'<td colspan="2" height="60">{escape(page.draft.organ.name)}</td>'
    columns = f'<td valign="top" width="160">{menu}</td><td valign="top">{body}</td>'
    inner = f'<table width="1000" align="center"><tbody><tr>{banner}</tr><tr>{columns}</tr></tbody></table>'
    return _document(page, inner, page.title or "年度报告")


def _print(page: Page, body: str, rng: Random) -> str:
    """A page made for printing: the day it was printed stands above the title."""
    printed = f"{page.draft.year + 3}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d} {rng.randint(8, 18):02d}:15"
    inner = (
        f'<p style="text-align:right">打印日期：{printed}</p><div class="doc">{body}</div>'
        '<p><a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></p>'
    )
    return _document(page, inner, page.title or "年度报告")
