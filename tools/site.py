"""Hooks of the documentation site: pages from outside ``docs/``, the API, equations, languages.

MkDocs calls the functions named ``on_…`` (mkdocs.yml). Nothing is fetched and nothing is written beside the site.

Pages keep the links that work in a checkout. README, change log, stories of scenarios and the like become pages under
``project/``; a link from one page to another is turned into what it is on the site, between languages too.
"""

from __future__ import annotations

import ast
import html
import logging
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "gpss_sim"
OUTSIDE = ("*.md", "benchmarks/**/*.md", "experiments/**/*.md", "scenarios/**/*.md")
"""Pages of the project that stand outside ``docs/``."""
CHINESE = ".zh.md"
_LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s]+)((?:#[^)\s]*)?)\)")
_MATH = re.compile(r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.DOTALL)
_TAG = re.compile(r"\\tag\{([\d.]+)\}")
_LETTER = re.compile(r'<m([in]) mathvariant="(double-struck|script)">(\w)</m\1>')
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Keep the cutter of Chinese from telling how long its dictionary took."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Choose the pages of the language, and add those that are not written in ``docs/``."""
    chinese = config.extra["language"] == "zh"
    for file in [*files.documentation_pages()]:
        if chinese or file.src_uri.endswith(CHINESE):
            files.remove(file)
    if chinese:
        for path in sorted((ROOT / "docs").rglob(f"*{CHINESE}")):
            name = path.relative_to(ROOT / "docs").as_posix().removesuffix(CHINESE)
            files.append(File.generated(config, f"{name}.md", abs_src_path=str(path)))
        return files
    for pattern in OUTSIDE:
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            files.append(File.generated(config, f"project/{name}", abs_src_path=str(path)))
    for name, text in [*_scenarios(), *_api()]:
        files.append(File.generated(config, name, content=text))
    for name in sorted(_linked_assets(files)):
        files.append(File.generated(config, f"project/{name}", abs_src_path=str(ROOT / name)))
    config.nav = [_expanded(entry, files) for entry in config.nav or ()]
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links between files of the project into links between pages."""
    here = _in_project(page.file.src_uri, config)

    def link(match: re.Match[str]) -> str:
        text, target, anchor = match.groups()
        if "://" in target or target.startswith("mailto:"):
            return match[0]
        there = posixpath.normpath(posixpath.join(posixpath.dirname(here), target))
        if (language := _other_language(there, config)) is not None:
            up = "../" * page.url.count("/")
            return f'<a href="{up}{language}{anchor}">{text}</a>'
        if not (ROOT / there).exists():
            return match[0]
        return f"[{text}]({posixpath.relpath(_on_site(there), posixpath.dirname(page.file.src_uri) or '.')}{anchor})"

    parts = _CODE.split(markdown)
    return "".join(part if k % 2 else _LINK.sub(link, part) for k, part in enumerate(parts))


def on_page_content(html_text: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Typeset equations as MathML, which browsers draw themselves; a tagged one is numbered and has an address."""
    return _MATH.sub(lambda match: _equation(html.unescape(match[3]).strip(), match[2] == "["), html_text)


def _equation(tex: str, displayed: bool) -> str:
    tag = _TAG.search(tex)
    drawn = convert(_TAG.sub("", tex).strip(), display="block" if displayed else "inline")
    drawn = _LETTER.sub(lambda match: f"<m{match[1]}>{_letter(match[2].upper(), match[3])}</m{match[1]}>", drawn)
    if tag is None:
        return drawn
    number = tag[1]
    return f'<div class="equation" id="equation-{number}">{drawn}<a href="#equation-{number}">({number})</a></div>'


def _letter(style: str, letter: str) -> str:
    """A letter of another alphabet; browsers draw the character, and no longer follow ``mathvariant``."""
    name = unicodedata.name(letter).removeprefix("LATIN ").replace(" LETTER", "")
    try:
        return unicodedata.lookup(f"MATHEMATICAL {style} {name}")
    except KeyError:  # the oldest of them stand among other symbols
        return unicodedata.lookup(f"{style} {name}")


def _in_project(page: str, config: MkDocsConfig) -> str:
    """Path in the project of a page of the site."""
    if page.startswith("project/"):
        return page.removeprefix("project/")
    if config.extra["language"] == "zh":
        page = page.removesuffix(".md") + CHINESE
    return f"docs/{page}"


def _on_site(path: str) -> str:
    """Page or asset of the site that a file of the project becomes."""
    if path.startswith("docs/"):
        path = path.removeprefix("docs/")
        return path.removesuffix(CHINESE) + ".md" if path.endswith(CHINESE) else path
    return f"project/{path}"


def _other_language(path: str, config: MkDocsConfig) -> str | None:
    """Address of a page of the other site from the root of this one; None where it is in this one.

    Pages from outside ``docs/`` stand on the English site, whatever their language.
    """
    chinese = config.extra["language"] == "zh"
    of_chinese_site = path.startswith("docs/") and path.endswith(CHINESE)
    if not path.endswith(".md") or of_chinese_site == chinese:
        return None
    name = _on_site(path).removesuffix(".md")
    folder = "" if name == "index" else f"{name.removesuffix('/README')}/"
    return f"../{folder}" if chinese else f"zh/{folder}"


def _linked_assets(files: Files) -> set[str]:
    """Files outside ``docs/`` that pages link to and that are no pages."""
    found = set()
    for file in files.documentation_pages():
        if file.abs_src_path is None:
            continue
        here = Path(file.abs_src_path)
        for _, target, _ in _LINK.findall(_CODE.sub("", here.read_text("utf-8"))):
            path = here.parent.joinpath(target).resolve()
            if "://" not in target and path.is_file() and path.suffix != ".md" and path.is_relative_to(ROOT):
                found.add(path.relative_to(ROOT).as_posix())
    return {name for name in found if not name.startswith("docs/")}


def _expanded(entry: object, files: Files) -> object:
    """An entry of the navigation; ``folder/`` stands for all pages of a folder, its index first."""
    if isinstance(entry, dict):
        return {title: _expanded(below, files) for title, below in entry.items()}
    if isinstance(entry, list):
        return [_expanded(below, files) for below in entry]
    if isinstance(entry, str) and entry.endswith("/"):
        names = sorted(
            file.src_uri for file in files.documentation_pages() if posixpath.dirname(file.src_uri) == entry[:-1]
        )
        return sorted(names, key=lambda name: not name.endswith("/index.md"))
    return entry


def _scenarios() -> Iterator[tuple[str, str]]:
    """A page that lists the stories and sources of the scenarios that ship."""
    lines = ["# Cities and rule books", "", "Scenarios that ship; `gpss-sim describe NAME` prints one.", ""]
    for folder in sorted(path for path in (ROOT / "scenarios").iterdir() if path.is_dir()):
        pages = [f"[{page.stem.lower()}]({folder.name}/{page.name})" for page in sorted(folder.glob("*.md"))]
        if pages:
            lines.append(f"- **{folder.name}**: {', '.join(pages)}")
    yield "project/scenarios/index.md", "\n".join(lines) + "\n"


def _api() -> Iterator[tuple[str, str]]:
    """A page a package with everything public in its modules, and a list of packages."""
    rows = []
    for folder in sorted(path.parent for path in (ROOT / PACKAGE).rglob("__init__.py")):
        package = ".".join(folder.relative_to(ROOT).parts)
        summary = _summary(folder / "__init__.py")
        rows.append(f"| [{package}]({package}.md) | {summary} |")
        modules = [path.stem for path in sorted(folder.glob("*.py")) if not path.stem.startswith("_")]
        text = [f"# {package}", "", summary, "", *(f"::: {package}.{name}\n" for name in modules)]
        yield f"api/{package}.md", "\n".join(text) + "\n"
    head = [
        "# API",
        "",
        "Everything public, package by package, from the docstrings.",
        "",
        "| package | holds |",
        "|---|---|",
    ]
    yield "api/index.md", "\n".join([*head, *rows]) + "\n"


def _summary(file: Path) -> str:
    """First line of a module's docstring."""
    return (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").partition("\n")[0]
