"""Articles of a store: those that are chosen, as a comparison wants them, without annotating anything (room: api)."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from framing.api.annotations import Prepared
from framing.api.choice import (
    EVERYTHING,
    Choice,
    describe,
    describe_stale,
    describe_unknown,
    titled_by,
)
from framing.api.paths import AnyPath, event_of, input_list, roots_of
from framing.corpus.beside import Beside, here, kept_corrections, read_beside
from framing.corpus.query import (
    FoundEvent,
    find_event,
    find_outlets,
    find_rows,
    outlets_named,
    unknown_event,
)
from framing.corpus.storage import Folder
from framing.corpus.store import (
    REJECTS_FILE,
    STORE_FILE,
    Store,
    annotations_file,
    annotations_of,
    read_store,
    restore,
)
from framing.errors import UsageError
from framing.features import OWN_WEIGHTS, Method, annotation_signature
from framing.lexicon.language import load_language
from framing.lexicon.organisations import load_organisations
from framing.reading.event import EVENT_FILE, has_event_file
from framing.reading.kinds import without_ending
from framing.reading.listings import file_system, is_address
from framing.schema import Article, Event, Reject
from framing.scoring.signature import signature_difference

if TYPE_CHECKING:
    from framing.workshop import CorrectionsFile

_EVENTS_FILE = "events.jsonl"


def find_store(paths: AnyPath | Sequence[AnyPath]) -> Folder | None:
    """Return the store that paths are, None where none of them is one.

    Raises `UsageError` where a store stands beside other paths.
    """
    listed = [paths] if isinstance(paths, str | Path) else paths
    stores = [folder for path in listed if _is_there(folder := Folder(str(path)), STORE_FILE)]
    if stores and len(listed) > 1:
        raise UsageError(stores[0].address, "is a store of annotations", "no other path beside it")
    return stores[0] if stores else None


def has_title(paths: AnyPath | Sequence[AnyPath]) -> bool:
    """Return whether somebody has told of what event the articles of paths, or of a store, are."""
    store = find_store(paths)
    if store is None:
        return has_event_file(roots_of(input_list(paths)))
    return read_beside(store).titled or _is_there(store, EVENT_FILE)


def open_stored(
    folder: Folder,
    choice: Choice = EVERYTHING,
    *,
    attribution: Method = "hybrid",
    lexicons: Sequence[Path] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> Prepared:
    """Return the annotations of the articles that are chosen, in the order in which the store's inputs were read.

    They are those that the same articles would have if they were read and annotated now, corrections and all. What was
    set aside is told where every article is chosen, since nobody knows of what event it would have been; files whose
    articles are missing as a whole, because the work on them failed, are told always. A note says what was chosen,
    except where it is an event whose title is known: that report is the one from its articles. What may be
    wrong with the choice is `told`. `progress` is told how many articles are read. Raises `UsageError` for a store that
    is unfinished, or was made with another version or other lexicons, for an event or a condition that cannot be used,
    and where no article is chosen.
    """
    if choice.events is not None and choice.event is None:
        raise UsageError(
            f"--events {choice.events}", "says of no event that it is wanted", "--event ID beside it"
        )
    store = read_store(folder)
    own = _check(folder, store, attribution, lexicons)
    files = [folder.address_of(annotations_file(shard.name)) for shard in store.shards if shard.articles]
    filesystem = None
    if not folder.is_local:
        filesystem = file_system(folder.address)[0]
        # Of an address that can be written in two ways, DuckDB asks for this one.
        files = [filesystem.unstrip_protocol(filesystem._strip_protocol(file)) for file in files]
    found = None if choice.event is None else _find_event(folder, choice)
    ids = None if found is None else found.ids
    held = []
    for record, text in find_rows(
        files, ["record", "text"], where=choice.where, ids=ids, filesystem=filesystem
    ):
        held.append(restore(record, text))
        progress(len(held))
    told = []
    if choice.where is not None:
        registry = load_organisations("en", own)
        told += describe_unknown(outlets_named(choice.where), find_outlets(files, filesystem), registry)
    if found is not None:
        there = len(held)
        if choice.where is not None:
            there = sum(1 for _ in find_rows(files, ["id"], ids=found.ids, filesystem=filesystem))
        told += describe_stale(len(found.ids) - there, found.listed, store.articles, _make_anew(folder))
    if not held:
        raise _nothing(folder, store, choice, told)
    rejects = read_all_rejects(folder)
    beside = read_beside(folder)
    corrections = []
    if beside.corrections:
        from framing.workshop import correct_by

        known = {name for row in find_rows(files, ["id", "file"], filesystem=filesystem) for name in row}
        known |= {name for one in rejects for name in (one.file, without_ending(one.file))}
        corrected = correct_by(
            held,
            [
                (file, _below(file, known).union(kept.names))
                for file, kept in zip(kept_corrections(folder, beside), beside.corrections, strict=True)
            ],
            own,
        )
        held, corrections = corrected.annotations, corrected.corrections
    # Where the title says which event it is, the report is that from its articles, byte for byte.
    silent = not choice.is_made or (choice.where is None and has_title(folder.address))
    return Prepared(
        held,
        rejects_of_failed(store, rejects) if choice.is_made else rejects,
        corrections,
        _event(folder, beside, choice, own),
        own,
        notes=[] if silent else [describe(choice, len(held), store.articles)],
        told=told,
    )


def stored_articles(folder: Folder) -> Iterator[Article | Reject]:
    """Yield the articles of a store in their order, as reading gave them, then the files whose work failed.

    Raises `UsageError` for a store that is unfinished.
    """
    store = read_store(folder)
    check_complete(folder, store)
    for shard in store.shards:
        if shard.articles:
            yield from (annotated.article for annotated in annotations_of(folder, shard.name))
    yield from rejects_of_failed(store, read_all_rejects(folder))


def check_complete(folder: Folder, store: Store) -> None:
    """Raise `UsageError` for a store that is unfinished."""
    if not store.complete:
        raise UsageError(
            folder.address, "is unfinished", "a whole store", "run framing annotate again with --resume"
        )


def rejects_of_failed(store: Store, rejects: Sequence[Reject]) -> list[Reject]:
    """Return those of a store's rejects that stand for shards without files; they stand in the order of the shards."""
    ends = accumulate(shard.rejects for shard in store.shards)
    return [
        one
        for shard, end in zip(store.shards, ends, strict=True)
        if shard.failed is not None
        for one in rejects[end - shard.rejects : end]
    ]


def _check(folder: Folder, store: Store, attribution: Method, lexicons: Sequence[Path]) -> tuple[Path, ...]:
    """Return the store's lexicons, where this program would annotate its articles just as they were."""
    check_complete(folder, store)
    if lexicons:
        raise UsageError(
            folder.address,
            "was annotated with lexicons of its own",
            "no --lexicon beside a store",
            "annotate the articles again with this one",
        )
    own = tuple(here(folder, name) for name in store.lexicons)
    for code, theirs in store.signatures.items():
        mine = _signature(code, own, theirs)
        if mine != theirs:
            raise UsageError(
                folder.address,
                f"was made with {signature_difference(theirs, mine)}",
                signature_difference(mine, theirs),
                "annotate the articles again, or use the framing that made it",
            )
        if attribution != "hybrid" and f"|attribution:{attribution}" not in theirs:
            raise UsageError(
                folder.address,
                f"was not annotated with --attribution {attribution}",
                theirs.partition("|attribution:")[2].partition("|")[0],
                "leave the option out, or annotate the articles again",
            )
    return own


def _signature(code: str, lexicons: tuple[Path, ...], theirs: str) -> str:
    """Return what this program would sign; of what need not be here, what the store says of it.

    That is a spaCy pipeline, and weights that are not the shipped ones.
    """
    language = load_language(code, lexicons)
    method = theirs.partition("|attribution:")[2].partition("|")[0]
    if method.startswith("spacy@") or method.endswith(OWN_WEIGHTS):
        return annotation_signature(language, "rules").replace("attribution:rules", f"attribution:{method}")
    return annotation_signature(language, "rules" if method == "rules" else "hybrid")


def _find_event(folder: Folder, choice: Choice) -> FoundEvent:
    place, name = folder, _EVENTS_FILE
    if choice.events and is_address(choice.events):
        kind, _, inside = choice.events.rpartition("://")
        above, _, name = inside.rpartition("/")
        place = Folder(f"{kind}://{above}")
    elif choice.events:
        place, name = Folder(str(Path(choice.events).parent)), Path(choice.events).name
    try:
        with place.read(name) as lines:
            found = find_event(lines, choice.event or "", place.address_of(name))
        if found.ids:
            return found
        with place.read(name) as lines:
            raise unknown_event(lines, choice.event or "", place.address_of(name))
    except OSError as error:
        raise UsageError(
            place.address_of(name),
            f"cannot be read: {error.strerror or error}",
            "the events of the store's articles",
            _make_anew(folder),
        ) from error


def _make_anew(folder: Folder) -> str:
    # Events are written to this machine alone.
    if folder.is_local:
        return f"make it: framing events {folder.address} -o {folder.address_of(_EVENTS_FILE)}"
    return f"make it: framing events {folder.address} -o {_EVENTS_FILE}, and give --events {_EVENTS_FILE}"


def _nothing(folder: Folder, store: Store, choice: Choice, told: Sequence[str]) -> UsageError:
    if not choice.is_made:
        return UsageError(folder.address, "holds no article", "", "look at its rejects.jsonl")
    return UsageError(
        str(choice),
        f"chooses none of the {store.articles:,} articles of {folder.address}",
        "at least one",
        "; ".join(told),
    )


def read_all_rejects(folder: Folder) -> list[Reject]:
    """Return what was set aside of a store, in the order of its shards."""
    try:
        with folder.read(REJECTS_FILE) as lines:
            return [msgspec.json.decode(line, type=Reject) for line in lines]
    except FileNotFoundError:
        return []


def _below(file: "CorrectionsFile", known: set[str]) -> set[str]:
    """Return the names that articles have in the folder of a file of corrections."""
    return {name.removeprefix(file.prefix) for name in known if name.startswith(file.prefix)}


def _event(folder: Folder, beside: Beside, choice: Choice, lexicons: tuple[Path, ...]) -> Event:
    """Return the event as the store's folder tells it, else as it was told beside the articles."""
    event = beside.event if beside.titled else titled_by(beside.event, choice)
    if not _is_there(folder, EVENT_FILE):
        return event
    return event_of(here(folder, EVENT_FILE), lexicons, title=event.title)


def _is_there(folder: Folder, name: str) -> bool:
    try:
        with folder.read(name):
            return True
    except OSError:
        return False
