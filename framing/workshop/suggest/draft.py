"""Proposals as a draft of a naming lexicon: a TOML file to edit, with the passages as comments (room: workshop)."""

import json
from collections.abc import Iterator, Sequence

from framing.errors import UsageError
from framing.workshop.records import NamingProposal, ProposedVariant, Suggestions, VariantLine

LINES_SHOWN = 3

_VOICES = {"own": "its own words", "attributed": "reported", "quoted": "quoted"}


def draft_lexicon(suggestions: Suggestions, lexicon_id: str = "my-names") -> str:
    """Return proposals as the text of a naming lexicon that ``framing lexicon check`` accepts.

    Comments say why wordings were put together, how often each outlet uses each, and show a few passages. What nobody
    can know from the articles, since when and by whom else a wording is used, is left to be looked up. Raises
    `UsageError` where there is no proposal: a lexicon has at least one entry.
    """
    if not suggestions.proposals:
        raise UsageError(
            "suggestions", " ".join(suggestions.notes) or "no proposals", "at least one proposal"
        )
    articles, outlets = suggestions.articles, len(suggestions.outlets)
    lines = [
        "# A draft, proposed by `framing lexicon suggest`. Delete what is no dispute, mend the rest, and check it with",
        "# `framing lexicon check FILE ARTICLES...`. How to: docs/lexicon-in-ten-minutes.md",
        *(f"# {note}" for note in suggestions.notes),
        "",
        f"id = {_quoted(lexicon_id)}",
        'version = "1"',
        'kind = "naming"',
        'title = "Names of things, proposed from articles"',
        f"language = {_quoted(suggestions.language)}",
        'licence = "to be chosen"',
        "references = []",
        "notes = "
        + _quoted(
            f"Proposed from {_count(articles, 'article')} of {_count(outlets, 'outlet')}; not yet edited."
        ),
    ]
    for proposal in suggestions.proposals:
        lines += _entry(proposal)
    return "\n".join(lines) + "\n"


def _entry(proposal: NamingProposal) -> Iterator[str]:
    yield ""
    yield "[[entries]]"
    yield f"# Why: {'; '.join(proposal.evidence)}."
    yield f"# How far the outlets disagree, 0 to 1: {proposal.disagreement:.2f}"
    yield f"id = {_quoted(proposal.id)}"
    yield f"label = {_quoted(proposal.label)}"
    for variant in proposal.variants:
        yield from _variant(variant)


def _variant(variant: ProposedVariant) -> Iterator[str]:
    used = ", ".join(f"{outlet} {number}" for outlet, number in variant.counts.items())
    yield ""
    yield "[[entries.variants]]"
    yield f"# {_one_line(used)}"
    yield from (f"# {_passage(line)}" for line in shown(variant.lines))
    yield f"label = {_quoted(variant.label)}"
    yield f"forms = [{', '.join(map(_quoted, variant.forms))}]"
    yield f"used_by = {_quoted('in these articles: ' + ', '.join(variant.counts))}"
    yield 'since = "to be looked up"'


def shown(lines: Sequence[VariantLine]) -> list[VariantLine]:
    """Return a few of a variant's passages: of each outlet one before any has two."""
    seen: dict[str, int] = {}
    order = []
    for number, line in enumerate(lines):
        seen[line.outlet] = seen.get(line.outlet, 0) + 1
        order.append((seen[line.outlet], number))
    return [lines[number] for _, number in sorted(order)[:LINES_SHOWN]]


def _passage(line: VariantLine) -> str:
    voice = _VOICES[line.voice] + (", at a distance" if line.distanced else "")
    before, behind = ("… " if line.left else ""), (" …" if line.right else "")
    return _one_line(f"{line.outlet}, {voice}: {before}{line.left}[{line.hit}]{line.right}{behind}")


def _one_line(text: str) -> str:
    """Return text as a comment may hold it: no line ends and no control characters."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


def _quoted(text: str) -> str:
    # JSON's strings are TOML's basic strings, but for the delete character, which no form holds.
    return json.dumps(_one_line(text), ensure_ascii=False)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
