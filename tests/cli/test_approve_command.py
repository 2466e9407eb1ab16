"""`aos-check approve`: the records that it writes, and the cases that it refuses."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from aos_check.agents.signatures import VARIABLES
from aos_check.git import files as writing
from aos_check.reading.schemas import schema
from tests.support.git_repo import Repo, author
from tests.support.sample_project import FUNCTIONAL, SPEC, project

RECORDS = f"{SPEC}/approval.json"
GRACE = author("Grace")
# An agent may run these tests, but they are about people.
PERSON = dict.fromkeys(VARIABLES, "")


class ApprovalRepo(Repo):
    """A repository in which people approve."""

    def approve(self, *arguments: str, **env: str) -> str:
        """Run `approve`, which must succeed; return its output."""
        result = self.run("approve", *arguments, env=PERSON | env)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, *arguments: str, **env: str) -> str:
        """Run `approve`, which must fail and write nothing; return its message."""
        before = self.files()
        result = self.run("approve", *arguments, env=PERSON | env)
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        assert "help:" in result.stderr or "Usage:" in result.stderr
        assert self.files() == before
        return result.stderr

    def files(self) -> dict[str, bytes | str]:
        """The content of each file in the worktree, and the target of each link."""
        found = (path for path in self.top.rglob("*") if ".git" not in path.parts)
        return {
            str(path): str(path.readlink()) if path.is_symlink() else path.read_bytes()
            for path in found
            if path.is_symlink() or path.is_file()
        }

    def records(self, path: str = RECORDS) -> list[dict[str, Any]]:
        """The approvals of a file, which must satisfy its schema."""
        data = json.loads((self.top / path).read_text("utf-8"))
        Draft202012Validator(schema("approval")).validate(data)
        return list(data["approvals"])


@pytest.fixture
def repo(tmp_path: Path) -> ApprovalRepo:
    found = ApprovalRepo(tmp_path / "repo")
    found.commit("docs: specify", {**project("Draft"), "src/app.py": "x = 0\n"})
    return found


class TestRecords:
    @pytest.mark.parametrize(
        "name", ["001-login", "login", "001", "1", SPEC, f"{SPEC}/", f"./{SPEC}"]
    )
    def test_every_name_of_a_spec(self, repo: ApprovalRepo, name: str) -> None:
        said = repo.approve(name)
        (record,) = repo.records()
        assert set(record) == {"artifact", "by", "at", "digest"}
        assert record["artifact"] == "functional-spec.md"
        assert record["by"] == "Ada <ada@example.org>"
        assert record["at"].endswith("Z")
        assert said == (
            "this asks for a new approval of 001-login whenever functional-spec.md changes, "
            "and asks nothing of other specs\n"
            f"approved {SPEC}/functional-spec.md as Ada <ada@example.org>\n"
            f"now commit {RECORDS}: the author of that commit is the approver\n"
        )

    def test_from_below_a_path_is_that_of_the_shell(self, repo: ApprovalRepo) -> None:
        below = ApprovalRepo.__new__(ApprovalRepo)
        below.top = repo.top / "context" / "spec"
        below.approve("001-login/functional-spec.md")
        assert len(repo.records()) == 1
        below.top = repo.top / SPEC
        below.approve(".", "--artifact", "technical-considerations.md")
        assert [it["artifact"] for it in repo.records()] == [
            "functional-spec.md",
            "technical-considerations.md",
        ]

    def test_it_counts_once_it_is_written(self, repo: ApprovalRepo) -> None:
        repo.write({"aos-check.toml": '[approval]\nlevel = "pinned"\n'})
        repo.write({f"{SPEC}/tasks.md": "- [x] 1. A\n- [ ] 2. B\n"})
        assert "SPEC004" in repo.codes("check")
        repo.approve("login")
        assert "SPEC004" not in repo.codes("check")
        exported = repo.export()[0]["specs"][0]
        assert exported["approval"] == {
            "level": "pinned",
            "stale": False,
            "by": ["Ada <ada@example.org>"],
        }

    def test_a_flag_of_the_framework_that_contradicts(self, repo: ApprovalRepo) -> None:
        spec = ".kiro/specs/mail"
        flag = '{"approvals": {"requirements":\n  {"approved": %s}}}\n'
        tasks = "- [x] 1. A\n- [ ] 2. B\n"
        repo.write({f"{spec}/requirements.md": "# Mail\n", f"{spec}/tasks.md": tasks})
        repo.write({f"{spec}/spec.json": flag % "false"})
        assert "SPEC004" in repo.codes("check")
        contradicts = f"but {spec}/spec.json:2 still says approvals.requirements.approved: false\n"
        assert contradicts in repo.approve("mail")
        assert "SPEC004" not in repo.codes("check")
        repo.write({f"{spec}/spec.json": flag % "true"})
        assert "still says" not in repo.approve("mail")

    def test_sections_and_a_note(self, repo: ApprovalRepo) -> None:
        spec = "agent-os/specs/2026-01-02-mail"
        text = "# Mail\n\n## Requirements\n\n- **FR-001**: It sends.\n- **FR-002**: It waits.\n"
        repo.write({f"{spec}/spec.md": text, f"{spec}/tasks.md": "- [ ] 1. A\n"})
        repo.approve("mail", "--note", "read “twice” ✓")
        (record,) = repo.records(f"{spec}/approval.json")
        assert [each["id"] for each in record["sections"]] == ["FR-001", "FR-002"]
        assert record["note"] == "read “twice” ✓"
        assert "read “twice” ✓" in (repo.top / spec / "approval.json").read_text("utf-8")

    @pytest.mark.parametrize(
        "artifact",
        [
            "technical-considerations.md",
            f"{SPEC}/technical-considerations.md",
            f"./{SPEC}/technical-considerations.md",
        ],
    )
    def test_another_document(self, repo: ApprovalRepo, artifact: str) -> None:
        repo.approve("login", "--artifact", artifact)
        (record,) = repo.records()
        assert record["artifact"] == "technical-considerations.md"

    def test_the_text_of_a_person_that_no_record_could_hold(self, repo: ApprovalRepo) -> None:
        repo.approve("login", GIT_AUTHOR_NAME="<A> Böb")
        assert repo.records()[0]["by"] == "A Böb <ada@example.org>"

    def test_a_veto_is_reported(self, repo: ApprovalRepo) -> None:
        path = ".praxis-os/specs/review/2026-01-02-mail/srd.md"
        repo.write({path: "<!-- not-user-reviewed -->\n# Mail\n"})
        result = repo.run("approve", "mail", env=PERSON)
        assert result.exit_code == 0
        assert "objects: not-user-reviewed" in result.stderr

    def test_an_ignored_file_is_reported(self, repo: ApprovalRepo) -> None:
        repo.write({".gitignore": "*.json\n"})
        result = repo.run("approve", "login", env=PERSON)
        assert result.exit_code == 0
        assert f"git ignores {RECORDS}" in result.stderr

    def test_where_a_signature_is_asked_for_it_says_so(self, repo: ApprovalRepo) -> None:
        repo.write({"aos-check.toml": '[approval]\nlevel = "signed"\n'})
        assert "git commit -S" in repo.approve("login")

    def test_it_is_written_whole_or_not_at_all(
        self, repo: ApprovalRepo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repo.approve("login")
        before = repo.files()
        seen: list[Path] = []

        def killed(path: Path, *_: object) -> None:
            seen.append(path)
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(writing, "_replace", killed)
        result = repo.run("approve", "login", "--note", "again", env=PERSON)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert seen == [repo.top / RECORDS]
        assert repo.files() == before


class TestUntouched:
    def test_one_own_record_is_replaced_and_no_other(self, repo: ApprovalRepo) -> None:
        repo.approve("login", "--note", "first")
        repo.approve("login", "--note", "hers", **GRACE)
        repo.approve("login", "--artifact", "technical-considerations.md", "--note", "design")
        repo.approve("login", "--note", "second")
        assert [(it["by"][:3], it["artifact"][:4], it["note"]) for it in repo.records()] == [
            ("Gra", "func", "hers"),
            ("Ada", "tech", "design"),
            ("Ada", "func", "second"),
        ]

    def test_a_mail_address_is_the_same_in_capitals(self, repo: ApprovalRepo) -> None:
        repo.approve("login")
        repo.approve("login", GIT_AUTHOR_EMAIL="ADA@Example.org")
        assert len(repo.records()) == 1

    def test_an_address_that_another_ends_with(self, repo: ApprovalRepo) -> None:
        repo.approve("login", GIT_AUTHOR_EMAIL="a@b.org")
        repo.approve("login", GIT_AUTHOR_EMAIL="aa@b.org")
        assert len(repo.records()) == 2

    ODD = (
        '{"artifact":"./functional-spec.md" , "by" : "Grace <grace@example.org>",\n'
        '  "at":"2026-01-02T03:04:05+01:00","digest":"aos2:sha256:' + "0" * 64 + '",\n\n'
        '\t"note": "\\u00e9 é \\ud83d\\ude00 \\/ \u2028 \u0085 \\n {[\\"]} "}'
    )

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_not_a_byte_of_the_records_of_others(self, repo: ApprovalRepo, newline: str) -> None:
        odd = self.ODD.replace("\n", newline)
        text = f'{{ "approvals":[{odd}],{newline}"schema" : 1}}{newline}'
        repo.write({RECORDS: text})
        repo.approve("login", "--note", "mine")
        written = (repo.top / RECORDS).read_bytes().decode()
        assert odd in written
        assert len(repo.records()) == 2
        repo.approve("login", "--note", "mine, again")
        written = (repo.top / RECORDS).read_bytes().decode()
        assert odd in written
        assert [it["note"][:4] for it in repo.records()][1] == "mine"
        assert {line[-1:] == "\r" for line in written.split("\n")[:-1]} == {newline == "\r\n"}

    def test_a_second_record_changes_no_line_of_the_first(self, repo: ApprovalRepo) -> None:
        repo.approve("login")
        first = (repo.top / RECORDS).read_text().splitlines()
        repo.approve("login", **GRACE)
        second = (repo.top / RECORDS).read_text().splitlines()
        assert second[: len(first) - 3] == first[:-3]
        assert second[0:3] == ["{", '  "schema": 1,', '  "approvals": [']
        assert second[-2:] == ["  ]", "}"]

    def test_nothing_else_is_touched(self, repo: ApprovalRepo) -> None:
        before = repo.files()
        repo.approve("login")
        after = repo.files()
        assert after.pop(str(repo.top / RECORDS))
        assert after == before
        assert repo.git("status", "--short", "-uall") == f"?? {RECORDS}"


class TestRevoking:
    def test_the_records_of_a_document_go(self, repo: ApprovalRepo) -> None:
        repo.approve("login")
        repo.approve("login", **GRACE)
        repo.approve("login", "--artifact", "technical-considerations.md")
        said = repo.approve("login", "--revoke")
        assert said == (
            f"revoked the approval of {SPEC}/functional-spec.md\nnow commit {RECORDS}\n"
        )
        (left,) = repo.records()
        assert left["artifact"] == "technical-considerations.md"
        repo.approve("login", "--revoke", "--artifact", "technical-considerations.md")
        assert repo.records() == []
        repo.approve("login")
        assert len(repo.records()) == 1

    def test_nothing_to_revoke(self, repo: ApprovalRepo) -> None:
        assert "no approval of" in repo.refused("login", "--revoke")
        repo.approve("login")
        assert "no approval of" in repo.refused("login", "--revoke", "--artifact", "tasks.md")

    def test_a_note_goes_with_an_approval(self, repo: ApprovalRepo) -> None:
        repo.approve("login")
        assert "--note" in repo.refused("login", "--revoke", "--note", "why")


class TestRefusals:
    @pytest.mark.parametrize("variable", VARIABLES)
    def test_a_coding_agent(self, repo: ApprovalRepo, variable: str) -> None:
        for arguments in (("login",), ("login", "--revoke")):
            said = repo.refused(*arguments, **{variable: "1"})
            assert f"({variable} is set) runs this, and only a person approves a spec" in said
            assert "`aos-check approve login`" in said

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("logon", "the nearest is login"),
            ("", "there is no spec"),
            ("xyzzy", "aos-check status"),
            ("..", "there is no spec"),
            ("context", "there is no spec"),
        ],
    )
    def test_an_unknown_spec(self, repo: ApprovalRepo, name: str, said: str) -> None:
        assert said in repo.refused(name)

    def test_a_name_that_fits_several(self, repo: ApprovalRepo) -> None:
        other = SPEC.replace("login", "logout")
        repo.write({f"{other}/functional-spec.md": FUNCTIONAL.format(status="Draft")})
        said = repo.refused("001")
        assert SPEC in said
        assert other in said

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "is not JSON"),
            ("{", "is not JSON"),
            ("[]", "not an object"),
            ('{"schema": 1}', "lacks 'approvals'"),
            ('{"schema": 2, "approvals": []}', "schema is 2"),
            ('{"schema": 1, "approvals": [], "approvals": []}', "twice"),
            ('{"schema": 1, "approvals": [{"by": "Ada"}]}', "approvals.0"),
            (b"\xff\xfe", "UTF-8"),
            ("[" * 5_000 + "]" * 5_000, "nests deeper"),
            (b" " * (3 << 20), "larger than"),
        ],
    )
    def test_a_broken_file(self, repo: ApprovalRepo, text: str | bytes, said: str) -> None:
        repo.write({RECORDS: text})
        assert said in repo.refused("login")
        assert said in repo.refused("login", "--revoke")

    @pytest.mark.skipif(os.name != "posix", reason="links are those of POSIX")
    @pytest.mark.parametrize("target", ["elsewhere.json", "nowhere.json"])
    def test_a_link(self, repo: ApprovalRepo, target: str) -> None:
        repo.write({f"{SPEC}/elsewhere.json": '{"schema": 1, "approvals": []}'})
        (repo.top / RECORDS).symlink_to(target)
        assert "symbolic link" in repo.refused("login")

    def test_a_file_that_git_ignores(self, repo: ApprovalRepo) -> None:
        repo.write({".gitignore": "*.json\n", RECORDS: '{"schema": 1, "approvals": []}'})
        assert "git ignores it" in repo.refused("login")

    def test_a_spec_without_requirements(self, repo: ApprovalRepo) -> None:
        repo.write({"context/spec/002-mail/tasks.md": "- [ ] 1. A\n"})
        assert "functional-spec.md" in repo.refused("mail")

    @pytest.mark.parametrize("artifact", ["nothing.md", "../../../README.md", ".", "/etc/passwd"])
    def test_what_is_no_document_of_the_spec(self, repo: ApprovalRepo, artifact: str) -> None:
        repo.write({"README.md": "a\n"})
        assert "is no document of 001-login" in repo.refused("login", "--artifact", artifact)

    def test_somebody_whom_git_does_not_know(self, repo: ApprovalRepo) -> None:
        nobody = dict.fromkeys(
            ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"), ""
        )
        said = repo.refused("login", **nobody, EMAIL="")
        assert "git does not know who you are" in said
        assert "git config user.name" in said

    def test_an_address_that_no_record_can_hold(self, repo: ApprovalRepo) -> None:
        assert "git config user.email" in repo.refused("login", GIT_AUTHOR_EMAIL="a da@x")

    def test_a_folder_that_git_does_not_know(self, tmp_path: Path) -> None:
        bare = ApprovalRepo(tmp_path / "plain")
        bare.write({**project("Draft")})
        (bare.top / ".git").rename(tmp_path / "gone")
        assert "repository" in bare.refused("login")

    def test_a_note_that_is_not_text(self, repo: ApprovalRepo) -> None:
        assert "note" in repo.refused("login", "--note", "a\udcff")

    def test_two_of_one_repository_cannot_mix(self, repo: ApprovalRepo) -> None:
        assert "Usage" in repo.refused("login", "logout")
