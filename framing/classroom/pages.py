"""Room classroom: the worksheet, the articles and the key as pages."""

from framing.classroom.abbreviations import list_abbreviations
from framing.classroom.anonymous import COVER, Anonymity
from framing.classroom.blocks import (
    Answers,
    Blank,
    Block,
    Choices,
    Entry,
    Heading,
    Page,
    Points,
    Run,
    Simple,
    Table,
    Text,
    text,
)
from framing.classroom.exercises import Exercise, Item
from framing.classroom.material import Material
from framing.classroom.plan import Plan, table
from framing.classroom.sentences import Excerpt, Strip
from framing.classroom.texts import texts
from framing.classroom.written import say_when, say_when_written
from framing.report.wording import show_on_one_line
from framing.schema import Article, Comparison


def make_worksheet(material: Material, exercises: list[Exercise]) -> Page:
    """Return the pupils' page: every exercise that could be made, with room to write."""
    words, anonymity = texts("pages"), material.anonymity
    blocks: list[Block] = []
    for number, exercise in enumerate(made(exercises), 1):
        blocks += _head(number, exercise, exercise.task)
        told = (*texts("exercises")[exercise.id].get("example", ()), *exercise.rules)
        if told:
            blocks.append(Points(told))
        if table()["exercises"][exercise.id].get("reads"):
            blocks.append(text(words["worksheet"]["reads"], "note"))
        for group in exercise.groups:
            if group.heading:
                blocks.append(Heading(anonymity.cover(group.heading), 3))
            if exercise.id == "lead":
                blocks += _lead(material, group.items[0])
            else:
                blocks += [
                    _asked(material, exercise, item, place) for place, item in enumerate(group.items, 1)
                ]
    glossary = (*_glossary(material, exercises, blocks), *list_abbreviations(material, exercises))
    if glossary:
        blocks = [Heading(words["worksheet"]["words"], 3), Answers(glossary), *blocks]
    about = words["worksheet"]["about_named" if anonymity.named else "about"]
    number_of_articles = len(material.comparison.articles)
    return _page(
        material,
        "worksheet",
        about=about["one" if number_of_articles == 1 else "other"].format(n=number_of_articles),
        blocks=blocks,
        fields=(words["worksheet"]["name"], words["worksheet"]["date"]),
    )


def _glossary(
    material: Material, exercises: list[Exercise], blocks: list[Block]
) -> tuple[tuple[str, str], ...]:
    """Return the words of the level's list that the worksheet uses, or that one of its exercises needs."""
    used, ids = str(blocks).casefold(), {exercise.id for exercise in made(exercises)}
    glossary = texts("pages")["worksheet"]["glossary"].get(material.level, [])
    return tuple(
        (word, meaning)
        for word, meaning, *needed_by in glossary
        if ids & {*needed_by} or (not needed_by and word.casefold() in used)
    )


def make_articles(material: Material) -> Page:
    """Return the articles as pupils read them, each from a new page, with numbered paragraphs."""
    words, anonymity = texts("pages")["articles"], material.anonymity
    blocks: list[Block] = []
    for place, (article, sheet) in enumerate(material.sheets.by_article.items()):
        blocks.append(Heading(material.sheets.name(article), 2, new_page=place > 0))
        headline = anonymity.cover(sheet.headline)
        style = "headline" if headline else "note"
        blocks.append(Heading(headline, 3) if style == "headline" else text(words["no_headline"], "note"))
        written = say_when_written(material.comparison, sheet.article, anonymity)
        blocks.append(text(written, "from"))
        blocks += [
            Entry(str(number), (text(anonymity.cover(one.text), "quote"),))
            for number, one in enumerate(sheet.paragraphs, 1)
        ]
    when = anonymity.cover(say_when(material.comparison))
    about = f"{words['event'].format(when=when)} {words['about']}" if when else words["about"]
    return _page(material, "articles", about=about, blocks=blocks)


def make_key(material: Material, plan: Plan, exercises: list[Exercise]) -> Page:
    """Return the teacher's page: the outlets' names, and each item with its answers and the passages behind them."""
    words = texts("pages")["key"]
    comparison = material.comparison
    rows = tuple(_row(comparison, material.anonymity, article) for article in comparison.articles)
    blocks: list[Block] = [
        Heading(words["head"]),
        Table(tuple(words["columns"]), rows),
        *unidentified(material),
        text(words["check"], "note"),
        text(words["caution"], "note"),
    ]
    for number, exercise in enumerate(made(exercises), 1):
        blocks += _head(number, exercise, exercise.for_teachers)
        for group in exercise.groups:
            if group.heading:
                blocks.append(Heading(group.heading, 3))
            if group.note:
                blocks.append(text(group.note))
            blocks += [_answered(material, item, place) for place, item in enumerate(group.items, 1)]
    left_out = list_left_out(plan, exercises)
    if left_out:
        blocks += [Heading(words["missing"]), Answers(left_out)]
    return _page(material, "key", about=say_when(comparison), blocks=blocks)


def unidentified(material: Material) -> list[Block]:
    """Return a note on what an article without an outlet means for the lesson; none where all have one."""
    unknown = [one.id for one in material.comparison.articles if one.outlet is None]
    if not unknown:
        return []
    articles = material.sheets.names(unknown)
    return [text(texts("pages")["key"]["unidentified_means"].format(articles=articles), "note")]


def list_left_out(plan: Plan, exercises: list[Exercise]) -> tuple[tuple[str, str], ...]:
    """Return the titles of what is not on the worksheet, each with the reason: too little text, or too little time."""
    titles, words = texts("exercises"), texts("pages")["key"]
    return tuple(
        [(one.title, one.missing) for one in exercises if one.missing]
        + [(titles[id_]["title"], words["no_time"].format(n=n)) for id_, n in plan.left_out.items()]
    )


def made(exercises: list[Exercise]) -> list[Exercise]:
    """Return the exercises that could be made."""
    return [exercise for exercise in exercises if exercise.groups]


def _page(
    material: Material, name: str, *, about: str, blocks: list[Block], fields: tuple[str, ...] = ()
) -> Page:
    words, anonymity, event = texts("pages"), material.anonymity, material.comparison.event
    for_pupils = name in ("worksheet", "articles")
    footer = [words["copyright"]]
    if for_pupils and COVER in str(blocks):
        footer.append(words["covered"])
    if not for_pupils:
        footer.append(material.comparison.signature)
    return Page(
        name=name,
        language="en",
        title=anonymity.cover(event.title) if for_pupils else event.title,
        kind=words[name]["kind"],
        about=about,
        blocks=tuple(blocks),
        footer=tuple(footer),
        fields=fields,
        compact=name == "articles",
    )


def _head(number: int, exercise: Exercise, task: str) -> list[Block]:
    title = texts("pages")["number"].format(n=number, title=exercise.title)
    return [Heading(title), text(task, "task")]


def _asked(material: Material, exercise: Exercise, item: Item, place: int) -> Entry:
    """Return an item as pupils see it."""
    anonymity = material.anonymity
    blocks: list[Simple] = []
    blocks += _question(anonymity, item)
    for shown in item.shown:
        blocks.append(text(anonymity.name(shown.article.id), "from"))
        blocks.append(_passage(anonymity, shown, marked="bold" if item.marks_shown else ""))
    options = item.options or tuple(exercise.choices)
    if options:
        blocks.append(Choices(tuple(anonymity.cover(one) for one in options), item.ordered))
    blocks += [Blank(label) for label in (*exercise.blanks, *item.lines)]
    return Entry(f"{place}.", tuple(blocks))


def _question(anonymity: Anonymity | None, item: Item) -> list[Simple]:
    """Return what an item asks, its first line as the question and each other line as a paragraph."""
    show = show_on_one_line if anonymity is None else anonymity.cover
    lines = [show(line) for line in item.question.splitlines()]
    return [text(line, "body" if place else "question") for place, line in enumerate(lines)]


def _lead(material: Material, item: Item) -> list[Block]:
    """Return the lines to write a lead from, room to write, and the check list."""
    words = texts("exercises")["lead"]
    lines: list[Block] = [
        Entry(
            f"{number}.",
            (text(material.sheets.place(shown), "from"), _passage(material.anonymity, shown, marked="")),
        )
        for number, shown in enumerate(item.shown, 1)
    ]
    return [
        Heading(item.question, 3),
        *lines,
        *(Blank(label) for label in item.lines),
        Heading(words["check_head"], 3),
        Points(tuple(words["check"]), boxes=True),
    ]


def _answered(material: Material, item: Item, number_of_item: int) -> Entry:
    """Return an item as the key has it: what was asked, the passages with their marks, the answers and the evidence."""
    words = texts("pages")["key"]
    blocks: list[Simple] = []
    blocks += _question(None, item)
    for number, shown in enumerate(item.shown + item.quoted, 1):
        place = f"{material.sheets.place(shown)}: {_outlet(material.comparison, shown.article)}"
        # Several lines have numbers on the worksheet.
        blocks.append(text(f"{number}. {place}" if len(item.shown) > 1 else place, "from"))
        blocks.append(_passage(None, shown, marked="mark"))
    rows = [(answer.label, show_on_one_line(answer.text)) for answer in item.answers]
    if item.right and not item.ordered:
        rows.insert(0, (words["right"], ", ".join(item.right)))
    blocks.append(Answers(tuple(rows)))
    blocks.append(text(show_on_one_line(item.evidence), "small"))
    return Entry(f"{number_of_item}.", tuple(blocks))


def _passage(anonymity: Anonymity | None, excerpt: Excerpt, *, marked: str) -> Text:
    strips = excerpt.strips
    if anonymity is None:
        shown = [Strip(" ".join(one.text.splitlines()), one.marked) for one in strips]
    else:
        shown = anonymity.cover_strips(strips)
    look = {"mark": "mark", "bold": "bold"}.get(marked, "plain")
    return Text(tuple(Run(one.text, look if one.marked else "plain") for one in shown), "quote")  # type: ignore[arg-type]


def _row(comparison: Comparison, anonymity: Anonymity, article: Article) -> tuple[str, ...]:
    words = texts("pages")["key"]
    outlet = _outlet(comparison, article)
    if article.agency:
        outlet = words["from_agency"].format(outlet=outlet, agency=article.agency)
    return (
        anonymity.letters()[article.id],
        show_on_one_line(outlet),
        show_on_one_line(article.title or article.id),
        article.published or words["not_stated"],
    )


def _outlet(comparison: Comparison, article: Article) -> str:
    return comparison.outlet_by_article.get(article.id) or texts("pages")["key"]["unidentified"]
