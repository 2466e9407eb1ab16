"""Compares two snapshots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import product

from aos_check.model.change import Change, Completion, PathChange, SpecChange
from aos_check.model.decision import Decision
from aos_check.model.spec import Spec
from aos_check.reading.decision_files import DecisionFiles
from aos_check.reading.snapshot import Snapshot


def compare(
    before: Snapshot, after: Snapshot, paths: tuple[PathChange, ...], *, roadmap: bool = True
) -> Change:
    """The change between two snapshots that differ by `paths`.

    Specs with documents that are missing from a partial clone are omitted.

    Without `roadmap`, completions are omitted: to find them, every spec must be read.
    """
    specs = tuple(
        pair
        for pair in _spec_changes(before, after, paths)
        if not (pair.before and before.lacks(pair.before.path))
        and not (pair.after and after.lacks(pair.after.path))
    )
    return Change(
        paths=paths,
        specs=specs,
        decisions=tuple(_decision_changes(before, after, paths)),
        completions=tuple(_completions(after, specs)) if roadmap else (),
    )


def _spec_changes(
    before: Snapshot, after: Snapshot, paths: Iterable[PathChange]
) -> Iterator[SpecChange]:
    old, new = before.found.users, after.found.users
    moved: Counter[tuple[str, str]] = Counter()  # number of files that moved between two specs
    sources, targets = dict[str, None](), dict[str, None]()
    for path in paths:
        own, their = old.get(path.before or "", ()), new.get(path.after or "", ())
        sources |= dict.fromkeys(own)
        targets |= dict.fromkeys(their)
        moved.update(product(own, their))
    pairs = _paired(before, after, sources, targets, moved)
    for target in targets:
        source = pairs.get(target)
        yield SpecChange(before.spec(source) if source else None, after.spec(target))
    paired = set(pairs.values())
    for source in sources:
        if source not in paired and source not in targets:
            # The folder may still be a spec without the deleted file.
            stays = source in after.found.folders
            yield SpecChange(before.spec(source), after.spec(source) if stays else None)


def _paired(
    before: Snapshot,
    after: Snapshot,
    sources: Collection[str],
    targets: Collection[str],
    moved: Counter[tuple[str, str]],
) -> dict[str, str]:
    """The earlier spec of each later one: by path, else by id, else by renamed files."""
    old, new = before.found.folders, after.found.folders
    pairs = {target: target for target in targets if target in old}
    left = [source for source in sources if source not in new]
    by_id = {old[source].id: source for source in left}
    for target in targets:
        if target not in pairs and (source := by_id.get(new[target].id)):
            pairs[target] = source
            left.remove(source)
            del by_id[old[source].id]
    for (source, target), _ in moved.most_common():
        if target not in pairs and source in left:
            pairs[target] = source
            left.remove(source)
    return pairs


def _decision_changes(
    before: Snapshot, after: Snapshot, paths: Iterable[PathChange]
) -> Iterator[tuple[Decision, Decision]]:
    """The decisions before and after, if both exist, in the files that differ."""
    changed = {path.before: path.after for path in paths if path.before and path.after}
    old = _decisions_in(before, changed)
    new = _decisions_in(after, changed.values()) if old else {}
    for (path, identity), decision in old.items():
        later = new.get((changed[path], identity))
        inside = [each for (place, _), each in new.items() if place == changed[path]]
        if later is None and len(inside) == 1 and sum(1 for place, _ in old if place == path) == 1:
            later = inside[0]  # the only record in a file may have a new number
        if later is not None:
            yield decision, later


def _decisions_in(snapshot: Snapshot, paths: Iterable[str]) -> dict[tuple[str, str], Decision]:
    open_page = snapshot.pages.opener({})
    wanted = frozenset(paths)
    found: dict[tuple[str, str], Decision] = {}
    for files in snapshot.found.decisions.values():
        some = DecisionFiles(
            tuple(path for path in files.records if path in wanted),
            tuple(path for path in files.logs if path in wanted),
        )
        if some:
            from aos_check.reading.decisions import read_decisions

            found |= {(each.at.path, each.id): each for each in read_decisions(some, open_page)}
    return found


def _completions(after: Snapshot, specs: Iterable[SpecChange]) -> Iterator[Completion]:
    completed: dict[str, list[Spec]] = {}
    for spec in (pair.after for pair in specs if pair.completes and pair.after):
        completed.setdefault(after.found.folders[spec.path].home.root, []).append(spec)
    for root, done in completed.items():
        from aos_check.reading.project import plan_of

        yield Completion(plan_of(after, root), tuple(spec.id for spec in done))
