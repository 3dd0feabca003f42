"""What a worker does (room: corpus): a shard in, its files in the store out; only a small summary travels back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from framing.collector import rare_collection
from framing.corpus.annotate import Settings, annotate_or_reject, one_thread
from framing.corpus.shards import Shard
from framing.corpus.storage import Folder
from framing.corpus.store import ShardHead, ShardWriter
from framing.errors import UsageError
from framing.features.annotate import annotation_signature
from framing.lexicon.language import load_language
from framing.reading import ReadingOptions
from framing.reading.duplicates import text_digest
from framing.reading.folders import FolderNames
from framing.reading.read import read_file
from framing.resources import shipped_languages
from framing.schema import Annotations, Article, Reject


@dataclass(frozen=True)
class Job:
    """What all shards of a run have in common; `signatures` is the signature of each language's annotations."""

    folder: Folder
    settings: Settings
    signatures: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    outlet_folders: bool = False

    @property
    def signature(self) -> str:
        """All that tells this run's shards from another's, in one line."""
        return signature_of(self.signatures, self.reading)

    @property
    def reading(self) -> dict[str, object]:
        """How the inputs are read, where it is not as usual."""
        return {
            **({"columns": dict(sorted(self.columns.items()))} if self.columns else {}),
            **({"outlet_folders": True} if self.outlet_folders else {}),
        }

    def options(self) -> ReadingOptions:
        """Return how to read."""
        return ReadingOptions(
            columns=self.columns, outlet_folders=self.outlet_folders, lexicons=self.settings.lexicons
        )


class ShardSummary(NamedTuple):
    """What became of a shard."""

    articles: int
    rejects: int


def signature_of(signatures: Mapping[str, str], reading: Mapping[str, object]) -> str:
    """Return the signatures of all languages, and how the inputs were read, in one line."""
    told = [f"{name}:{reading[name]}" for name in sorted(reading)]
    return "||".join([*(signatures[code] for code in sorted(signatures)), *told])


def signatures_for(settings: Settings) -> dict[str, str]:
    """Return the signature of annotations in each language that articles may have."""
    return {
        code: annotation_signature(load_language(code, settings.lexicons), *settings.finding)
        for code in shipped_languages()
    }


def annotate_shard(job: Job, shard: Shard, count: Callable[[], None] = lambda: None) -> ShardSummary:
    """Read and annotate a shard and write its files; at most 64 articles are in memory at a time.

    What cannot be read or annotated is set aside; of all others `count` is told, one by one. Raises `UsageError` where
    the store cannot be written, and where this worker annotates otherwise than the one that asks: another version of
    framing, or other lexicons.
    """
    options = job.options()
    with rare_collection(), one_thread(), ShardWriter(job.folder, shard.name) as writer:
        for article in _read(shard, options):
            found = annotate_or_reject(article, job.settings)
            reject = found if isinstance(found, Reject) else _add(writer, found, job)
            if reject is None:
                count()
            else:
                writer.set_aside(reject)
        summary = ShardSummary(writer.articles, len(writer.rejects))
        writer.finish(
            ShardHead(
                signature=job.signature,
                articles=summary.articles,
                rejects=summary.rejects,
                columns_found=dict(options.columns_found),
            )
        )
    return summary


def _read(shard: Shard, options: ReadingOptions) -> Iterator[Article | Reject]:
    folder_names = FolderNames(options)
    for item in shard.items:
        if isinstance(item, Reject):
            yield item
        else:
            yield from read_file(item.found, folder_names, options, item.start, item.stop)


def _add(writer: ShardWriter, found: Annotations, job: Job) -> Reject | None:
    _check_signature(found, job)
    try:
        writer.add(found, text_digest(found.article.text))
    except UnicodeEncodeError:
        return Reject(
            file=found.article.file,
            reason=f"the article {found.article.id!r} holds characters that are no text (lone surrogates)",
            remedy="save it again as UTF-8",
        )
    return None


def _check_signature(found: Annotations, job: Job) -> None:
    language = found.article.language
    if found.signature != job.signatures.get(language):
        raise UsageError(
            "worker",
            f"annotates otherwise than asked: {found.signature}",
            job.signatures.get(language, f"no articles in {language!r}"),
            "install the same version of framing, with the same lexicons, wherever workers run",
        )
