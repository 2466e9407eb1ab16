"""The places of artifacts, and the people who may approve them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath

from aos_check.git import Repository
from aos_check.history.adoption import adopted_at
from aos_check.judging.config import MAX_READ, find_in
from aos_check.judging.input.policies import approval_policy_of, sources_of
from aos_check.judging.settings import Config
from aos_check.model.addresses import suggestion
from aos_check.model.approval import ApprovalLevel
from aos_check.model.errors import CannotCheckError
from aos_check.model.spec import Spec
from aos_check.model.tree import Tree, content
from aos_check.reading.approval import codeowners
from aos_check.reading.approval.levels import ApprovalPolicy, Witness
from aos_check.reading.artifact_index import Sources
from aos_check.reading.foreign import is_foreign
from aos_check.reading.homes import find_homes
from aos_check.reading.layouts import Layout
from aos_check.reading.layouts.loading import shipped
from aos_check.reading.snapshot import Snapshot

DECISION_FORMS = ("nygard", "madr")
"""The layouts of decision records, which need no home."""


def sources_for(config: Config, below: str, tree: Tree) -> Sources:
    """The places of artifacts in the folder `below` of the tree; "" is the whole tree."""
    _expect_layouts(config)
    sources = sources_of(config)
    roots = _roots(_above_home(below, tree, sources.known), config.projects, tree)
    return replace(sources, roots=roots)


def policy_with_approvers(
    config: Config, source: Tree, base: Tree | None = None, below: str = ""
) -> ApprovalPolicy:
    """The approval policy for the folder `below`.

    CODEOWNERS and the signers' keys come from `source`. The listed approvers come from the
    configuration at the `base`, if it has one.
    """
    policy = approval_policy_of(config)
    if policy.level.rank < ApprovalLevel.LISTED.rank:
        return policy
    approving = _at_base(config, base, below)
    signers = approving.approval.allowed_signers
    return replace(
        policy,
        approvers=approval_policy_of(approving).approvers,
        members=approving.approval.members,
        owners=_owners(source) if approving.approval.approvers == "CODEOWNERS" else None,
        signers=content(source, signers, MAX_READ) if signers else None,
    )


def _at_base(config: Config, base: Tree | None, below: str) -> Config:
    """The configuration at the base. If it has none, the project may be adopting one: `config`."""
    if base is None:
        return config
    try:
        found, path = find_in(base, below)
    except CannotCheckError:
        return config
    return found if path else config


def _owners(tree: Tree) -> codeowners.Owners:
    texts = (content(tree, place, MAX_READ) for place in codeowners.PLACES)
    found = next((text for text in texts if text is not None), b"")
    return codeowners.parse(found.decode("utf-8", "replace"))


def asking_as_before(sources: Sources, base: Tree) -> Sources:
    """The sources in which a project asks for approvals if it did at the base.

    New homes ask for them if any project at the base did. Otherwise a branch could bring a
    framework without approvals, and work by that. For the same reason, only a home in which nothing
    could be approved at the base goes without approval.
    """

    @cache
    def before() -> Snapshot:
        return Snapshot(base, sources, links=False)

    @cache
    def known() -> frozenset[tuple[str, str]] | None:
        found = before().found
        asks = any(map(before().states, sorted(found.governing)))
        return found.laid_out if asks else None

    @cache
    def bare() -> frozenset[tuple[str, str]] | None:
        found, specs = before().found, before().specs()
        able = {spec.path for spec in specs if spec.approval_file}
        if not able and (specs or not found.homes):
            return None
        homes = {(it.home.path, it.layout.name) for it in map(found.folders.__getitem__, able)}
        return found.laid_out - homes

    @cache
    def stated(root: str) -> bool | None:
        return before().states(root) if root in before().found.governing else None

    return replace(sources, known_homes=known, bare_homes=bare, stated=stated)


def settled_at(
    sources: Sources, config: Config, repository: Repository, tip: str | None
) -> Sources:
    """The sources in which specs with finished work at `enforce-since` need no approval.

    `tip` is the end of the history in which a date is looked up. Without the commit, as in a
    shallow clone, every spec needs one.
    """

    @cache
    def settled() -> frozenset[str]:
        adopted = adopted_at(repository, config.adopted, tip)
        if adopted is None:
            return frozenset()
        return frozenset(spec.path for spec in begun_at(adopted, sources, repository))

    return replace(sources, settled=settled)


def begun_at(commit: str, sources: Sources, repository: Repository) -> list[Spec]:
    """The specs that had a finished task in this commit."""
    then = Snapshot(repository.commit_tree(commit), sources, links=False)
    return [spec for spec in then.specs() if any(task.done for task in spec.all_tasks())]


def with_approvers(
    sources: Sources, config: Config, repository: Repository, tree: Tree, below: str = ""
) -> Sources:
    """The sources with the approvers of the last commit."""
    head = repository.head()
    base = repository.commit_tree(head) if head else None
    policy = policy_with_approvers(config, base or tree, base, below)
    return replace(sources, policy=policy)


def witness_for(sources: Sources, repository: Repository, tree: Tree) -> Witness | None:
    """The authors of the files of a tree; None if approvals do not need them."""
    if not needs_witness(sources):
        return None
    from aos_check.history.authorship import Authorship

    return Authorship(repository, repository.head(), repository.author, tree)


def needs_witness(sources: Sources) -> bool:
    """True when approvals are proved by the authors of commits."""
    return sources.policy.level.rank >= ApprovalLevel.SEPARATE.rank


def _expect_layouts(config: Config) -> None:
    names = [*config.layout, *(layout.name for layout in shipped()), *DECISION_FORMS]
    for name in config.layouts:
        if name not in names:
            raise CannotCheckError(
                f"{config.at('layouts')}: there is no layout {name}",
                suggestion(name, names, f"the layouts are {', '.join(names)}"),
            )


def _above_home(below: str, tree: Tree, layouts: Sequence[Layout]) -> str | None:
    """The requested folder, or the project around it if it is a home or inside one.

    None means only the top folder, "" the whole tree.
    """
    if below:
        for home in find_homes(tree.paths(), layouts):
            if f"{below}/".startswith(f"{home.path}/"):
                return home.root or None
    return below


def _roots(below: str | None, projects: Sequence[str], tree: Tree) -> list[str] | None:
    """The folders that may be projects; None: any."""
    if below is None:
        return ["."]
    wanted = [PurePosixPath(project).as_posix() for project in projects]
    if not below:
        return wanted or None
    # The tree has the rest of the repository too, because links may lead out of the folder.
    inside = {it for it in _folders(below, tree) if not is_foreign(it[len(below) + 1 :])}
    # A requested folder need not be one of the configured projects, and may be a copy.
    return sorted(inside.intersection(wanted) or inside)


def _folders(below: str, tree: Tree) -> Iterator[str]:
    """The folder `below` and the folders inside it."""
    for path in tree.paths():
        while (path := path.rpartition("/")[0]) and f"{path}/".startswith(f"{below}/"):
            yield path
