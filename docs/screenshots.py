"""Take the README's screenshots of the committed report: python docs/screenshots.py.

Needs Playwright (pip install '.[test]') and a Chromium, its own or the machine's. Writes docs/images/*.webp.
"""

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from framing.report.pdf import find_browser

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "reports" / "pyongyang-2024" / "index.html"
FOLDER = ROOT / "docs" / "images"
MOST_BYTES = 300_000


class Shot(NamedTuple):
    """A picture: its name, the size of the window, and the element of the page that stands at its top."""

    name: str
    width: int
    height: int
    selector: str | None = None
    dark: bool = False


SHOTS = (
    Shot("report", 1280, 860),
    Shot("words", 1280, 860, "#words"),
    Shot("articles", 1280, 860, "#articles"),
    Shot("phone", 390, 780, "#naming", dark=True),
)


def main(arguments: Sequence[str]) -> int:
    """Write the pictures, those whose names are given or all, and return 0; 2 where a tool or the report is missing."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("playwright is not installed: pip install '.[test]'", file=sys.stderr)
        return 2
    if not PAGE.is_file():
        print(f"{PAGE} is not there: framing report seeds/pyongyang-2024", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), chromium_sandbox=False)
        for shot in SHOTS:
            if arguments and shot.name not in arguments:
                continue
            page = browser.new_page(
                viewport={"width": shot.width, "height": shot.height},
                device_scale_factor=2,
                color_scheme="dark" if shot.dark else "light",
                reduced_motion="reduce",
            )
            page.goto(PAGE.as_uri())
            if shot.selector:
                page.locator(shot.selector).first.evaluate("element => element.scrollIntoView()")
            written = _compress(page.screenshot())
            (FOLDER / f"{shot.name}.webp").write_bytes(written)
            print(f"docs/images/{shot.name}.webp  {len(written) // 1000} kB")
            page.close()
        browser.close()
    return 0


def _compress(png: bytes) -> bytes:
    """Return a picture as WebP, as good as it can be within `MOST_BYTES`."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (90, 80, 70, 60, 50):
        written = io.BytesIO()
        image.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= MOST_BYTES:
            break
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
