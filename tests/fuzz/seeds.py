"""Valid files of every type that a command reads: what the fuzzer starts from."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from xlsxwriter import Workbook

from tests.scenario_files import TINY

TOWN = """\
extends = "baseline"
name = "town"
title = "A town of two districts"

[calendar]
years = 1

[city]
library = "library.csv"
districts = [{ id = "east", residents = 40_000 }, { id = "west", residents = 20_000 }]
domains = [{ id = "family", group = "families", duration = 3 }, { id = "elderly", group = "elderly", duration = 6 }]

[agencies]
number = 6
"""
TOWN_LIBRARY = """\
id,district,domain,posts,cost,urgency
ef,east,family,3,300000,4
ee,east,elderly,2,200000,3
wf,west,family,2,200000,5
"""
DISTRICTS = "id,residents\neast,40000\nwest,20000\n"
EXPERIMENT = """\
[study]
title = "Which mode?"
scenario = "town"
seed = 1

[levers]
"rules.mode" = ["formal", "competitive"]

[uncertainties]
"demand.load" = [0.9, 1.1]

[factors]
"delivery.admin_time" = { low = 0.1, high = 0.3 }

[design]
replications = 2
samples = 4
until = { cost_per_completed = "5%" }

[[design.point]]
name = "busy"
set = { "demand.load" = 1.2 }

[outcomes]
primary = ["improvement_per_million"]
secondary = ["wait_urgent"]
also = ["quality"]
"""
LIBRARY = """\
id,name,district,domain,group,urgency,cost,posts,min_posts,benefit,sources,requires,excludes,mandatory
P1,Home visits,east,elderly,elderly,5,450000,3,1,120,fiscal,,,true
P2,Youth centre,east,youth,youth,4,300000,2,,80.5,fiscal;lottery,P1,,
P3,Family help,west,family,families,3,250000,2,,60,lottery,,P4,
P4,"Mediation, west",west,family,families,2,200000,1,,40,,,,
P5,Hotline,west,youth,youth,1,150000,1,,30,fiscal,,,
"""
CHINESE_ROWS = [
    ["某区2026年购买社会工作服务项目申报表（单位：万元）"],
    ["序号", "项目名称", "所属街道", "服务领域", "紧急程度", "申报金额", "社工人数", "服务人数"],
    [1, "老年人居家服务", "东街道", "老年", "高", 45, 3, 120],
    [2, "青少年中心", "东街道", "青少年", "中", 30.5, 2, 80],
    [3, "家庭支持", "西街道", "家庭", "低", 25, 2, 60],
    ["合计", None, None, None, None, 100.5, 7, 260],
]
RULES = """\
mandatory = ["P1"]
weights = [1, 2, 4, 8, 16]

[reserve]
share = 0.03

[[commitment]]
name = "last year"
amount = "5万"

[[limit]]
name = "half for the east"
where = { district = "east" }
max_share = 0.7

[[staff]]
name = "workers"
available = 8

[[exclusive]]
name = "one of two"
projects = ["P3", "P5"]

[[requires]]
name = "centre first"
project = "P5"
needs = ["P2"]

[[overlap]]
name = "same people"
where = { domain = "youth" }
steps = [{ up_to = 50, rate = 1.0 }]
beyond = 0.5

[fairness]
population = { east = 40000, west = 20000 }
goal = "max-min"
"""
PABULIB = """\
META
key;value
description;Small election
country;Poland
unit;Town
instance;2024
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;category;selected
1;500;3;Park;green,sport;1
2;400;2;School;education;1
3;300;1;Road;roads;0
VOTES
voter_id;vote
1;1,2
2;1
3;1,3
4;2
"""


def write(folder: Path) -> None:
    """Write every seed file into a folder."""
    texts = {
        "town.toml": TOWN,
        "library.csv": TOWN_LIBRARY,
        "tiny.toml": TINY,
        "listed.toml": TOWN.replace(TOWN[TOWN.index("districts =") : TOWN.index("domains =")], 'districts = "d.csv"\n'),
        "d.csv": DISTRICTS,
        "study.toml": EXPERIMENT.replace('"town"', '"town.toml"'),
        "projects.csv": LIBRARY,
        "chinese.csv": "\n".join(",".join("" if c is None else str(c) for c in row) for row in CHINESE_ROWS) + "\n",
        "rules.toml": RULES,
        "vote.pb": PABULIB,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "projects.xlsx").write_bytes(workbook(CHINESE_ROWS))
    (folder / "projects.ods").write_bytes(open_document(CHINESE_ROWS))


def workbook(rows: list[list[object]]) -> bytes:
    """An Excel workbook of one sheet."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, ["" if value is None else value for value in row])
    return stream.getvalue()


def open_document(rows: list[list[object]]) -> bytes:
    """An OpenDocument spreadsheet of one sheet."""
    lines = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
