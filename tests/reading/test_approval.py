"""Approvals in real git: the evidence that each level needs, and evidence that proves nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aos_check.git import Repository
from aos_check.history.authorship import Authorship
from aos_check.model.approval import Approval, ApprovalLevel
from aos_check.model.tree import MemoryTree
from aos_check.reading.approval.levels import ApprovalPolicy, digest_of, sections_of, to_approve
from aos_check.reading.approval.records import identity
from aos_check.reading.artifact_index import Sources
from aos_check.reading.snapshot import Snapshot
from tests.support.git_repo import Repo, allowed_signer, author, ssh_key
from tests.support.sample_project import FUNCTIONAL, SPEC, TECHNICAL, tasks

RECORDS = f"{SPEC}/approval.json"
DOCUMENT = f"{SPEC}/functional-spec.md"
TEXT = FUNCTIONAL.format(status="Draft")
JUDGED = ("SPEC004", "SPEC005", "SPEC006", "GATE002")
HEAD = ("--commit", "HEAD")


class SpecRepo(Repo):
    """A repository in which Ada writes a spec and others approve it."""

    spec = "login"
    gpg = ""

    def config(self, level: str, more: str = "") -> None:
        """Set the level that the repository asks for."""
        self.commit("chore: gate", {"aos-check.toml": f'[approval]\nlevel = "{level}"\n{more}'})

    def approve(self, by: str, *arguments: str) -> None:
        """Write the record, and stage it."""
        env = {"AI_AGENT": "", **author(by)}
        result = self.run("approve", self.spec, *arguments, env=env)
        assert result.exit_code == 0, result.output
        self.git("add", "--all")

    def approved(self, by: str, message: str = "docs: approve") -> str:
        """Write the record and commit it; return the commit's id."""
        self.approve(by)
        return self.commit(message, by=by)

    def age(self) -> None:
        """Make the records older, because two records must be at least one second apart."""
        text = (self.top / RECORDS).read_text()
        self.write({RECORDS: text.replace('"at": "20', '"at": "19')})

    def found(self, *arguments: str, by: str = "Ada") -> list[dict[str, Any]]:
        """The findings about approvals, in HEAD by default, in the order of their codes."""
        env = author(by) | ({"GNUPGHOME": self.gpg} if self.gpg else {})
        report = self.report("check", *(arguments or HEAD), env=env)
        found = (it for it in report["findings"] if it["code"] in JUDGED)
        return sorted(found, key=lambda it: str(it["code"]))

    def judged(self, *arguments: str, by: str = "Ada") -> list[str]:
        """The codes of these findings."""
        return [finding["code"] for finding in self.found(*arguments, by=by)]

    def unjudged(self, *arguments: str, by: str = "Ada") -> dict[str, str]:
        """The rules that could not be judged, with the reasons. There must be no finding."""
        assert self.judged(*arguments, by=by) == []
        report = self.report("check", *(arguments or HEAD), env=author(by))
        return {it["code"]: it["reason"] for it in report["not_evaluated"] if it["code"] in JUDGED}

    def exported(self) -> dict[str, Any]:
        """The approval as `export` shows it."""
        (project,) = self.export()
        found: dict[str, Any] = project["specs"][0]["approval"]
        return found

    def proved(self, level: ApprovalLevel = ApprovalLevel.SIGNED, **policy: Any) -> Approval:
        """The approval in HEAD if the policy asks for this level."""
        with Repository.open(self.top) as repository:
            sources = Sources(policy=ApprovalPolicy(level=level, configured=True, **policy))
            witness = Authorship(repository, "HEAD")
            snapshot = Snapshot(repository.commit_tree("HEAD"), sources, witness=witness)
            return snapshot.specs()[0].approval

    def level(self) -> str:
        """The level proved in HEAD, without a list of approvers."""
        return self.proved().level.value


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SpecRepo:
    """One draft spec by Ada with started work. The level `separate` is required."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    found = SpecRepo(tmp_path / "repo")
    found.commit(
        "docs: specify",
        {
            DOCUMENT: TEXT,
            f"{SPEC}/technical-considerations.md": TECHNICAL,
            f"{SPEC}/tasks.md": tasks("1"),
        },
    )
    found.config("separate")
    return found


class TestStatusAndPinned:
    def test_status(self, repo: SpecRepo) -> None:
        repo.config("status")
        assert repo.judged() == ["SPEC004"]
        repo.commit("docs: approve", {DOCUMENT: FUNCTIONAL.format(status="Approved")})
        assert repo.judged() == []
        assert repo.exported() == {"level": "status", "stale": False, "by": []}

    def test_a_record_is_more_than_a_status(self, repo: SpecRepo) -> None:
        repo.config("status")
        repo.approved("Ada")
        assert repo.judged() == []
        assert repo.exported() == {
            "level": "pinned",
            "stale": False,
            "by": ["Ada <ada@example.org>"],
        }

    def test_pinned(self, repo: SpecRepo) -> None:
        repo.config("pinned")
        repo.commit("docs: say so", {DOCUMENT: FUNCTIONAL.format(status="Approved")})
        assert repo.judged() == ["SPEC004"]
        repo.approved("Ada")
        assert repo.judged() == repo.judged("--staged") == []
        assert repo.judged("--quiet") == []

    def test_changed_text(self, repo: SpecRepo) -> None:
        repo.config("pinned")
        repo.approved("Ada")
        repo.commit("docs: more", {DOCUMENT: TEXT.replace("password", "passkey")})
        assert repo.judged() == ["SPEC005"]
        assert repo.exported() == {"level": "none", "stale": True, "by": []}
        repo.approved("Ada")
        assert repo.judged() == []

    def test_a_status_is_no_longer_enough_once_the_approved_text_has_changed(
        self, repo: SpecRepo
    ) -> None:
        repo.config("status")
        repo.commit("docs: say so", {DOCUMENT: FUNCTIONAL.format(status="Approved")})
        repo.approved("Ada")
        changed = FUNCTIONAL.format(status="Approved").replace("password", "passkey")
        repo.commit("docs: more", {DOCUMENT: changed})
        assert repo.judged() == ["SPEC005"]
        assert repo.exported() == {"level": "status", "stale": True, "by": []}

    def test_none_asks_nothing(self, repo: SpecRepo) -> None:
        repo.config("none")
        assert repo.unjudged() == {}

    def test_nobody_approves_against_a_veto(self, repo: SpecRepo) -> None:
        spec = ".praxis-os/specs/review/2026-01-02-mail"
        files = {f"{spec}/srd.md": "# Mail\n\n- **FR-001**: Send.\n", f"{spec}/README.md": "# M\n"}
        repo.git("rm", "-qr", "context")
        repo.commit("docs: mail", {**files, f"{spec}/tasks.md": "- [x] **Task 1.1**: A\n"})
        repo.spec = "mail"
        repo.approved("Grace")
        assert repo.proved().level is ApprovalLevel.NONE

    def test_a_broken_file_is_an_error_and_counts_for_nothing(self, repo: SpecRepo) -> None:
        repo.config("pinned")
        repo.approved("Ada")
        text = (repo.top / RECORDS).read_text().replace("aos2:sha256:", "aos2:sha1:")
        repo.commit("docs: break", {RECORDS: text})
        found = {it["code"]: (it["path"], it["line"]) for it in repo.found()}
        assert found == {"GATE002": (RECORDS, 8), "SPEC004": (DOCUMENT, 3)}
        assert repo.exported()["level"] == "none"

    def test_a_digest_of_another_version_is_stale_until_it_is_approved_again(
        self, repo: SpecRepo
    ) -> None:
        repo.config("pinned")
        repo.approved("Ada")
        text = (repo.top / RECORDS).read_text().replace("aos2:", "aos1:")
        repo.commit("docs: old", {RECORDS: text})
        (finding,) = repo.found()
        assert finding["code"] == "SPEC005"
        assert finding["message"].endswith("is of version aos1, which is no longer supported")
        assert "related" not in finding or not finding["related"]
        repo.approved("Ada")
        assert repo.judged() == []

    @pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": 1, "approvals": [{}]}', "\0"])
    def test_odd_files(self, repo: SpecRepo, text: str) -> None:
        repo.commit("docs: break", {RECORDS: text})
        assert "SPEC004" in repo.judged()

    def test_a_record_for_a_document_elsewhere_counts_for_nothing(self, repo: SpecRepo) -> None:
        repo.approve("Grace")
        text = (repo.top / RECORDS).read_text()
        for artifact in ("tasks.md", "../002-mail/functional-spec.md", "/functional-spec.md"):
            repo.commit("docs", {RECORDS: text.replace("functional-spec.md", artifact)}, by="Grace")
            assert repo.judged() == ["SPEC004"], artifact
        for artifact in ("./functional-spec.md", "../001-login/functional-spec.md"):
            repo.commit("docs", {RECORDS: text.replace("functional-spec.md", artifact)}, by="Grace")
            assert repo.judged() == [], artifact


class TestNamedRequirements:
    """SPEC005 names the changes, in layouts with and without requirement ids."""

    @pytest.mark.parametrize(
        ("folder", "document", "line"),
        [
            ("agent-os/specs/2026-01-02-mail", "spec.md", "- **{}**: {}"),
            (".praxis-os/specs/approved/2026-01-02-mail", "srd.md", "- **{}**: {}"),
        ],
    )
    def test_by_their_ids(self, tmp_path: Path, folder: str, document: str, line: str) -> None:
        repo = SpecRepo(tmp_path / "repo")
        repo.spec = "mail"

        def text(*sentences: str) -> str:
            numbered = (line.format(f"FR-00{n}", it) for n, it in enumerate(sentences, 1) if it)
            return "# Mail\n\n## Functional Requirements\n\n" + "\n".join(numbered) + "\n"

        files = {f"{folder}/{document}": text("Send.", "Wait.", "Ask."), f"{folder}/README.md": ""}
        repo.commit("docs: specify", {**files, f"{folder}/tasks.md": "- [ ] 1. A\n"})
        repo.approved("Ada")
        repo.commit("docs", {f"{folder}/{document}": text("Send.", "Wait long.", "", "Forget.")})
        finding = repo.found()[-1]
        assert finding["code"] == "SPEC005"
        assert "FR-002, FR-003 and FR-004" in finding["message"]
        assert "FR-001" not in finding["message"]
        assert [it["message"] for it in finding["related"]] == [
            "FR-002 has changed",
            "FR-003 is gone",
            "FR-004 is new",
        ]

    def test_without_ids_it_is_the_document(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        repo.commit("docs", {DOCUMENT: TEXT.replace("password", "passkey")})
        finding = repo.found()[-1]
        assert finding["code"] == "SPEC005"
        assert finding["message"] == (
            "Grace <grace@example.org> approved 001-login, but it has changed since"
        )
        assert finding["path"] == DOCUMENT


class TestSeparate:
    def test_somebody_else(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        assert repo.judged() == []
        assert repo.level() == "separate"
        assert repo.proved().by == ("Grace <grace@example.org>",)

    def test_oneself(self, repo: SpecRepo) -> None:
        repo.approved("Ada")
        (finding,) = repo.found()
        assert finding["code"] == "SPEC006"
        assert finding["message"].endswith("Ada <ada@example.org> both wrote and approved it")

    @pytest.mark.parametrize(
        "people",
        [
            {"GIT_AUTHOR_NAME": "Grace", "GIT_AUTHOR_EMAIL": "ADA@example.org"},
            {"GIT_AUTHOR_NAME": "Cursor", "GIT_AUTHOR_EMAIL": "cursoragent@cursor.com"},
            {**author("Grace"), "GIT_COMMITTER_NAME": "Claude",
             "GIT_COMMITTER_EMAIL": "noreply@anthropic.com"},
        ],
        ids=["oneself under another name", "by an agent", "committed by an agent"],
    )  # fmt: skip
    def test_people_who_may_not_approve(self, repo: SpecRepo, people: dict[str, str]) -> None:
        repo.approve("Grace")
        repo.git("commit", "-qm", "docs: approve", env=people)
        assert repo.judged() == ["SPEC006"]

    @pytest.mark.parametrize(
        ("writer", "approver"), [("Grace", "Ada"), ("Ada", "Grace")], ids=["the text", "the record"]
    )
    def test_an_author_is_only_a_claim(self, repo: SpecRepo, writer: str, approver: str) -> None:
        text = {DOCUMENT: TEXT.replace("password", "passkey")}
        committer = {key: it for key, it in author("Ada").items() if "COMMITTER" in key}
        repo.commit("docs", text, env={**author(writer), **committer})
        repo.approve(approver)
        repo.commit("docs: approve", env={**author(approver), **committer})
        assert repo.judged() == ["SPEC006"]

    def test_a_forge_that_commits_for_others_counts_for_nobody(self, repo: SpecRepo) -> None:
        forge = {"GIT_COMMITTER_NAME": "GitHub", "GIT_COMMITTER_EMAIL": "noreply@github.com"}
        text = {DOCUMENT: TEXT.replace("password", "passkey")}
        repo.commit("docs", text, env={**author("Alan"), **forge})
        repo.approve("Grace")
        repo.commit("docs: approve", env={**author("Grace"), **forge})
        assert repo.judged() == []

    def test_an_author_of_a_part(self, repo: SpecRepo) -> None:
        repo.commit("docs", {DOCUMENT: TEXT.replace("password", "passkey")}, by="Grace")
        repo.approved("Grace")
        assert repo.judged() == ["SPEC006"]
        repo.approved("Alan")
        assert repo.judged() == []

    def test_the_commit_counts_and_not_the_record(self, repo: SpecRepo) -> None:
        repo.approve("Grace")
        repo.commit("docs: she said so", by="Ada")
        assert repo.judged() == ["SPEC006"]
        repo.git("reset", "-q", "--soft", "HEAD~1")
        repo.commit("docs: she said so", by="Alan")
        assert repo.judged() == []
        assert repo.proved().by == ("Alan <alan@example.org>",)

    @pytest.mark.parametrize(
        "trailer",
        [
            "Co-authored-by: Claude <noreply@anthropic.com>",
            "Co-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>",
            "co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>",
            "Assisted-by: Crush:gpt-5 <crush@charm.land>",
        ],
    )
    def test_with_an_agent(self, repo: SpecRepo, trailer: str) -> None:
        repo.approved("Grace", f"docs: approve\n\n{trailer}")
        assert repo.judged() == ["SPEC006"]

    def test_with_another_person(self, repo: SpecRepo) -> None:
        repo.approved("Grace", "docs: approve\n\nCo-authored-by: Alan <alan@example.org>")
        assert repo.judged() == []

    @pytest.mark.parametrize(
        "text",
        [
            FUNCTIONAL.format(status="In Review"),
            TEXT.replace("## 2.", "\n\n##   2."),
            TEXT.replace("with their e-mail", "with\ntheir e-mail"),
            TEXT + "\n<!-- aos-check: ignore[SPEC008] seen -->\n",
            TEXT.replace("- **Status:** Draft", "- **Status:** Draft\n- **Date:** 2026-01-02"),
        ],
    )
    def test_changing_no_word_is_not_writing(self, repo: SpecRepo, text: str) -> None:
        repo.commit("docs: tidy", {DOCUMENT: text}, by="Grace")
        repo.approved("Grace")
        assert repo.judged() == []

    def test_ticking_a_box_is_not_writing(self, repo: SpecRepo) -> None:
        boxed = TEXT.replace("- Passkeys", "- [ ] Passkeys")
        repo.commit("docs: box", {DOCUMENT: boxed})
        repo.commit("docs: tick", {DOCUMENT: boxed.replace("[ ]", "[x]")}, by="Grace")
        repo.approved("Grace")
        assert repo.judged() == []
        repo.commit("docs: untick", {DOCUMENT: boxed})
        assert repo.judged() == []

    def test_before_the_first_commit(self, tmp_path: Path) -> None:
        repo = SpecRepo(tmp_path / "new")
        files = {DOCUMENT: TEXT, f"{SPEC}/tasks.md": tasks("1")}
        repo.write({**files, "aos-check.toml": '[approval]\nlevel = "separate"\n'})
        repo.git("add", "--all")
        repo.approve("Ada")
        assert repo.judged("--staged") == ["SPEC006"]
        repo.commit("docs: all at once")
        assert repo.judged() == ["SPEC006"]


class TestForgeries:
    """Attempts to forge an approval."""

    def test_the_approval_first_and_the_text_later(self, repo: SpecRepo) -> None:
        later = TEXT.replace("password", "passkey")
        repo.write({DOCUMENT: later})
        repo.approve("Grace")
        repo.write({DOCUMENT: TEXT})
        repo.commit("docs: approve what is to come", by="Grace")
        repo.commit("docs: as approved", {DOCUMENT: later}, by="Grace")
        assert repo.judged() == ["SPEC006"]

    def test_a_new_document_first_approved(self, repo: SpecRepo) -> None:
        repo.approve("Grace")
        records = (repo.top / RECORDS).read_bytes()
        repo.git("rm", "-qf", RECORDS, DOCUMENT)
        repo.commit("docs: forget it", by="Grace")
        repo.commit("docs: approve nothing", {RECORDS: records}, by="Grace")
        repo.commit("docs: now there is something", {DOCUMENT: TEXT}, by="Grace")
        assert repo.judged() == ["SPEC006"]

    def test_a_record_copied_to_a_spec_of_the_same_text(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        for name in ("functional-spec.md", "tasks.md", "approval.json"):
            content = (repo.top / SPEC / name).read_bytes()
            repo.write({f"{SPEC.replace('001-login', '002-logout')}/{name}": content})
        repo.commit("docs: one more", by="Ada")
        assert [(it["code"], it["spec"]) for it in repo.found()] == [("SPEC006", "002-logout")]

    def test_a_record_copied_to_a_document_of_another_text(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        other = SPEC.replace("001-login", "002-logout")
        repo.write({f"{other}/functional-spec.md": TEXT.replace("Login", "Logout")})
        repo.write({f"{other}/approval.json": (repo.top / RECORDS).read_bytes()})
        repo.commit("docs: one more", {f"{other}/tasks.md": tasks("1")}, by="Alan")
        assert repo.judged() == ["SPEC005"]

    def test_a_record_that_was_taken_back_and_brought_again(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        records = (repo.top / RECORDS).read_bytes()
        repo.approve("Grace", "--revoke")
        repo.commit("docs: revoke", by="Grace")
        assert repo.judged() == ["SPEC004"]
        repo.commit("docs: unrevoke", {RECORDS: records}, by="Ada")
        assert repo.judged() == ["SPEC006"]

    def test_a_revocation_that_is_reverted(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        repo.approve("Grace", "--revoke")
        repo.commit("docs: revoke", by="Grace")
        repo.git("revert", "--no-edit", "HEAD", env=author("Ada"))
        assert repo.judged() == ["SPEC006"]

    def test_a_revocation_that_a_merge_drops(self, repo: SpecRepo) -> None:
        approved = repo.approved("Grace")
        repo.git("checkout", "-qb", "topic")
        repo.commit("docs: topic", {"README.md": "a\n"})
        repo.git("checkout", "-q", "main")
        repo.approve("Grace", "--revoke")
        repo.commit("docs: revoke", by="Grace")
        repo.git("checkout", "-q", "topic")
        repo.git("merge", "-q", "--no-ff", "-s", "ours", "-m", "Merge main", "main")
        assert repo.git("merge-base", "--is-ancestor", approved, "HEAD", check=False) == ""
        assert repo.judged("--range", "main..topic") == ["SPEC006"]
        assert repo.judged() == ["SPEC006"]

    def test_a_record_that_is_moved_away_and_brought_again(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        records = (repo.top / RECORDS).read_bytes()
        repo.git("mv", RECORDS, "kept.json")
        repo.commit("docs: put it aside", by="Alan")
        assert repo.judged() == ["SPEC004"]
        repo.commit("docs: and back", {RECORDS: records}, by="Ada")
        assert repo.judged() == ["SPEC006"]

    def test_an_older_text_that_was_approved(self, repo: SpecRepo) -> None:
        """Text that returns to its approved words is approved again."""
        repo.approved("Grace")
        repo.commit("docs", {DOCUMENT: TEXT.replace("password", "passkey")})
        assert repo.judged() == ["SPEC005"]
        repo.commit("docs: as it was", {DOCUMENT: TEXT})
        assert repo.judged() == []

    def test_an_older_text_whose_approval_another_took_the_place_of(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        old = (repo.top / RECORDS).read_bytes()
        repo.commit("docs", {DOCUMENT: TEXT.replace("password", "passkey")})
        repo.approved("Grace")
        assert repo.judged() == []
        repo.commit("docs: as it was", {DOCUMENT: TEXT, RECORDS: old})
        assert repo.judged() == ["SPEC006"]

    def test_a_merge_that_brings_a_record(self, repo: SpecRepo) -> None:
        repo.git("checkout", "-qb", "topic")
        repo.commit("docs: topic", {"README.md": "a\n"})
        repo.git("checkout", "-q", "main")
        repo.commit("docs: main", {"CHANGES.md": "a\n"})
        repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
        repo.approve("Grace")
        repo.commit("Merge topic", by="Ada")
        assert len(repo.git("log", "-1", "--format=%P").split()) == 2
        assert repo.judged() == ["SPEC006"]
        repo.commit("docs: go on", {"README.md": "b\n"}, by="Alan")
        assert repo.judged() == ["SPEC006"]

    def test_a_merge_that_brings_words(self, repo: SpecRepo) -> None:
        repo.git("checkout", "-qb", "topic")
        repo.commit("docs: topic", {"README.md": "a\n"}, by="Alan")
        repo.git("checkout", "-q", "main")
        repo.commit("docs: main", {"CHANGES.md": "a\n"}, by="Alan")
        repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
        repo.commit("Merge topic", {DOCUMENT: TEXT.replace("password", "passkey")}, by="Grace")
        repo.approved("Grace")
        assert repo.judged() == ["SPEC006"]
        repo.approved("Alan")
        assert repo.judged() == []

    def test_merging_is_not_writing(self, repo: SpecRepo) -> None:
        long = TEXT.replace("## 2.", "\n".join(f"Sentence {n}.\n" for n in range(9)) + "\n## 2.")
        repo.commit("docs: long", {DOCUMENT: long})
        repo.git("checkout", "-qb", "topic")
        repo.commit("docs: topic", {DOCUMENT: long.replace("password", "passkey")}, by="Alan")
        repo.git("checkout", "-q", "main")
        repo.commit("docs: main", {DOCUMENT: long.replace("Visitors", "Guests")})
        repo.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic", env=author("Grace"))
        repo.approved("Grace")
        assert repo.judged() == []
        repo.approved("Alan")
        assert repo.judged() == []  # while Grace's approval is valid
        repo.approve("Alan", "--revoke")
        repo.approved("Alan")
        assert repo.judged() == ["SPEC006"]

    def test_an_amended_author(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        repo.git("commit", "-q", "--amend", "--no-edit", "--author", "Ada <ada@example.org>")
        assert repo.judged() == ["SPEC006"]

    def test_a_squash_of_text_and_approval(self, repo: SpecRepo) -> None:
        """The squashed commit has one author, so the spec needs a new approval."""
        repo.git("checkout", "-qb", "topic")
        repo.commit("docs", {DOCUMENT: TEXT.replace("password", "passkey")})
        repo.approve("Grace")
        repo.age()
        repo.commit("docs: approve", by="Grace")
        assert repo.judged() == []
        repo.git("checkout", "-q", "main")
        repo.git("merge", "-q", "--squash", "topic")
        repo.commit("docs: topic (#1)\n\nCo-authored-by: Grace <grace@example.org>")
        assert repo.judged() == ["SPEC006"]
        repo.approved("Grace")
        assert repo.judged() == []

    def test_a_record_that_its_author_approves_after_a_forged_one(self, repo: SpecRepo) -> None:
        repo.approve("Grace")
        repo.age()
        repo.commit("docs: she said so", by="Ada")
        assert repo.judged() == ["SPEC006"]
        repo.approved("Grace")
        assert repo.judged() == []

    def test_words_in_a_status_section_count(self, repo: SpecRepo) -> None:
        text = TEXT.replace("## 1.", "## Status\n\nApproved\n\n## 1.")
        repo.commit("docs: more", {DOCUMENT: text})
        repo.approved("Grace")
        repo.commit("docs", {DOCUMENT: text.replace("Approved", "Approved, and there is a fee")})
        assert repo.judged() == ["SPEC005"]


class TestSeveral:
    def test_two_records_of_one_document(self, repo: SpecRepo) -> None:
        repo.approved("Ada")
        repo.approved("Grace")
        assert repo.judged() == []
        assert repo.proved().by == ("Grace <grace@example.org>",)

    def test_the_other_way_round(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        repo.approved("Ada")
        assert repo.judged() == []

    def test_one_stale_and_one_fresh(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        repo.commit("docs", {DOCUMENT: TEXT.replace("password", "passkey")})
        repo.approved("Alan")
        assert repo.judged() == []
        assert repo.proved().by == ("Alan <alan@example.org>",)
        assert repo.exported()["stale"] is False

    def test_the_record_of_another_is_not_touched_by_a_new_one(self, repo: SpecRepo) -> None:
        first = repo.approved("Grace")
        repo.approved("Ada")
        repo.commit("style: format", {RECORDS: self._formatted(repo)}, by="Ada")
        with Repository.open(repo.top) as repository:
            record = repo.proved().records[0]
            found = Authorship(repository, "HEAD").adder(RECORDS, identity(record))
        assert found is not None
        assert found.id == first
        assert repo.judged() == []

    @staticmethod
    def _formatted(repo: SpecRepo) -> str:
        data = json.loads((repo.top / RECORDS).read_text())
        return json.dumps(data, indent="\t", sort_keys=True)

    def test_both_sides_of_a_merge(self, repo: SpecRepo) -> None:
        repo.git("checkout", "-qb", "topic")
        repo.approved("Grace")
        hers = json.loads((repo.top / RECORDS).read_text())
        repo.git("checkout", "-q", "main")
        repo.approved("Ada")
        own = json.loads((repo.top / RECORDS).read_text())
        repo.git("merge", "topic", check=False)
        both = {"schema": 1, "approvals": own["approvals"] + hers["approvals"]}
        repo.commit("Merge topic", {RECORDS: json.dumps(both, indent=2)}, by="Ada")
        assert repo.judged() == []
        assert repo.proved().by == ("Grace <grace@example.org>",)


class TestSeveralDocuments:
    LAYOUT = """
        [layout.own]
        homes = ["own"]
        [layout.own.specs]
        roots = ["specs"]
        name = '(?P<slug>[a-z]+)'
        [[layout.own.artifacts]]
        role = "requirements"
        paths = ["users.md"]
        [[layout.own.artifacts]]
        role = "requirements"
        paths = ["limits.md"]
        [[layout.own.artifacts]]
        role = "tasks"
        paths = ["tasks.md"]
    """

    @pytest.fixture
    def repo(self, tmp_path: Path) -> SpecRepo:
        found = SpecRepo(tmp_path / "repo")
        found.spec = "mail"
        spec = "own/specs/mail"
        files = {f"{spec}/users.md": "# Users\n\nSend.\n", f"{spec}/tasks.md": tasks("1")}
        found.commit("docs: users", {**files}, by="Ada")
        found.commit("docs: limits", {f"{spec}/limits.md": "# Limits\n\nTen.\n"}, by="Alan")
        found.config("separate", self.LAYOUT)
        return found

    def test_each_must_be_approved(self, repo: SpecRepo) -> None:
        for artifact in ("users.md", "limits.md"):
            assert repo.judged() == ["SPEC004"]
            repo.approve("Grace", "--artifact", artifact)
            repo.commit("docs: approve", by="Grace")
        assert repo.judged() == []

    def test_each_by_a_person_who_did_not_write_it(self, repo: SpecRepo) -> None:
        repo.approved("Ada")
        assert repo.judged() == ["SPEC006"]  # she wrote one of the two
        repo.approve("Alan", "--artifact", "users.md")
        repo.commit("docs: approve", by="Alan")
        assert repo.judged() == []
        assert repo.exported()["level"] == "separate"

    def test_a_change_of_one_leaves_the_other(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        assert repo.judged() == []
        repo.commit("docs", {"own/specs/mail/limits.md": "# Limits\n\nTwelve.\n"})
        (finding,) = repo.found()
        assert (finding["code"], finding["path"]) == ("SPEC005", "own/specs/mail/limits.md")
        repo.approve("Grace", "--artifact", "limits.md")
        repo.commit("docs: approve", by="Grace")
        assert repo.judged() == []


class TestMoves:
    MOVED = SPEC.replace("001-login", "007-sign-in")

    def test_a_folder_that_is_renamed_keeps_its_approval(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        repo.git("mv", SPEC, self.MOVED)
        assert repo.judged("--staged") == []
        repo.commit("docs: rename", by="Ada")
        assert repo.judged() == []
        assert repo.proved().by == ("Grace <grace@example.org>",)

    def test_and_again_with_words_before(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        repo.git("mv", SPEC, self.MOVED)
        repo.commit("docs: rename", by="Ada")
        document = f"{self.MOVED}/functional-spec.md"
        repo.commit("docs", {document: TEXT.replace("password", "passkey")}, by="Alan")
        repo.spec = "sign-in"
        repo.approved("Alan")
        assert repo.judged() == ["SPEC006"]
        repo.approved("Ada")
        assert repo.judged() == ["SPEC006", "SPEC006"]
        repo.approved("Grace")
        assert repo.judged() == []

    def test_a_self_approval_does_not_become_another_by_a_rename(self, repo: SpecRepo) -> None:
        repo.approved("Ada")
        repo.git("mv", SPEC, self.MOVED)
        repo.commit("docs: rename", by="Grace")
        assert repo.judged() == ["SPEC006"]

    def test_an_approval_that_comes_after_a_rename(self, repo: SpecRepo) -> None:
        repo.git("mv", SPEC, self.MOVED)
        repo.commit("docs: rename", by="Grace")
        repo.spec = "sign-in"
        repo.approved("Ada")
        assert repo.judged() == ["SPEC006"]
        repo.approved("Grace")
        assert repo.judged() == []

    def test_a_merge_of_an_approval_that_is_not_concluded_yet(self, repo: SpecRepo) -> None:
        repo.git("checkout", "-qb", "topic")
        repo.approved("Grace")
        repo.git("checkout", "-q", "main")
        repo.commit("docs: main", {"CHANGES.md": "a\n"})
        repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
        assert repo.judged("--staged") == []
        repo.commit("Merge topic")
        assert repo.judged() == []


class TestListed:
    LIST = 'approvers = ["grace@example.org"]\n'

    def test_a_listed_approver(self, repo: SpecRepo) -> None:
        repo.config("listed", self.LIST)
        repo.approved("Alan")
        assert repo.judged() == ["SPEC004"]
        repo.approved("Grace")
        assert repo.judged() == []

    def test_even_a_listed_author_does_not_approve_it_alone(self, repo: SpecRepo) -> None:
        repo.config("listed", 'approvers = ["ADA@example.org"]\n')
        repo.approved("Ada")
        assert repo.judged() == ["SPEC006"]

    def test_a_branch_cannot_list_itself(self, repo: SpecRepo) -> None:
        repo.config("listed", self.LIST)
        repo.git("checkout", "-qb", "topic")
        repo.config("listed", 'approvers = ["grace@example.org", "alan@example.org"]\n')
        repo.approved("Alan")
        assert repo.judged("--range", "main..topic") == ["SPEC004"]
        assert repo.judged("--range", "main..topic", "--config-from", "main") == ["SPEC004"]
        repo.git("checkout", "-q", "main")
        repo.git("merge", "-q", "--ff-only", "topic")
        repo.commit("docs: go on", {"README.md": "a\n"})
        assert repo.judged() == []

    def test_the_commit_that_lists_is_not_its_own_base(self, repo: SpecRepo) -> None:
        repo.config("listed", self.LIST)
        repo.approve("Alan")
        more = 'approvers = ["grace@example.org", "alan@example.org"]\n'
        config = f'[approval]\nlevel = "listed"\n{more}'
        repo.write({"aos-check.toml": config})
        repo.git("add", "--all")
        assert repo.judged("--staged", by="Alan") == ["SPEC004"]
        repo.commit("chore: me too", by="Alan")
        assert repo.judged() == ["SPEC004"]

    def test_where_the_gate_is_being_adopted_its_own_list_counts(self, repo: SpecRepo) -> None:
        repo.commit("chore: no gate", {"aos-check.toml": None})
        repo.git("checkout", "-qb", "topic")
        repo.config("listed", self.LIST)
        repo.approved("Grace")
        assert repo.judged("--range", "main..topic") == []

    @pytest.mark.parametrize(
        ("owners", "members", "codes"),
        [
            ("context/ grace@example.org", "", []),
            ("context/ @grace", '"@grace" = ["grace@example.org"]', []),
            ("context/ @org/team", '"@org/team" = ["Grace@example.org"]', []),
            ("context/ @grace", "", ["SPEC004"]),
            ("context/ @org/team", '"@org/other" = ["grace@example.org"]', ["SPEC004"]),
            ("src/ grace@example.org", "", ["SPEC004"]),
            ("context/ grace@example.org\ncontext/ alan@example.org", "", ["SPEC004"]),
            ("context/ grace@example.org\n*.md", "", ["SPEC004"]),
            ("*.json grace@example.org", "", ["SPEC004"]),  # ownership of the document counts
        ],
    )
    def test_owners(self, repo: SpecRepo, owners: str, members: str, codes: list[str]) -> None:
        more = f'approvers = "CODEOWNERS"\n[approval.members]\n{members}\n'
        repo.commit("chore: owners", {".github/CODEOWNERS": f"{owners}\n"})
        repo.config("listed", more)
        repo.approved("Grace")
        assert repo.judged() == codes

    def test_a_branch_cannot_make_itself_an_owner(self, repo: SpecRepo) -> None:
        repo.commit("chore: owners", {"CODEOWNERS": "* grace@example.org\n"})
        repo.config("listed", 'approvers = "CODEOWNERS"\n')
        repo.git("checkout", "-qb", "topic")
        repo.commit("chore: me", {"CODEOWNERS": "* alan@example.org\n"}, by="Alan")
        repo.approved("Alan")
        assert repo.judged("--range", "main..topic") == ["SPEC004"]
        repo.approved("Grace")
        assert repo.judged("--range", "main..topic") == []

    def test_a_branch_cannot_add_an_owners_file_that_comes_first(self, repo: SpecRepo) -> None:
        repo.commit("chore: owners", {"CODEOWNERS": "* grace@example.org\n"})
        repo.config("listed", 'approvers = "CODEOWNERS"\n')
        repo.git("checkout", "-qb", "topic")
        repo.commit("chore: me", {".github/CODEOWNERS": "* alan@example.org\n"}, by="Alan")
        repo.approved("Alan")
        assert repo.judged("--range", "main..topic") == ["SPEC004"]

    def test_a_branch_cannot_name_the_members_of_a_team(self, repo: SpecRepo) -> None:
        repo.commit("chore: owners", {"CODEOWNERS": "* @org/team\n"})
        team = '[approval.members]\n"@org/team" = ["{}@example.org"]\n'
        repo.config("listed", 'approvers = "CODEOWNERS"\n' + team.format("grace"))
        repo.git("checkout", "-qb", "topic")
        repo.config("listed", 'approvers = "CODEOWNERS"\n' + team.format("alan"))
        repo.approved("Alan")
        assert repo.judged("--range", "main..topic") == ["SPEC004"]


class TestSigned:
    POLICY = 'approvers = ["grace@example.org"]\n'

    @pytest.fixture
    def keys(self, tmp_path: Path) -> dict[str, Path]:
        return {name: ssh_key(tmp_path, name) for name in ("grace", "mallory")}

    @staticmethod
    def sign(repo: SpecRepo, key: Path, by: str = "Grace") -> None:
        repo.approve(by)
        ssh = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}")
        repo.git(*ssh, "commit", "-q", "-S", "-m", "docs: approve", env=author(by))

    def test_with_the_signers_of_the_repository(
        self, repo: SpecRepo, keys: dict[str, Path]
    ) -> None:
        allowed = allowed_signer("grace@example.org", keys["grace"])
        repo.commit("chore: keys", {".github/signers": allowed})
        repo.config("signed", self.POLICY + 'allowed-signers = ".github/signers"\n')
        self.sign(repo, keys["grace"])
        assert repo.judged() == []

    def test_with_the_signers_that_git_knows(
        self, repo: SpecRepo, keys: dict[str, Path], tmp_path: Path
    ) -> None:
        repo.config("signed", self.POLICY)
        self.sign(repo, keys["grace"])
        assert repo.judged() == ["SPEC004"]
        (tmp_path / "allowed").write_text(allowed_signer("grace@example.org", keys["grace"]))
        repo.git("config", "gpg.ssh.allowedSignersFile", str(tmp_path / "allowed"))
        assert repo.judged() == []

    def test_what_is_no_signature_of_theirs(self, repo: SpecRepo, keys: dict[str, Path]) -> None:
        allowed = allowed_signer("grace@example.org", keys["grace"])
        allowed += allowed_signer("mallory@example.org", keys["mallory"])
        repo.commit("chore: keys", {"signers": allowed})
        repo.config("signed", self.POLICY + 'allowed-signers = "signers"\n')
        start = repo.git("rev-parse", "HEAD")
        repo.approved("Grace")
        assert repo.judged() == ["SPEC004"]  # unsigned
        repo.git("reset", "-q", "--hard", start)
        self.sign(repo, keys["mallory"])
        assert repo.judged() == ["SPEC004"]  # signed with the key of another address
        repo.git("reset", "-q", "--hard", start)
        self.sign(repo, keys["mallory"], by="Mallory")
        assert repo.judged() == ["SPEC004"]  # signed, but not listed
        repo.git("reset", "-q", "--hard", start)
        self.sign(repo, keys["grace"])
        assert repo.judged() == []

    def test_a_branch_cannot_allow_its_own_key(self, repo: SpecRepo, keys: dict[str, Path]) -> None:
        repo.commit("chore: keys", {"signers": allowed_signer("grace@example.org", keys["grace"])})
        repo.config("signed", self.POLICY + 'allowed-signers = "signers"\n')
        repo.git("checkout", "-qb", "topic")
        mine = {"signers": allowed_signer("grace@example.org", keys["mallory"])}
        repo.commit("chore: my key", {**mine}, by="Mallory")
        self.sign(repo, keys["mallory"])
        assert repo.judged("--range", "main..topic") == ["SPEC004"]

    def test_a_signed_record_does_not_outlive_its_revocation(
        self, repo: SpecRepo, keys: dict[str, Path]
    ) -> None:
        repo.commit("chore: keys", {"signers": allowed_signer("grace@example.org", keys["grace"])})
        repo.config("signed", self.POLICY + 'allowed-signers = "signers"\n')
        self.sign(repo, keys["grace"])
        records = (repo.top / RECORDS).read_bytes()
        repo.approve("Grace", "--revoke")
        repo.commit("docs: revoke", by="Grace")
        repo.commit("docs: revive", {RECORDS: records}, by="Alan")
        assert repo.judged() == ["SPEC004"]

    def test_it_can_be_committed_at_all(self, repo: SpecRepo, keys: dict[str, Path]) -> None:
        repo.commit("chore: keys", {"signers": allowed_signer("grace@example.org", keys["grace"])})
        repo.config("signed", self.POLICY + 'allowed-signers = "signers"\n')
        repo.approve("Grace")
        reason = repo.unjudged("--staged", by="Grace")["SPEC004"]
        assert reason == "001-login: the approval is not committed yet"
        # A user who is not listed may not approve.
        assert repo.judged("--staged") == ["SPEC006"]

    def test_gpg(self, repo: SpecRepo, tmp_path: Path) -> None:
        if not shutil.which("gpg"):
            pytest.skip("there is no gpg")
        repo.gpg = f"/tmp/gpg-{tmp_path.name}-{id(repo)}"  # noqa: S108 - sockets' paths are short
        Path(repo.gpg).mkdir(mode=0o700)
        gpg = ("gpg", "--homedir", repo.gpg, "--batch", "--passphrase", "", "--quick-gen-key")
        try:
            made = subprocess.run(
                (*gpg, "Grace <grace@example.org>"), capture_output=True, check=False
            )
            if made.returncode:
                pytest.skip("this gpg makes no keys")
            repo.config("signed", self.POLICY)
            repo.approve("Grace")
            signing = ("commit", "-q", "-Sgrace@example.org", "-m", "docs: approve")
            repo.git(*signing, env={**author("Grace"), "GNUPGHOME": repo.gpg})
            assert repo.judged() == []
            home, repo.gpg = repo.gpg, str(tmp_path)
            assert repo.judged() == ["SPEC004"]
            repo.gpg = home
        finally:
            kill = ("gpgconf", "--homedir", repo.gpg, "--kill", "all")
            subprocess.run(kill, capture_output=True, check=False)
            shutil.rmtree(repo.gpg, ignore_errors=True)


class TestModes:
    WORK = "feat: part 2\n\nTask: login#2\n"

    def test_before_the_approval_is_committed_the_committer_counts(self, repo: SpecRepo) -> None:
        repo.approve("Grace")
        assert repo.judged("--staged", by="Grace") == []
        assert repo.judged("--staged") == ["SPEC006"]  # Ada commits, whoever the record names

    @pytest.mark.parametrize("staged", [True, False])
    def test_a_record_that_is_not_committed_is_not_separate(
        self, repo: SpecRepo, *, staged: bool
    ) -> None:
        repo.approve("Grace")
        if not staged:
            repo.git("reset", "-q")
        grace = ("--select", "SPEC004,GIT004")
        report = repo.report("check", *grace, env=author("Grace"))
        reasons = [each["reason"] for each in report["not_evaluated"] if each["code"] == "SPEC004"]
        assert reasons == ["001-login: the approval is not committed yet"]
        assert repo.exported()["level"] == "pinned"
        repo.git("add", "--all")
        repo.commit("docs: approve", by="Grace")
        assert repo.exported()["level"] == "separate"

    def test_text_and_approval_in_one_commit_to_come(self, repo: SpecRepo) -> None:
        repo.write({DOCUMENT: TEXT.replace("password", "passkey")})
        repo.approve("Grace")
        assert repo.judged("--staged", by="Grace") == ["SPEC006"]
        repo.commit("docs: all", by="Grace")
        assert repo.judged() == ["SPEC006"]

    def test_the_staging_of_something_else_changes_nothing(self, repo: SpecRepo) -> None:
        repo.approved("Grace")
        repo.write({"README.md": "a\n"})
        repo.git("add", "--all")
        assert repo.judged("--staged") == []

    def test_the_worktree_asks_git_too(self, repo: SpecRepo) -> None:
        repo.approved("Ada")
        assert repo.judged("--quiet") == ["SPEC006"]
        (repo.top / ".git").rename(repo.top / "no-git")
        assert "--staged, --commit or --range to ask git" in repo.unjudged("--quiet")["SPEC004"]
        (repo.top / "no-git").rename(repo.top / ".git")
        repo.approve("Ada", "--revoke")
        assert repo.judged("--staged") == ["SPEC004"]
        assert repo.judged("--quiet") == ["SPEC004"]

    def test_work_before_and_after(self, repo: SpecRepo) -> None:
        work = {f"{SPEC}/tasks.md": tasks("1", "2"), "src/app.py": "x = 2\n"}
        start = repo.git("rev-parse", "HEAD")
        repo.write({**work})
        repo.git("add", "--all")
        assert "GIT004" in repo.message(self.WORK, "--select", "GIT004")
        early = repo.commit(self.WORK)
        repo.approved("Grace")
        late = repo.commit(self.WORK, {"src/app.py": "x = 3\n"})
        report = repo.report("check", "--range", f"{start}..HEAD", "--select", "GIT004,SPEC")
        assert [(it["code"], it["commit"]) for it in report["findings"]] == [("GIT004", early)]
        assert repo.codes("check", "--commit", late, "--select", "GIT004") == []
        repo.write({"src/app.py": "x = 4\n"})
        repo.git("add", "--all")
        assert repo.message(self.WORK, "--select", "GIT004") == []

    def test_work_together_with_its_approval(self, repo: SpecRepo) -> None:
        repo.approve("Grace")
        repo.write({f"{SPEC}/tasks.md": tasks("1", "2"), "src/app.py": "x = 2\n"})
        repo.git("add", "--all")
        assert repo.message(self.WORK, "--select", "GIT004", env=author("Grace")) == []
        assert repo.message(self.WORK, "--select", "GIT004") == ["GIT004"]

    def test_a_shallow_clone_does_not_know(self, repo: SpecRepo, tmp_path: Path) -> None:
        repo.approved("Grace")
        repo.commit("docs: more", {"README.md": "a\n"})
        clone = SpecRepo(tmp_path / "clone")
        clone.git("fetch", "-q", "--depth=2", f"file://{repo.top}", "main")
        clone.git("reset", "-q", "--hard", "FETCH_HEAD")
        result = clone.run("check", *HEAD)
        assert result.exit_code == 2
        assert "unshallow" in result.stderr

    @pytest.mark.parametrize(
        ("spec", "document"),
        [
            (".agent-os/specs/2026-01-02-mail", "spec.md"),
            ("agent-os/specs/2026-01-02-mail", "spec.md"),
        ],
    )
    def test_layouts_without_a_word_for_it(self, tmp_path: Path, spec: str, document: str) -> None:
        repo = SpecRepo(tmp_path / "repo")
        repo.spec = "2026-01-02-mail"
        text = "# Mail\n\n> Status: Planning\n\n## Goal\n\nMail.\n"
        repo.commit("docs", {f"{spec}/{document}": text, f"{spec}/tasks.md": tasks("1")})
        other = spec.replace("mail", "post")
        repo.commit("docs", {f"{other}/{document}": text, f"{other}/tasks.md": tasks("1")})
        assert "SPEC004" in repo.unjudged()
        repo.approved("Ada")
        assert repo.found() == []
        repo.commit("docs", {f"{spec}/{document}": text.replace("Mail.", "Mail and post.")})
        assert [(it["code"], it["spec"]) for it in repo.found()] == [("SPEC005", repo.spec)]


# Digests of whole documents

WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=7)
SENTENCE = st.lists(WORD, min_size=4, max_size=9)


class Paper:
    """A document of requirements. The last two words of each are its acceptance criterion."""

    def __init__(
        self, intro: list[str], requirements: list[list[str]], data: st.DataObject
    ) -> None:
        self.intro = intro
        self.requirements = requirements
        self._data = data

    def plain(self) -> str:
        """The document as first written."""
        return self._written(["- **Status:** Draft", "- **Date:** 2026-01-02"], lambda *_: _[0])

    def tidied(self) -> str:
        """The same words with different ticks, wrapping, white space and metadata."""
        statuses = ("In Review", "Approved", "In Progress - see Ada", "Done ✅")
        head = [f"- **Status:** {self._one(*statuses)}", f"- **Date:** {self._one('2027', '')}"]
        text = self._written([*head, *self._one([], ["- **Reviewed by:** Grace"])], self._one)
        return text.replace("\n", self._one("\n", "\r\n"))

    def _written(self, head: list[str], one: Callable[..., Any]) -> str:
        def joined(words: list[str], indent: str) -> str:
            blanks = (one(" ", "  ", f"\n{indent}", f" \n{indent}") for _ in words[1:])
            later = (f"{blank}{word}" for blank, word in zip(blanks, words[1:], strict=True))
            return "".join([words[0], *later, one("", "  ")])

        lines = []
        for number, words in enumerate(self.requirements, 1):
            lines.append(f"- **FR-{number:03}**: " + joined(words[:-2], "  "))
            lines.append(f"  - [{one(' ', 'x', 'X')}] " + joined(words[-2:], "    "))
        parts = ["# Mail", "\n".join(head), "## Overview", joined(self.intro, "")]
        gap = one("\n\n", "\n\n\n", "\n \n")
        return str(gap).join([*parts, "## Requirements", "\n".join(lines)]) + str(
            one("\n", "", "\n\n")
        )

    def _one(self, *choices: Any) -> Any:
        return self._data.draw(st.sampled_from(choices))


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Documents with a few requirements."""
    requirements = draw(st.lists(SENTENCE, min_size=2, max_size=4))
    return Paper(draw(SENTENCE), requirements, draw(st.data()))


def digests(text: str) -> tuple[str, dict[str, str]]:
    """The digests of a document and of its requirements, read from a whole project."""
    path = "agent-os/specs/2026-01-02-mail/spec.md"
    (spec,) = Snapshot(MemoryTree({path: text})).specs()
    (document,) = to_approve(spec)
    content = text.replace("\r\n", "\n")
    return digest_of(document, content), sections_of(document, content, spec)


class TestProperties:
    @settings(max_examples=60)
    @given(papers())
    def test_what_changes_no_word_never_makes_an_approval_stale(self, paper: Paper) -> None:
        assert digests(paper.tidied()) == digests(paper.plain())

    @settings(max_examples=60)
    @given(papers(), st.data(), WORD)
    def test_a_changed_word_does_and_the_requirement_is_named(
        self, paper: Paper, data: st.DataObject, word: str
    ) -> None:
        whole, each = digests(paper.plain())
        number = data.draw(st.integers(1, len(paper.requirements)))
        words = paper.requirements[number - 1]
        place = data.draw(st.integers(0, len(words) - 1))
        match data.draw(st.sampled_from(["change", "add", "remove"])):
            case "change":
                words[place] += word
            case "add":
                words.insert(place, word)
            case _:
                words.pop(place)
        after, now = digests(paper.tidied())
        assert after != whole
        assert [key for key in each if each[key] != now[key]] == [f"FR-{number:03}"]

    @settings(max_examples=30)
    @given(papers(), SENTENCE)
    def test_a_new_or_gone_requirement_is_named(self, paper: Paper, words: list[str]) -> None:
        whole, each = digests(paper.plain())
        paper.requirements.append(words)
        more, now = digests(paper.tidied())
        assert more != whole
        assert now.items() - each.items() == {(key := f"FR-{len(now):03}", now[key])}
        assert {key: now[key] for key in each} == each

    @settings(max_examples=30)
    @given(papers(), WORD)
    def test_words_outside_the_requirements_count_too(self, paper: Paper, word: str) -> None:
        whole, each = digests(paper.plain())
        paper.intro.append(word)
        after, now = digests(paper.tidied())
        assert after != whole
        assert now == each

    @pytest.mark.parametrize(
        "line",
        ["- **Fee:** 5 EUR", "- **Scope:** all", "A sentence.", "- **Status of users:** any"],
    )
    def test_what_is_no_known_key_counts_in_the_head_too(self, line: str) -> None:
        text = "# Mail\n\n- **Status:** Draft\n{}\n\n## Requirements\n\n- **FR-001**: Send.\n"
        assert digests(text.format(line)) != digests(text.format(""))

    def test_a_known_key_below_the_head_counts(self) -> None:
        text = "# Mail\n\n## Requirements\n\n- **FR-001**: Send.\n\n- **Status:** {}\n"
        assert digests(text.format("Draft"))[0] != digests(text.format("Approved"))[0]
