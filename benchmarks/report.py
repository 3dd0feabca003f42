"""Measure the report of a huge comparison: time by stage, size by part, and how it feels on a slow phone.

2,000 articles of forty outlets, of which the largest has a hundred times the articles of the smallest, as in the news.
The articles are those of `benchmarks/compare.py`, or what ``framing annotate`` wrote, their outlets dealt out anew.
"""

import argparse
import os
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

import framing
from compare import read_articles, write_annotations
from framing.report import write
from framing.report.pdf import find_browser
from framing.schema import Annotations, Comparison, decode_annotations
from speed import describe_machine

ARTICLES = 2000
OUTLETS = 40
STAGES = ("build_view", "draw_charts", "render_page", "render_markdown", "write_tables", "encode_scores")
SLOWER = 4  # how many times slower than this machine the phone's processor is taken to be


def deal_out(annotations: Sequence[Annotations], outlets: int) -> list[Annotations]:
    """Return the annotations with outlets of very different sizes: the n-th has a part of 1/n, always the same."""
    shares = [1 / (place + 1) for place in range(outlets)]
    names = [f"The {place + 1}. Outlet" for place in range(outlets)]
    held: Counter[str] = Counter()
    dealt = []
    for one in annotations:
        name = min(names, key=lambda name: ((held[name] + 1) / shares[names.index(name)], name))
        held[name] += 1
        article = msgspec.structs.replace(one.article, outlet=name)
        dealt.append(msgspec.structs.replace(one, article=article))
    return dealt


class Laps:
    """Processor time of the functions that a module calls, by their names, in the order in which they ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that adds its time to those of its name."""

        def run(*arguments: Any, **options: Any) -> Any:
            begin = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - begin

        return run

    @contextmanager
    def watch(self, module: Any, names: Sequence[str]) -> Iterator[None]:
        """Time the functions that a module knows by these names, while the block runs."""
        known = {name: getattr(module, name) for name in names if hasattr(module, name)}
        for name, function in known.items():
            setattr(module, name, self.timed(name, function))
        try:
            yield
        finally:
            for name, function in known.items():
                setattr(module, name, function)


def measure_time(annotations: Sequence[Annotations], folder: Path) -> Comparison:
    """Compare and write the report, and print the processor time of each stage."""
    laps = Laps()
    begin = time.process_time()
    comparison: Comparison = laps.timed("compare", framing.compare)(annotations)
    with laps.watch(write, STAGES):
        laps.timed("write_report, all of it", framing.write_report)(comparison, annotations, folder)
    for name, seconds in laps.seconds.items():
        print(f"{name:28} {seconds:8.2f} s")
    print(f"{'all':28} {time.process_time() - begin:8.2f} s")
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts kibibytes, macOS bytes.
    print(f"{'peak memory':28} {size / (1e6 if sys.platform == 'darwin' else 1e6 / 1024):8.0f} MB")
    return comparison


def measure_size(folder: Path) -> None:
    """Print the bytes of the page by part, and of the files beside it."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    parts = {
        "evidence": re.findall(r'<script type="application/json".*?</script>', page, flags=re.DOTALL),
        "script and style": re.findall(r"<(?:script|style)>.*?</(?:script|style)>", page, flags=re.DOTALL),
        "drawings": re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL),
        "articles": re.findall(r"<article.*?</article>", page, flags=re.DOTALL),
        "tables": re.findall(r"<table.*?</table>", page, flags=re.DOTALL),
        "page": [page],
    }
    for name, texts in parts.items():
        print(f"{name:28} {sum(len(text.encode()) for text in texts) / 1e6:8.2f} MB in {len(texts):,}")
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size > 500_000:
            print(f"{path.relative_to(folder).as_posix():28} {path.stat().st_size / 1e6:8.2f} MB")


OPEN = """(button) => {
  for (let at = button.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  button.scrollIntoView({ block: "center" });
}"""
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))"


def measure_phone(folder: Path, opened: int = 40) -> None:
    """Print how long a phone works to load the page and to open figures spread over it, where there is a browser.

    What counts is the processor time of the page's main thread, so that other programs on the machine do not.
    """
    executable = find_browser()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        executable = None
    if not executable:
        print("on a phone: not measured, for want of Playwright or a browser")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable)
        page = browser.new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
        page.set_default_timeout(120_000)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def worked() -> float:
            page.evaluate(PAINTED)
            metrics = session.send("Performance.getMetrics")["metrics"]
            return SLOWER * next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")

        page.goto((folder / "index.html").as_uri())
        print(f"{'a phone loads the page':28} {worked():8.2f} s")
        buttons = page.query_selector_all("main button[data-o]")
        times = []
        for button in buttons[:: max(1, len(buttons) // opened)]:
            button.evaluate(OPEN)
            before = worked()
            button.evaluate("(button) => button.click()")
            times.append(1000 * (worked() - before))
        times.sort()
        print(f"{'it opens a figure, median':28} {times[len(times) // 2]:8.0f} ms")
        print(
            f"{'it opens a figure, slowest':28} {times[-1]:8.0f} ms of {len(times)}; {len(buttons):,} in all"
        )
        print(f"{'elements':28} {page.evaluate('document.querySelectorAll(`*`).length'):8,}")
        browser.close()


def main() -> int:
    """Print time, size and use of one report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=Path, help="what `framing annotate` wrote, else it is made up")
    parser.add_argument("--articles", type=int, default=ARTICLES, help=f"how many articles ({ARTICLES})")
    parser.add_argument("--outlets", type=int, default=OUTLETS, help=f"how many outlets ({OUTLETS})")
    parser.add_argument("-o", "--output", type=Path, help="where to keep the report")
    arguments = parser.parse_args()
    data = os.environ.get("FRAMING_BENCH_DATA")
    if not arguments.annotations and (not data or not read_articles(Path(data))):
        print("skipped: FRAMING_BENCH_DATA names no folder with stories/*.jsonl.gz")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        file = arguments.annotations or Path(scratch) / "annotations.jsonl"
        if not arguments.annotations:
            begin = time.perf_counter()
            write_annotations(Path(str(data)), arguments.articles, file)
            print(f"{'annotating, by the clock':28} {time.perf_counter() - begin:8.2f} s")
        with file.open("rb") as lines:
            annotations = [
                decode_annotations(line) for line, _ in zip(lines, range(arguments.articles), strict=False)
            ]
        folder = arguments.output or Path(scratch) / "report"
        measure_time(deal_out(annotations, arguments.outlets), folder)
        measure_size(folder)
        measure_phone(folder)
    print(describe_machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
