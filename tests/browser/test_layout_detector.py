"""What looks at the layout finds each defect that it is for, and takes nothing for one that is none."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.matrix.eye import LAYOUT

pytestmark = pytest.mark.browser
PAGE = "<!doctype html><style>body {{ margin: 8px; font: 16px/1.2 sans-serif }} {style}</style>{body}"
TEXT = "some words that are rather long"
DEFECTS = [
    ("two texts", "overlap", "b { position: absolute; left: 20px; top: 8px }", f"<p>{TEXT}</p><b>{TEXT}</b>"),
    (
        "two controls",
        "overlap",
        "button { height: 40px; margin-right: -30px }",
        "<button>One</button><button>Two</button>",
    ),
    ("text on a control", "overlap", "p { margin: -20px 0 0 }", f"<button>One button</button><p>{TEXT}</p>"),
    ("lines of a paragraph", "overlap", "p { line-height: .5; width: 120px }", f"<p>{TEXT} <b>and {TEXT}</b></p>"),
    ("text in an SVG", "overlap", "", "<svg><text y='20'>first</text><text y='24'>second</text></svg>"),
    ("hidden overflow", "is cut off", "p { width: 60px; overflow: hidden; white-space: nowrap }", f"<p>{TEXT}</p>"),
    ("hidden height", "is cut off", "p { height: 10px; overflow: clip }", f"<p>{TEXT}</p>"),
    (
        "an ellipsis without a title",
        "is cut off",
        "p { width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }",
        f"<p>{TEXT}</p>",
    ),
    ("a narrow button", "leaves its button", "button { width: 40px; white-space: nowrap }", f"<button>{TEXT}</button>"),
    ("beyond the left edge", "leaves the window", "p { margin-left: -60px }", f"<p>{TEXT}</p>"),
    ("wider than the window", "scrolls sideways", "p { width: 1000px }", f"<p>{TEXT}</p>"),
    ("a small button", "too small", "button { padding: 0; border: 0; height: 16px }", "<button>Go on</button>"),
]
SOUND = [
    ("a paragraph", "p { width: 120px }", f"<p>{TEXT} <b>and {TEXT}</b> and <a href='/'>{TEXT}</a></p>"),
    ("tight lines", "h1 { width: 200px; line-height: 1.08; font-size: 40px }", f"<h1>{TEXT} <b>{TEXT}</b></h1>"),
    (
        "a closed detail",
        "summary { min-height: 24px }",
        f"<details><summary>More</summary><p>{TEXT}</p></details><p>{TEXT}</p>",
    ),
    ("an open dialog", "", f"<p>{TEXT}</p><dialog open>{TEXT}</dialog>"),
    (
        "a scrolling box",
        "p { width: 60px; overflow: auto; white-space: nowrap }",
        f"<p tabindex=0>{TEXT}</p><b>{TEXT}</b>",
    ),
    (
        "for those who hear it alone",
        "b { position: absolute; width: 1px; height: 1px; overflow: hidden; white-space: nowrap }",
        f"<b>{TEXT}</b><p>{TEXT}</p>",
    ),
    (
        "an ellipsis with a title",
        "p { width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }",
        f"<p title='{TEXT}'>{TEXT}</p>",
    ),
    ("controls side by side", "button { height: 40px }", "<button>One</button><button>Two</button>"),
]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 400, "height": 400})


@pytest.mark.parametrize(("said", "style", "body"), [each[1:] for each in DEFECTS], ids=[each[0] for each in DEFECTS])
def test_a_defect_is_found(page: Page, said: str, style: str, body: str) -> None:
    page.set_content(PAGE.format(style=style, body=body))
    assert any(said in problem for problem in page.evaluate(LAYOUT))


@pytest.mark.parametrize(("style", "body"), [each[1:] for each in SOUND], ids=[each[0] for each in SOUND])
def test_what_is_sound_is_left_alone(page: Page, style: str, body: str) -> None:
    page.set_content(PAGE.format(style=style, body=body))
    assert page.evaluate(LAYOUT) == []
