"""Texts as they come, broken marks and encodings included: nothing is raised, and nothing is made up."""

from pathlib import Path

import pytest

import framing
from framing.errors import UsageError

OPENED = '"We left at dawn, he said. The road was empty.'
MAYOR = "The mayor said the bridge had gone."
HOLM = "Ida Holm said it was loud."
DIVERS = "Divers searched the river until dusk."
TRANSCRIPT = (
    "HOLM: When did you see the smoke?\nREYES: At six. My brother said it was the mill.\n"
    "HOLM: Who rang the bell?\nREYES: Nobody did."
)
# UTF-8 that was read as Windows-1252, once and twice, and characters that were lost.
MOJIBAKE = "â€œWe lost itâ€\x9d, said JosÃ© MuÃ±oz. The mayor said the pier â€“ the old one â€“ had gone."

TEXTS = {
    "a mark that is never closed": f"{OPENED}\n\n{MAYOR}\n\n{HOLM}",
    "a mark that is never opened": f'We left at dawn," he said. {MAYOR} {HOLM}',
    "a mark too many": f"{MAYOR}” {HOLM}“ {DIVERS}”",
    "marks within marks of the same kind": f"He said “the pier is “quite” safe” and left. {HOLM}",
    "marks within marks of another kind": f"“He told me, ‘She said “never” twice,’” Ida Holm said. {MAYOR}",
    "straight marks within straight marks": f'"He shouted "Run" and we ran," Bo Lind said. {MAYOR}',
    "an article in curly marks": f"“{MAYOR} {HOLM} {DIVERS}”",
    "an article in straight marks": f'"{MAYOR}\n\n{HOLM}\n\n{DIVERS}"',
    "an article whose paragraphs open marks": f"“{MAYOR}\n\n“{HOLM}\n\n“{DIVERS}",
    "a transcript": TRANSCRIPT,
    "questions and answers": "Q: Will you stay?\nA: I said so.\n\nQ: Why?\nA: He asked me to.",
    "marks of other languages": "„Wir gehen“, said Ida Holm. «On part», said Bo Lind.",
    "apostrophes beside marks": "'Twas late,' Ida Holm said. 'Tis the lads' boat. It's the workers' right, he said.",
    "mojibake": MOJIBAKE,
    "mojibake twice over": MOJIBAKE.encode("utf-8").decode("latin-1"),
    "lost characters": f"The mayor sa\ufffdd the pier had gone. \ufffd\ufffd {HOLM}",
    "control characters": f"\x00{MAYOR}\x07\x1b[31m {HOLM}\u200b\u202e{DIVERS}\ufeff",
    "other scripts": f"{MAYOR} 市长说桥塌了。 قال العمدة إن الجسر انهار. {HOLM} 👷🏽‍♀️ {DIVERS}",
    "separators of other kinds": f"{MAYOR}\u2028{HOLM}\u2029{DIVERS}\x0b{MAYOR}\x85{HOLM}\r{DIVERS}\r\n",
    "no words": "…?!—“”\n\n''\n—",
    "capitals": f"{MAYOR} {HOLM}".upper(),
    "no capitals": f"{MAYOR} {HOLM}".lower(),
}


def assert_holds_together(found, text):
    for one in found.attributions:
        sources = [source for source in (one.source, one.via) if source]
        for spans in (one.content, one.cue.spans, *(source.spans for source in sources)):
            assert spans == sorted(spans)
            assert all(0 <= start < end <= len(text) for start, end in spans)
        assert one.content
        for source in sources:
            assert all(text[start:end].strip() for start, end in source.spans)
            assert source.text == " ".join(text[start:end] for start, end in source.spans)
    ends = 0
    for utterance in found.utterances:
        assert ends <= utterance.start < utterance.end <= len(text)
        ends = utterance.end
    known = {one.id for one in found.attributions} | {None}
    assert all(utterance.attribution in known for utterance in found.utterances)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_odd_texts_give_records_that_hold_together(text, annotate):
    found = annotate(text)
    assert found.article.text == text
    assert_holds_together(found, text)
    assert annotate(text) == found


@pytest.mark.parametrize("mark", ['"', "“", "''", "'", "‘", "”"])
def test_a_stray_mark_does_not_reach_into_the_next_paragraph(mark, annotate):
    text = f"{mark}We left at dawn and the road was empty.\n\n{MAYOR}\n\n{HOLM}"
    told = [[text[start:end] for start, end in one.content] for one in annotate(text).attributions]
    assert told == [["the bridge had gone"], ["it was loud"]]


def test_a_quotation_in_a_quotation_belongs_to_the_outer_speaker(annotate):
    text = "“My brother rang and said, ‘Get out now,’” Mrs Karras told the inquest."
    outer = max(annotate(text).attributions, key=lambda one: one.content[-1][1] - one.content[0][0])
    assert outer.source.text == "Mrs Karras"
    assert outer.form == "direct"


def test_a_text_without_attributions_has_none(annotate):
    text = (
        "The storm crossed the coast at noon. It took the roof of the station and two boats.\n\n"
        "Crews cleared the road by six, and the power was back before dark. The school stays shut on Monday.\n\n"
        "There will be rain until Wednesday, with winds of 70 kilometres an hour in the north."
    )
    found = annotate(text)
    assert found.attributions == []
    assert {utterance.voice for utterance in found.utterances} == {"own"}


def test_speakers_of_a_transcript_are_not_mixed_up(annotate):
    for one in annotate(TRANSCRIPT).attributions:
        source = one.source.text if one.source else ""
        assert source in {"HOLM", "REYES", "My brother"}
        if source != "My brother":
            before = TRANSCRIPT[: one.content[0][0]].rstrip().rsplit("\n", 1)[-1]
            assert before.startswith(source)


def test_broken_marks_leave_the_speaker_of_the_sentence(annotate):
    found = annotate(MOJIBAKE)
    assert [one.source.text for one in found.attributions] == ["JosÃ© MuÃ±oz", "The mayor"]


@pytest.mark.xfail(reason="what is left of a broken mark is taken for a name")
def test_a_broken_mark_is_nobody(annotate):
    (one,) = annotate("â€œWe lost it,â€\x9d said JosÃ© MuÃ±oz.").attributions
    assert one.source.text == "JosÃ© MuÃ±oz"


@pytest.mark.parametrize("kind", ["an article in curly marks", "an article in straight marks"])
def test_marks_around_a_whole_article_are_no_quotation(kind, annotate):
    found = annotate(TEXTS[kind])
    assert [one.source.text for one in found.attributions] == ["The mayor", "Ida Holm"]


def test_marks_are_no_part_of_a_source(annotate):
    found = annotate(TEXTS["marks within marks of another kind"])
    assert [one.source.text for one in found.attributions if one.form == "direct"] == ["Ida Holm"]


def test_labels_of_a_transcript_are_its_speakers(annotate):
    sources = {one.source.text for one in annotate(TRANSCRIPT).attributions if one.source}
    assert {"HOLM", "REYES"} <= sources


@pytest.mark.parametrize("given", ["The mayor said the dam was safe.", [], Path("news")])
def test_what_is_no_article_is_told_with_what_to_give(given):
    with pytest.raises(
        UsageError, match=r"article: is .*expected one Article; read it: .*framing\.read\(PATH\)"
    ):
        framing.annotate(given)
