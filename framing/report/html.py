"""Room report: the page, one file that opens without a network and runs no script but its own."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from framing.report.charts import Chart
from framing.report.evidence import Evidence
from framing.report.marks import mark_text
from framing.report.style import VOICE_SIGNS, outlet_colour
from framing.report.templating import make_environment, read_asset
from framing.report.view import View, summary_choices
from framing.report.wording import ACCURACY, CUE_CLASSES, NOTHING_NAMED, VOICE_LABELS

_TEMPLATES = Path(__file__).parent / "templates"

COPYRIGHT = (
    "The articles shown here belong to their publishers and are quoted for study and comparison. "
    "The licence of framing does not cover them; ask the publishers before you pass their texts on."
)


def render_page(view: View, charts: Mapping[str, Chart]) -> str:
    """Return index.html: styles, script, drawings, articles and passages in one text."""
    evidence = Evidence(view.comparison)
    style, script = (read_asset(_TEMPLATES, name) for name in ("style.css", "script.js"))
    environment = make_environment(_TEMPLATES)
    environment.globals.update(
        name_passages=evidence.name,
        name_tellings=evidence.name_tellings,
        evidence_json=lambda: Markup(evidence.to_json()),
        mark_text=mark_text,
        summary_choices=summary_choices,
        outlet_colour=outlet_colour,
    )
    page = environment.get_template("page.html.j2").render(
        view=view,
        charts=dict(charts),
        drawings={name: Markup(chart.inline) for name, chart in charts.items()},
        style=Markup(style),
        script=Markup(script),
        policy=_policy(script),
        voice_signs=VOICE_SIGNS,
        voice_labels=VOICE_LABELS,
        nothing_named=NOTHING_NAMED,
        accuracy=ACCURACY,
        cue_classes=CUE_CLASSES,
        copyright=COPYRIGHT,
    )
    return page.strip() + "\n"


def _policy(script: str) -> str:
    """Return the content security policy that lets this one script run and nothing else load."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
