"""A picture of a run stands in the page itself, in its colours; anything but a drawing of ours is refused."""

from pathlib import Path

import pytest
from figures_factory import LAB, PICTURE, SVG, figures, measured

from perfgym.catalog import guide, library
from perfgym.catalog.figures import drawing
from perfgym.catalog.step import Step
from perfgym.charts import Line, Panel, Panels, flame_graph, folded, pair_strip, stacked

HEAD = '<svg xmlns="http://www.w3.org/2000/svg">'


def html(body: str) -> str:
    return guide.render(Step("slow-shop", 1, "10-goal", "The goal", 10, body, figures=figures()))


def test_it_is_drawn_in_the_page_with_its_table() -> None:
    shown = html("Before.\n\n![How it is & was](as-found-seconds.svg)\n\nAfter.")
    assert SVG in shown
    assert "<img" not in shown
    assert "<strong>How it is &amp; was</strong> Each second.</figcaption>" in shown
    assert '<th scope="row">1</th><td class="num">142</td>' in shown
    assert shown.endswith("<p>After.</p>")


def test_another_picture_stays_a_picture() -> None:
    assert '<img alt="x" src="/labs/slow-shop/guide/page.png">' in html("![x](page.png)")


def test_what_a_run_told_cannot_bring_markup() -> None:
    assert "<b>" not in drawing.placed(
        '<p><img alt="x" src="/a/b.svg"></p>',
        lambda _: (PICTURE.__class__("b.svg", "<b>", "<b>", ("<b>",), (("<b>",),)), SVG),
    )


@pytest.mark.parametrize(
    "svg",
    [
        pair_strip([0.5, 0.6, 0.55, 0.7], 0.5, 0.6, 0.55),
        flame_graph("CPU <profile>", folded.read("main (app.py:1);go (app.py:2) 7\nmain (app.py:1);on & (a.py:3) 9")),
        stacked(Panels("By second", [Panel("Latency", "ms", [Line("p50", [1, 2], [3.0, 4.0], "main")])], 2.0)),
    ],
)
def test_what_our_charts_draw_is_ours(svg: str) -> None:
    assert drawing.is_ours(svg)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<a href="https://192.0.2.1/"><text>x</text></a>',
        '<image href="https://192.0.2.1/a.png"/>',
        '<rect onclick="alert(1)"/>',
        '<rect style="position:fixed"/>',
        '<rect fill="url(https://192.0.2.1/a)"/>',
        "<foreignObject><p>x</p></foreignObject>",
        "<style>* { display: none }</style>",
        '<set attributeName="href" to="javascript:alert(1)"/>',
        "<unclosed>",
    ],
)
def test_anything_else_is_refused(tmp_path: Path, inside: str) -> None:
    assert not drawing.is_ours(f"{HEAD}{inside}</svg>")
    lab = measured(tmp_path)
    (lab.root / "guide" / PICTURE.file).write_text(f"{HEAD}{inside}</svg>")
    (problem,) = library.load(tmp_path).broken_labs["slow-shop"].problems
    assert str(problem).startswith(f"{LAB}/guide/{PICTURE.file}:1: this is no drawing as --refresh makes them")


def test_entities_are_never_read() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + HEAD + "<text>&a;</text></svg>"
    assert not drawing.is_ours(bomb)
