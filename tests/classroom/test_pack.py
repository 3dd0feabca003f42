"""The pack: two pages to print, the pupils' without a name, the key with its evidence."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from framing import api
from framing.classroom import write_pack
from framing.classroom.anonymous import COVER, Anonymity, letter_of
from framing.classroom.verbs import CLASSES, SWAPS
from framing.cli import main
from framing.errors import UsageError
from framing.lexicon.language import load_language

_VOID = {"meta", "br"}
NAMES = [f"{name}.{form}" for name in ("worksheet", "articles", "key", "lesson") for form in ("html", "docx")]


class Reader(HTMLParser):
    """The text of a page without its style, and its tags; `faults` lists end tags that do not match."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.text, self.tags, self.faults, self._open = "", [], [], []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        if "style" not in self._open:
            self.text += data


@pytest.fixture(scope="module")
def pages(comparison, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack") / "new" / "folder"
    files = write_pack(comparison, folder, minutes=120)
    assert [file.name for file in files] == NAMES
    return {file.stem: Reader(file) for file in files if file.suffix == ".html"}


@pytest.fixture(scope="module")
def exercises(comparison, made_of):
    return made_of(comparison)


def items_of(exercise):
    return [item for group in exercise.groups for item in group.items]


def test_pages_are_well_formed_and_load_and_run_nothing(pages):
    for page in pages.values():
        assert page.faults == []
        assert not {"script", "img", "link", "iframe", "b"} & {tag for tag, _ in page.tags}
        for _, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on") or name in ("src", "href")]
        policy = [a["content"] for tag, a in page.tags if "http-equiv" in a]
        assert policy
        assert "default-src 'none'" in policy[0]
        assert "script-src" not in policy[0]


def test_worksheet_names_no_outlet_in_any_form(pages):
    worksheet = pages["worksheet"].text + pages["articles"].text
    for name in ("kyodo", "kyodo news", "the valley post", "hillwire", "english.kyodonews.net", "0-", "1-"):
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", worksheet.lower()), name
    assert COVER in worksheet
    assert "How Kyodo saw it" not in worksheet


def test_key_names_the_outlet_of_every_letter(pages):
    key = pages["key"].text
    assert re.search(r"Article A, paragraph \d+: Kyodo", key)
    assert re.search(r"Article B, paragraph \d+: The Valley Post", key)


def test_voices_are_mixed_and_answers_stand_in_the_articles(exercises):
    voices = exercises["voices"]
    assert {item.right for item in items_of(voices)} == {("own words",), ("reported",), ("quoted",)}
    for item in items_of(voices):
        sentence = item.passage
        assert "".join(strip.text for strip in item.passage.strips) == sentence.text
        assert sentence.article.text[sentence.start : sentence.end] == sentence.text
        marked = " ".join(strip.text for strip in item.passage.strips if strip.marked)
        assert bool(marked) == (item.right != ("own words",))
        assert ('"' in marked) == (item.right == ("quoted",))


def test_own_words_hold_no_word_of_reporting(exercises):
    own = [item for item in items_of(exercises["voices"]) if item.right == ("own words",)]
    assert own
    for item in own:
        assert not re.search(r"said|told|claimed|insisted|reported", item.passage.text)


def test_verbs_are_told_with_what_they_do(exercises):
    answers = {
        item.passage.text: [answer.text for answer in item.answers] for item in items_of(exercises["verbs"])
    }
    insisted = next(text for text in answers if "insisted" in text)
    assert answers[insisted][0] == "Engineers (experts without a name)"
    assert answers[insisted][1] == f"“insisted” {CLASSES['emphatic']}."
    claimed = next(text for text in answers if "claimed" in text)
    assert answers[claimed][1] == f"“claimed” {CLASSES['distancing']}."


def test_outlet_as_source_is_never_asked_for(exercises):
    for exercise in exercises.values():
        for passage in (one for item in items_of(exercise) for one in item.shown):
            assert "valley post reported" not in passage.text.lower()


def test_no_passage_stands_twice_in_an_exercise(exercises):
    for exercise in exercises.values():
        for group in exercise.groups:
            texts = [one.folded for item in group.items for one in item.shown]
            assert len(texts) == len(set(texts))


def test_passages_are_whole_sentences_of_fair_length(exercises):
    for exercise in exercises.values():
        for passage in (one for item in items_of(exercise) for one in item.shown):
            assert 8 <= passage.length <= 45
            assert re.match(r'["A-Z]', passage.text)
            assert re.search(r'[.!?]["”]?$', passage.text)


def test_exercise_that_cannot_be_made_is_in_the_key_alone(pages, exercises):
    assert exercises["names"].missing
    assert exercises["names"].title not in pages["worksheet"].text
    assert exercises["names"].missing in pages["key"].text


def test_naming_is_asked_where_articles_differ(compare_texts, made_of):
    comparison = compare_texts(
        (
            "Kyodo",
            "Russia's full-scale invasion of Ukraine began on a cold morning in February 2022.\n\n"
            "Ministers from forty countries met in the old castle for the whole of Tuesday.\n",
        ),
        (
            None,
            'Vladimir Putin said the "special military operation in Ukraine" would reach its goals before winter.\n\n'
            "Ministers from many countries met in the castle hall until late on Tuesday.\n",
        ),
    )
    names = made_of(comparison)["names"]
    (group,) = [group for group in names.groups if group.heading == "The war in Ukraine"]
    answers = [(a.label, a.text) for item in group.items for a in item.answers]
    assert answers == [
        ("“full-scale invasion”", "in the outlet’s own words"),
        ("“special military operation”", "in words that it quotes (source: Vladimir Putin)"),
    ]


def test_same_input_gives_same_bytes_and_seed_changes_the_order_alone(comparison, tmp_path):
    first, again, other = (
        [file.read_bytes() for file in write_pack(comparison, tmp_path / str(n), seed=seed)]
        for n, seed in enumerate((0, 0, 3))
    )
    assert first == again
    assert first != other
    assert sorted(first[0].split(b"\n")) == sorted(other[0].split(b"\n"))


def test_strangers_text_is_shown_as_text(compare_texts, tmp_path):
    hostile = '<img src=x onerror=alert(1)> "Daily"'
    text = (
        "The river rose over \u202e<script>alert(2)</script> & the old town before sunrise on Friday.\n\n"
        "Mayor Helen Brook said the <i>flood</i> was a natural disaster that no engineer had foreseen.\n"
    )
    comparison = compare_texts((hostile, text), title="</title><script>alert(3)</script>\u2066")
    for file in write_pack(comparison, tmp_path, forms=["html"]):
        page, raw = Reader(file), file.read_text(encoding="utf-8")
        assert page.faults == []
        assert not {"script", "img", "i"} & {tag for tag, _ in page.tags}
        assert ("<script>alert(2)</script>" in page.text) == (file.stem != "lesson")
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", raw)
    assert hostile in Reader(tmp_path / "key.html").text
    assert "onerror" not in (tmp_path / "worksheet.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["It rained.", "Rain fell and fell on the old town without any end in sight."]
)
def test_too_little_text_is_refused_with_a_remedy(compare_texts, tmp_path, text):
    with pytest.raises(UsageError, match="too little for any exercise") as error:
        write_pack(compare_texts((None, text)), tmp_path / "pack")
    assert error.value.remedy
    assert not (tmp_path / "pack").exists()


def test_letters_go_on_after_z():
    assert [letter_of(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_covering_takes_whole_words_in_any_case(comparison):
    cover = Anonymity(comparison).cover
    assert cover("KYODO\nand  Kyodo's man, Hillwires, english.kyodonews.net") == (
        f"{COVER} and {COVER}'s man, Hillwires, {COVER}"
    )


def test_verbs_to_swap_have_the_classes_of_the_lexicon():
    entries = [entry for one in load_language("en").lexicons for entry in one.entries]
    classes = {e.lemma: e.class_ for e in entries if getattr(e, "pos", "") == "verb"}
    lemmas = {"said": "say", "claimed": "claim", "revealed": "reveal"}
    for swaps in SWAPS.values():
        for verb, class_ in swaps.items():
            assert classes[lemmas[verb]] == class_
    assert set(classes.values()) <= set(CLASSES)


def write_articles(folder: Path) -> Path:
    folder.mkdir()
    (folder / "one.txt").write_text(
        "A flood\n\nThe river rose over the lower streets of the old town before sunrise on Friday.\n\n"
        "Mayor Helen Brook said the flood was a natural disaster that no engineer could have foreseen.\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize(("extra", "code"), [("", 0), ("empty.txt", 1)])
def test_command_writes_the_pack_and_tells_its_exit_code(tmp_path, capsys, extra, code):
    folder = write_articles(tmp_path / "articles")
    if extra:
        (folder / extra).write_text("", encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        main(["classroom", str(folder), "-o", str(tmp_path / "lesson")])
    assert stop.value.code == code
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / "lesson" / name) for name in NAMES]


def test_command_is_quiet_and_refuses_what_it_cannot_write(tmp_path, capsys):
    folder = write_articles(tmp_path / "articles")
    with pytest.raises(SystemExit) as stop:
        main(["classroom", str(folder), "-o", str(tmp_path / "lesson"), "--quiet"])
    assert (stop.value.code, capsys.readouterr().out) == (0, "")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        api.write_classroom(folder, tmp_path / "file" / "below")
