"""The live cycles of a worktree: the only place that connects to a server, and only when asked."""

from __future__ import annotations

import os
from collections.abc import Sequence

from aos_check.judging.settings import PeerTable
from aos_check.model.project import Project


def read_live(projects: Sequence[Project], peer: PeerTable) -> tuple[Project, ...]:
    """The projects with the cycles of the bucket, or with the reason why they are not known.

    A repository may name any server, so it gets no credentials: they are only in NATS_URL, which
    the user sets, and go to the server in it.
    """
    from aos_check.live.bucket import UnreadBucketError, read_bucket
    from aos_check.reading.live_cycles import with_live_cycles

    own = os.environ.get("NATS_URL")
    shown = "the server of NATS_URL" if own else peer.server
    try:
        entries = read_bucket(own or peer.server, peer.bucket, shown)
    except UnreadBucketError as error:
        return tuple(project._replace(live_gap=str(error)) for project in projects)
    return with_live_cycles(projects, entries) if projects else ()
