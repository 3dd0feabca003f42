"""The training script, on a few made-up articles: it runs to the end, and the same data give the same weights."""

import json
import os
import subprocess
import sys
import textwrap
from importlib.util import find_spec
from pathlib import Path

import pytest

from framing.features.attribution import find_by_rules
from framing.features.tagger import load_model, with_tagged
from framing.features.tagger.weights import Card
from framing.lexicon.language import load_language
from framing.text import parse_text

for package in ("jax", "optax"):
    if find_spec(package) is None:
        pytest.skip("needs pip install '.[train]'", allow_module_level=True)

SCRIPT = Path(__file__).parents[1] / "training" / "attribution.py"
SPEAKERS = ("Ida Holm", "Bo Lind", "the port authority", "two fishermen", "Vera Sand")
SAID = ("the pier would close", "nobody had been asked", "fares were too high", "the ferry was safe")


def annotated(number):
    """Return an article of three attributions with their offsets."""
    text, attributions = "A quay in trouble\n\n", []
    for k in range(3):
        source, content = SPEAKERS[(number + k) % len(SPEAKERS)], SAID[(number * 2 + k) % len(SAID)]
        start = len(text)
        said = start + len(source) + 1
        text += f"{source} said {content}. The tide came in at noon.\n\n"
        spans = ((start, said - 1), (said, said + 4), (said + 5, said + 5 + len(content)))
        attributions.append(dict(zip(("source", "cue", "content"), ([span] for span in spans), strict=True)))
    return {"id": f"a{number}", "text": text, "attributions": attributions}


def train(data, out, epochs):
    # Most of the time goes into the compiler; what it makes is as good here without its optimisations, and made once.
    quick = {
        "JAX_DISABLE_MOST_OPTIMIZATIONS": "1",
        "JAX_COMPILATION_CACHE_DIR": str(out.parent / "compiled"),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
    }
    command = [sys.executable, SCRIPT, data, "--out", out, "--epochs", str(epochs)]
    finished = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, env={**os.environ, **quick}
    )
    assert finished.returncode == 0, finished.stderr[-2000:]
    return finished.stdout


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    data = folder / "articles.jsonl"
    data.write_text("\n".join(json.dumps(annotated(n)) for n in range(40)), encoding="utf-8")
    return folder, train(data, folder / "one", 2), train(data, folder / "two", 2)


def test_the_same_data_give_the_same_weights(trained):
    folder, *_ = trained
    assert (folder / "one" / "en.npz").read_bytes() == (folder / "two" / "en.npz").read_bytes()
    assert (folder / "one" / "en.json").read_bytes() == (folder / "two" / "en.json").read_bytes()


def test_every_part_of_the_network_learns(trained):
    """Nothing may be cut off from the loss, which training itself would not tell: it prints figures all the same."""
    folder, *_ = trained
    asked = f"""
        import jax, numpy as np
        from attribution import first_weights, load_language, loss, make_steps, read_example, read_rows
        from pathlib import Path
        language, dice = load_language(), np.random.default_rng(0)
        examples = [read_example(row, language, None) for row in read_rows(Path({str(folder / "articles.jsonl")!r}))]
        step = next(make_steps(examples, dice))
        slopes = jax.jit(jax.grad(loss))(first_weights(dice, ""), step, jax.random.PRNGKey(0))
        print([name for name, slope in slopes.items() if not slope.any()], len(slopes) > 20)
    """
    assert in_a_process_of_its_own(asked) == "[] True"


@pytest.mark.parametrize("variant", ["", "spacy"])
def test_numpy_and_jax_see_the_same(variant):
    asked = f"""
        import jax, numpy as np
        from framing.features.tagger import load_model, network
        weights = load_model("en", variant={variant!r}).weights
        vectors = np.random.default_rng(3).standard_normal((40, len(weights["token 0 weights"][0]))).astype("float32")
        by_jax = network.encode(jax.numpy, weights, jax.numpy.asarray(vectors))
        print(np.allclose(network.encode(np, weights, vectors), by_jax, atol=1e-4), np.std(by_jax) > 0.1)
    """
    assert in_a_process_of_its_own(asked) == "True True"


@pytest.mark.parametrize("variant", ["", "spacy"])
def test_numpy_and_jax_say_the_same_of_neighbourhoods(trained, variant):
    """numpy holds those places alone that can belong to a cue, jax all of them side by side."""
    folder, *_ = trained
    asked = f"""
        import jax.numpy as jnp, numpy as np
        from examples import _in_windows, _placed, read_example, read_rows
        from framing.features.tagger import load_model, network
        from framing.features.tagger.inputs import read_windows
        from framing.lexicon.language import load_language
        from pathlib import Path
        weights = load_model("en", variant={variant!r}).weights
        row = list(read_rows(Path({str(folder / "articles.jsonl")!r})))[0]
        example = read_example(row, load_language(), None)
        tokens, dice = len(example.inputs.tokens), np.random.default_rng(3)
        vectors = dice.standard_normal((tokens, len(weights["token 0 weights"][0]))).astype("float32")
        shares = dice.random((tokens, network.SHARES)).astype("float32")
        flat = read_windows(example.inputs, example.cues)
        side_by_side = _placed(_in_windows(example), np.arange(tokens), np.zeros(tokens), 0)
        shown = len(network.SIGNS) + network.SHARES - 1 + network.BETWEEN
        of_a_parse = max(0, len(weights["signs"]) - shown)

        def label(xp, windows):
            more = ((0, 0),) * (windows.signs.ndim - 1) + ((0, of_a_parse),)
            windows = windows._replace(signs=np.pad(windows.signs, more))
            near = network.see_near_cue(weights, vectors)
            arrays = (xp.asarray(one) for one in (vectors, near, shares))
            return np.array(network.label_windows(xp, weights, *arrays, network.Windows(*map(xp.asarray, windows))))

        by_numpy, by_jax = label(np, flat)[flat.inside], label(jnp, side_by_side)[side_by_side.inside]
        print(np.allclose(by_numpy, by_jax, atol=1e-3), np.std(by_jax) > 0.1, len(by_jax) > 30)
    """
    assert in_a_process_of_its_own(asked) == "True True True"


def in_a_process_of_its_own(script):
    """Return what a script prints: jax starts threads, and a process that has some should not fork."""
    finished = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, cwd=SCRIPT.parent
    )
    assert finished.returncode == 0, finished.stderr[-2000:]
    return finished.stdout.strip()


def test_figures_are_printed_and_stand_on_the_card(trained):
    folder, printed, _ = trained
    card = load_model("en", folder / "one").card
    assert isinstance(card, Card)
    assert (card.articles, card.attributions, card.data) == (36, 108, "articles.jsonl")
    assert "36 articles to train on, 4 held back" in printed
    assert f"{card.least_cue_share:.2f}" in printed


def test_what_was_trained_can_be_used(trained):
    folder, *_ = trained
    language = load_language()
    document = parse_text(annotated(3)["text"], language)
    cues, found = find_by_rules(document, language)
    model = load_model("en", folder / "one")
    for one in with_tagged(document, language, cues, found, model):
        assert all(document.text[start:end].strip() for start, end in (*one.cue, *one.content))


def test_a_line_that_is_no_annotation_is_told(tmp_path):
    data = tmp_path / "broken.jsonl"
    data.write_text('{"id": "a", "attributions": []}\n', encoding="utf-8")
    finished = subprocess.run([sys.executable, SCRIPT, data], capture_output=True, text=True)
    assert finished.returncode != 0
    assert "line 1" in finished.stderr
    assert "Traceback" not in finished.stderr
