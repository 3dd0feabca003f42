"""Scoring: one name and one type for one source across articles, where outlets spell or introduce it differently."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import msgspec

from framing.schema import Agency, Annotations, Attribution, Name, Source
from framing.scoring.persons import join_persons, mentions_of

_JOINT = " and "
OTHER = "other"


def unify_names(annotations: Sequence[Annotations]) -> list[Annotations]:
    """Return annotations in which spellings of one name are replaced by the commonest of them.

    Names are one where they are equal after case, accents, hyphens, y for i and doubled letters are taken away; names
    of one word must be equal but for case and accents ("AAP" is not "AP"). Of spellings alike common, the first in
    the alphabet is kept, so that the order of articles changes nothing. Then a person's surname, titles and middle
    initials give way to the full name, see `join_persons`. In the same way a source has the type that is most often
    given to its name; "other", which says only that an article does not tell, gives way to any.
    """
    spellings = _commonest(annotations)
    respelled = [_respell(annotation, spellings) for annotation in annotations]
    persons = join_persons(respelled, list(mentions_of(respelled)))
    joined = [_respell(annotation, persons) for annotation in respelled] if persons else respelled
    return _with_one_type(joined)


def spelling_key(name: str) -> str:
    """Return what is left of a name when its spelling does not count: "Sergey Orlov" and "Sergei Orlov" are alike."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    spaced = re.sub(r"[\W_]+", " ", plain).strip()
    if " " not in spaced:
        return spaced
    return re.sub(r"([^\W\d])\1+", r"\1", spaced.replace("y", "i"))


def _commonest(annotations: Sequence[Annotations]) -> dict[str, str]:
    """Return the commonest spelling of each name that is written otherwise somewhere."""
    counts: Counter[str] = Counter()
    for annotation in annotations:
        for attribution in annotation.attributions:
            for source in (attribution.source, attribution.via):
                if source and source.canonical is not None:
                    counts.update(source.canonical.split(_JOINT))
        for agency in annotation.agency:
            if agency.actor:
                # Who acts takes the spelling of who speaks, so that adding actors renames no source.
                counts[agency.actor] += 0
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for form in counts:
        forms[spelling_key(form)].append(form)
    commonest = {
        form: min(held, key=lambda one: (-counts[one], one)) for held in forms.values() for form in held
    }
    return {form: best for form, best in commonest.items() if form != best}


def _with_one_type(annotations: Sequence[Annotations]) -> list[Annotations]:
    types: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for annotation in annotations:
        for attribution in annotation.attributions:
            for source in (attribution.source, attribution.via):
                if source and source.canonical and source.type != OTHER:
                    types[source.canonical][source.type] += 1
    commonest = {
        name: min(counted, key=lambda kind: (-counted[kind], kind)) for name, counted in types.items()
    }

    def retyped(source: Source | None) -> Source | None:
        kind = commonest.get(source.canonical or "") if source else None
        if source is None or kind is None or kind == source.type:
            return source
        return msgspec.structs.replace(source, type=kind)

    return [
        msgspec.structs.replace(annotation, attributions=_with_sources(annotation.attributions, retyped))
        for annotation in annotations
    ]


def _respell(annotation: Annotations, spellings: Mapping[str, str]) -> Annotations:
    def respelled(source: Source | None) -> Source | None:
        if source is None or source.canonical is None:
            return source
        canonical = _spelled(source.canonical, spellings)
        if canonical == source.canonical:
            return source
        return msgspec.structs.replace(source, canonical=canonical)

    return msgspec.structs.replace(
        annotation,
        attributions=_with_sources(annotation.attributions, respelled),
        names=[_respell_name(one, spellings) for one in annotation.names],
        agency=[_respell_agency(one, spellings) for one in annotation.agency],
    )


def _with_sources(
    attributions: Sequence[Attribution], change: Callable[[Source | None], Source | None]
) -> list[Attribution]:
    """Return attributions with their sources and channels changed; what stays as it is, as most does, is not copied."""
    changed = []
    for one in attributions:
        source, via = change(one.source), change(one.via)
        same = source is one.source and via is one.via
        changed.append(one if same else msgspec.structs.replace(one, source=source, via=via))
    return changed


def _respell_name(name: Name, spellings: Mapping[str, str]) -> Name:
    source = _spelled(name.source, spellings) if name.source is not None else None
    return name if source == name.source else msgspec.structs.replace(name, source=source)


def _respell_agency(agency: Agency, spellings: Mapping[str, str]) -> Agency:
    actor = _spelled(agency.actor, spellings) if agency.actor is not None else None
    return agency if actor == agency.actor else msgspec.structs.replace(agency, actor=actor)


def _spelled(canonical: str, spellings: Mapping[str, str]) -> str:
    if _JOINT not in canonical:
        return spellings.get(canonical, canonical)
    # "Russia and North Korea" are who "North Korea and Russia" are.
    return _JOINT.join(sorted({spellings.get(part, part) for part in canonical.split(_JOINT)}))
