"""Room report: a comparison as plain view data, which page, Markdown, tables and charts share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framing.measures import MEASURES, MeasureDefinition
from framing.report.between import (
    DistanceTable,
    LeftOut,
    OutletWords,
    SharedPassage,
    SharedWords,
    TermTable,
    list_distances,
    list_outlet_words,
    list_shared_passages,
    list_shared_words,
    list_silences,
    list_terms,
)
from framing.report.figures import (
    NAMELESS,
    FigureIndex,
    Number,
    count_number,
    most_relied_on,
    show_number,
    sum_figures,
)
from framing.report.focus import focus
from framing.report.formats import DEFAULT_FORMATS, Format, file_of
from framing.report.limits import LONG_TABLE, most_rows
from framing.report.naming import Choice, Concept, list_concepts
from framing.report.texts import say
from framing.report.wording import cue_classes, definition_of, voice_labels
from framing.schema import VOICES, Annotations, Article, Comparison, Fact, Figure, Telling, Voice
from framing.scoring.spelling import unify_names

# Measures without a chart of their own, which the page shows in small tables beside what they belong to.
FURTHER = (
    "effective_sources",
    "chain_share",
    "channel_share",
    "channel_attribution_share",
    "unnamed_source_share_by_position",
    "cue_class_by_source_type_share",
    "agency_share",
    "agentless_passive_share",
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """An outlet as it heads a column: its place decides its colour in every table and chart."""

    name: str
    position: int
    articles: list[Article]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a table: what it counts, and one number an outlet (None where there is none)."""

    label: str
    numbers: list[Number | None]
    voice: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A measure by outlet, its rows told apart by voice or not.

    Rows past `LONG_TABLE` are the rarer ones; those past `most_rows` are in the files alone.
    """

    measure: MeasureDefinition
    rows: list[Row]
    has_voices: bool = False

    @property
    def first(self) -> list[Row]:
        """The rows that are shown at once."""
        return self.rows[:LONG_TABLE]

    @property
    def rest(self) -> list[Row]:
        """The rows that are shown on demand."""
        return self.rows[LONG_TABLE : self.most]

    @property
    def left_out(self) -> int:
        """How many rows the page does not show."""
        return max(0, len(self.rows) - self.most)

    @property
    def most(self) -> int:
        """How many rows the page shows at most."""
        return most_rows(len(self.rows[0].numbers)) if self.rows else 0


@dataclass(frozen=True, kw_only=True)
class ClassTable:
    """Attributions of all outlets together, a row a type of source, the most frequent first, and a number a class."""

    classes: list[str]
    rows: list[Row]
    counts: list[int]


@dataclass(frozen=True, kw_only=True)
class CoverageCell:
    """A cell of the coverage matrix: how a fact is told at best, and the passages that tell it."""

    outcome: str
    tellings: list[tuple[str, Telling]]


@dataclass(frozen=True, kw_only=True)
class CoverageRow:
    """A fact with its number, whether its words begin a sentence, and how each article tells it."""

    number: int
    label: str
    is_whole: bool
    cells: list[CoverageCell]

    @property
    def outlets(self) -> int:
        """How many outlets tell the fact."""
        return sum(bool(cell.tellings) for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class View:
    """All that a report shows, in its order; `comparison` is the part of the `whole` that is shown.

    `formats` are those in which the report is written, so that it names no file that is not there; `excerpts` says that
    the articles are cut down to excerpts, whose texts are not all that the articles tell.
    """

    comparison: Comparison
    whole: Comparison
    index: FigureIndex
    introduction: str
    columns: list[Column]
    words: list[Number | None]
    attributions: list[Number | None]
    voices: Table
    unnamed: Table
    top_sources: list[tuple[str, Number] | None]
    reliance: str
    reliance_row: Row
    channel_row: Row
    concepts: list[Concept]
    source_types: Table
    sources: Table
    source_attributions: Table
    source_positions: Table
    cues: Table
    cues_together: ClassTable
    coverage: list[CoverageRow]
    others: list[Table]
    further: dict[str, Table]
    terms: list[TermTable]
    distances: list[DistanceTable]
    shared_passages: list[SharedPassage]
    shared_words: list[SharedWords]
    shared_by_outlet: list[OutletWords]
    left_out: list[LeftOut]
    annotations: list[Annotations]
    measures: list[MeasureDefinition]
    formats: frozenset[Format] = frozenset(DEFAULT_FORMATS)
    excerpts: bool = False

    def file_of(self, table: str) -> str:
        """Return the file of the report that holds all rows of a table."""
        return file_of(table, self.formats)

    @property
    def shared_facts(self) -> list[CoverageRow]:
        """The facts that more than one outlet tells."""
        return [row for row in self.coverage if row.outlets > 1]

    @property
    def single_facts(self) -> list[CoverageRow]:
        """The facts that one outlet alone tells, none of the others coming near: those of the comparison's silences."""
        alone = {one.fact for one in self.comparison.silence if one.kind == "told by no other"}
        return [row for place, row in enumerate(self.coverage) if place in alone]

    @property
    def doubtful_facts(self) -> list[CoverageRow]:
        """The other facts that are found in one outlet: another comes near and may tell them in other words."""
        single = {row.number for row in self.single_facts}
        return [row for row in self.coverage if row.outlets == 1 and row.number not in single]

    @property
    def resampling(self) -> str:
        """What the intervals come from, and so how far they carry."""
        units = {figure.resampled for figure in self.comparison.figures} - {"none"}
        within, across = say("page.resampling.sentences"), say("page.resampling.articles")
        if len(units) > 1:
            return say("page.resampling.both", articles=across, sentences=within)
        if "articles" in units:
            return across
        alone = say("page.resampling.alone", sentences=within)
        has_several = any(len(column.articles) > 1 for column in self.columns)
        return say("page.resampling.few", resampling=alone) if has_several else alone


def build_view(
    comparison: Comparison, annotations: Sequence[Annotations], reliance: str | None = None
) -> View:
    """Return the view of a comparison.

    `reliance` is the canonical name of the source whose share is shown for every outlet; without it, the event's
    own choice, else the source with the largest shares over all outlets, shown or not. A comparison without figures
    gives empty tables; of very many outlets, the view holds the largest, see `focus`.
    """
    whole, comparison = comparison, focus(comparison)
    index = FigureIndex(comparison)
    # Sources are spelled as the comparison counts them.
    annotations = unify_names(annotations)
    by_id = {held.article.id: held for held in annotations}
    articles = {article.id: article for article in comparison.articles}
    sources = index.keys("source_share")
    chosen = reliance or comparison.event.reliance
    # Asked of all outlets, so that page and terminal name the same source.
    chosen = chosen or most_relied_on(index if whole is comparison else FigureIndex(whole))
    return View(
        comparison=comparison,
        index=index,
        whole=whole,
        introduction=_introduce(whole, comparison),
        columns=[
            Column(
                name=outlet.name,
                position=position,
                articles=[articles[article] for article in outlet.articles if article in articles],
            )
            for position, outlet in enumerate(comparison.outlets)
        ],
        words=[
            count_number(_sum_keys(index, "voice_share", name), say("page.labels.words"), "words")
            for name in index.outlets
        ],
        attributions=[
            count_number(
                _sum_keys(index, "cue_class_share", name), say("page.labels.attributions"), "attributions"
            )
            for name in index.outlets
        ],
        voices=_voice_table(index),
        unnamed=_table(index, "unnamed_source_share"),
        top_sources=[_top_source(index, name) for name in index.outlets],
        reliance=chosen,
        reliance_row=_row(index, "source_share", chosen),
        channel_row=_row(index, "channel_share", chosen),
        concepts=list_concepts(comparison, index),
        source_types=_table(index, "source_type_share"),
        sources=_table(index, "source_share"),
        source_attributions=_table(index, "source_attribution_share"),
        source_positions=_table(index, "source_first_position", sources),
        cues=_table(index, "cue_class_share"),
        cues_together=_class_table(whole),
        coverage=[
            _coverage_row(number, fact, comparison) for number, fact in enumerate(comparison.coverage, 1)
        ],
        others=[
            _table_by_voice(index, "stance_per_1k_words"),
            _table_by_voice(index, "loaded_per_1k_words"),
            _table_by_voice(index, "sentiment_mean"),
            _table_by_voice(index, "frame_share", ("all", "own")),
        ],
        further={measure: _further_table(index, measure) for measure in FURTHER},
        terms=list_terms(comparison),
        distances=list_distances(comparison),
        shared_passages=list_shared_passages(comparison, annotations),
        shared_words=list_shared_words(comparison),
        shared_by_outlet=list_outlet_words(comparison),
        left_out=list_silences(comparison, annotations),
        annotations=[by_id[article.id] for article in comparison.articles if article.id in by_id],
        measures=[definition_of(measure) for measure in _used_measures(comparison)],
    )


def summary_choices(concept: Concept) -> list[list[tuple[Choice, Voice, Number]]]:
    """Return for each outlet its most frequent wordings: its own or, where it has none, others'."""
    cells = []
    for cell in concept.cells:
        held = [(choice, voice, number) for choice in cell for voice, number in choice.counts.items()]
        own = [choice for choice in held if choice[1] == "own"]
        cells.append(sorted(own or held, key=_by_frequency)[:2])
    return cells


def _by_frequency(choice: tuple[Choice, Voice, Number]) -> tuple[float, str, str]:
    return (-choice[2].numerator, choice[0].variant, choice[1])


def _introduce(comparison: Comparison, shown: Comparison) -> str:
    outlets = say("page.introduction.outlets", n=len(comparison.outlets))
    articles = say("page.introduction.articles", n=len(comparison.articles), outlets=outlets)
    introduction = say("page.introduction.whole", articles=articles)
    if shown is comparison:
        return introduction
    return (
        f"{introduction} {say('page.introduction.focus', n=len(shown.outlets), all=len(comparison.outlets))}"
    )


def _used_measures(comparison: Comparison) -> list[str]:
    used = {figure.measure for figure in comparison.figures}
    return [measure for measure in MEASURES if measure in used]


def _shown(measure: str, key: str) -> str:
    return key.replace("-", " ") if measure == "frame_share" else key.replace("/", ": ", 1)


def _row(index: FigureIndex, measure: str, key: str, label: str = "") -> Row:
    shown = _shown(measure, key)
    heading = f"{definition_of(measure).name}, {shown}" if key else definition_of(measure).name
    numbers = [show_number(index.total(measure, outlet, key), heading) for outlet in index.outlets]
    return Row(label=label or shown or definition_of(measure).name, numbers=numbers)


def _table(index: FigureIndex, measure: str, keys: Sequence[str] | None = None) -> Table:
    """Return a measure's table over all voices, the largest shares first or in the order given."""
    rows = [_row(index, measure, key) for key in (index.keys(measure) if keys is None else keys)]
    kept = [row for row in rows if any(row.numbers)]
    return Table(measure=definition_of(measure), rows=kept)


def _table_by_voice(index: FigureIndex, measure: str, voices: Sequence[str] = VOICES) -> Table:
    """Return a measure's table with a row for each key and voice that any outlet has."""
    definition = definition_of(measure)
    rows = []
    for key in index.keys(measure):
        for voice in voices:
            figures = [index.find(measure, outlet, key, voice) for outlet in index.outlets]
            if any(figure is not None and figure.numerator for figure in figures):
                label = f"{definition.name}, {_shown(measure, key)}" if key else definition.name
                numbers = [show_number(figure, label) for figure in figures]
                named = say("charts.keyness.voice_all") if voice == "all" else voice_labels()[voice]
                rows.append(Row(label=_shown(measure, key), numbers=numbers, voice=named))
    return Table(measure=definition, rows=rows, has_voices=True)


def _voice_table(index: FigureIndex) -> Table:
    rows = [
        Row(
            label=voice_labels()[voice],
            numbers=[show_number(index.find("voice_share", outlet, "", voice)) for outlet in index.outlets],
            voice=voice,
        )
        for voice in VOICES
    ]
    return Table(measure=definition_of("voice_share"), rows=rows)


def _class_table(comparison: Comparison) -> ClassTable:
    by_type: dict[str, dict[str, Figure]] = {}
    for figure in comparison.together:
        kind, _, name = figure.key.rpartition("/")
        by_type.setdefault(kind, {})[name] = figure
    totals = {kind: int(next(iter(held.values())).denominator) for kind, held in by_type.items()}
    ordered = sorted(totals, key=lambda kind: (-totals[kind], kind))
    classes = [name for name in cue_classes() if any(name in held for held in by_type.values())]
    rows = [
        Row(label=kind, numbers=[show_number(by_type[kind].get(name)) for name in classes])
        for kind in ordered
    ]
    return ClassTable(classes=classes, rows=rows, counts=[totals[kind] for kind in ordered])


def _further_table(index: FigureIndex, measure: str) -> Table:
    """Return a measure's table, told apart by voice where no figure stands for all voices."""
    figures = [figure for outlet in index.outlets for figure in index.of(measure, outlet)]
    if any(figure.voice == "all" for figure in figures):
        return _table(index, measure)
    return _table_by_voice(index, measure)


def _sum_keys(index: FigureIndex, measure: str, outlet: str) -> Figure | None:
    figures = index.of(measure, outlet)
    over_all = [figure for figure in figures if figure.voice == "all"]
    return sum_figures(over_all or figures)


def _top_source(index: FigureIndex, outlet: str) -> tuple[str, Number] | None:
    """Return the named source from which an outlet carries the most words; None where it carries none.

    Sources without a name are many different ones, and no one of them.
    """
    shares = [
        (key, number)
        for key in index.keys("source_share")
        if not key.startswith(NAMELESS)
        and (
            number := show_number(
                index.total("source_share", outlet, key), say("page.labels.carried", source=key)
            )
        )
    ]
    held = [share for share in shares if share[1].numerator]
    return min(held, key=lambda share: (-share[1].numerator, share[0]), default=None)


def _coverage_row(number: int, fact: Fact, comparison: Comparison) -> CoverageRow:
    cells = []
    for outlet in comparison.outlets:
        outcomes = [fact.cells[article] for article in outlet.articles if article in fact.cells]
        tellings = [
            (article, telling) for article in outlet.articles for telling in fact.told.get(article, [])
        ]
        cells.append(CoverageCell(outcome=_best_outcome(outcomes), tellings=tellings))
    return CoverageRow(number=number, label=fact.label, is_whole=not fact.begins_amid, cells=cells)


def _best_outcome(outcomes: Iterable[str]) -> str:
    """Return an outlet's best cell: a fact told in any article is told by the outlet."""
    order = ("own", "attributed", "quoted", "too short", "not yet happened", "absent")
    held = set(outcomes)
    return next((outcome for outcome in order if outcome in held), "absent")
