"""The table of files that are code and files that are not, as data, with the reason for each row.

The first row with a matching glob decides. Any other file is code. The globs are in lower case,
because case does not matter, and are those of `aos_check.model.globs`: with a slash they start at
the repository or at the project. To change what counts as code, change a row.
"""

# fmt: off

from __future__ import annotations

from typing import NamedTuple


class CodeRow(NamedTuple):
    """Files with one reason to be code, or not to be code."""

    why: str
    globs: tuple[str, ...]
    is_code: bool = False


def _endings(text: str) -> tuple[str, ...]:
    return tuple(f"*.{ending}" for ending in text.split())


INSTALLED = CodeRow(
    "a framework installs it",
    (
        ".specify/scripts/**", ".specify/extensions/**", ".awos/**", ".bmad-core/**", "_bmad/**",
        ".agent-os/mcp_server/**", ".praxis-os/ouroboros/**", ".praxis-os/scripts/**",
    ),
)
"""These may be programs: the project did not write them."""

LOCK_FILES = CodeRow(
    "a lock file, written by a package manager",
    (
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock",
        "bun.lockb", "deno.lock", "aube-lock.yaml", "poetry.lock", "uv.lock", "pdm.lock",
        "pylock.toml", "pylock.*.toml", "pipfile.lock", "pixi.lock", "conda-lock.yml", "cargo.lock",
        "gemfile.lock", "gems.locked", "composer.lock", "symfony.lock", "go.sum", "go.work.sum",
        "mix.lock", "rebar.lock", "pubspec.lock", "flake.lock", "gradle.lockfile",
        "packages.lock.json", "paket.lock", "podfile.lock", "cartfile.resolved", "package.resolved",
        "mint.lock", "chart.lock", "requirements.lock", "requirements-dev.lock",
        ".terraform.lock.hcl", "module.bazel.lock", "maven_install.json", "jsonnetfile.lock.json",
        "vendir.lock.yml", "cpanfile.snapshot", "renv.lock", "conan.lock", "mise.lock",
        "devbox.lock", "devcontainer-lock.json", "apm.lock.yaml", "stack.yaml.lock",
        "cabal.project.freeze", "manifest.lock",
    ),
)

# Code lies anywhere: in `docs/`, in `.github/`, and under a name such as `LICENSE-x.js`.
CODE_ENDINGS = CodeRow(
    "its ending is one of code",
    _endings(
        "py pyi pyx pyw js mjs cjs jsx ts mts cts tsx vue svelte astro coffee go rs java kt kts "
        "scala groovy gradle clj cljs cljc c h cc cpp cxx hpp hh m mm cs fs fsx vb swift rb erb "
        "rake php phtml pl pm r jl ex exs erl hrl elm hs ml mli nim zig d dart v sol lua tcl f90 "
        "pas ada adb asm s cu sql cgi jsp asp aspx "  # languages
        "sh bash zsh ksh fish csh ps1 psm1 bat cmd awk vbs applescript mk cmake "  # scripts
        "tf hcl nix bicep jsonnet libsonnet "  # infrastructure
        "exe dll so dylib o a jar war class wasm pyc pyz phar"  # compiled
    ),
    is_code=True,
)
CODE_NAMES = CodeRow(
    "a file of this name runs commands",
    (
        "makefile", "gnumakefile", "dockerfile", "dockerfile.*", "containerfile", "rakefile",
        "gemfile", "vagrantfile", "justfile", "procfile", "cmakelists.txt",
    ),
    is_code=True,
)

TESTS = CodeRow(
    "it is a test",
    (
        "**/test/**", "**/tests/**", "**/__tests__/**", "**/spec/**", "**/specs/**", "**/e2e/**",
        "**/cypress/**", "test_*", "tests.*", "*_test.*", "*_tests.*", "*.test.*",
        "*-test.*", "*.spec.*", "*_spec.*", "*-spec.*", "*.cy.*", "*test.java", "*tests.java",
        "*test.kt", "*test.scala", "*spec.scala", "*test.php", "*test.cs", "*tests.cs",
        "*tests.swift", "*test.groovy", "*spec.groovy", "*_suite.erl", "conftest.py",
    ),
    is_code=True,
)
"""The code that counts as a test, where a project requires tests for a task."""

DOCUMENTS = CodeRow(
    "a document",
    (
        *_endings("md markdown rst adoc asciidoc"), "docs/**", "doc/**", "readme", "readme.*",
        "changelog", "changelog.*", "changes", "changes.txt", "history", "history.txt", "news",
        "news.txt", "authors", "authors.txt", "contributors", "contributors.txt", "maintainers",
        "credits", "contributing", "contributing.txt", "security.txt", "codeowners", "humans.txt",
        "version", "version.txt", "prd.txt", "prd-*.txt", "*-prd.txt", "*_prd.txt", "mkdocs.yml",
        "mkdocs.yaml", ".readthedocs.yml",
        ".readthedocs.yaml", "citation.cff",
    ),
)
LICENCES = CodeRow(
    "a licence",
    (
        "license", "license.txt", "license-*", "licence", "licence.txt", "licence-*", "licenses/**",
        "copying", "copying.txt", "copying.lesser", "notice", "notice.txt", "patents", "unlicense",
    ),
)
IMAGES = CodeRow("an image", _endings("png jpg jpeg gif svg webp ico bmp avif tif tiff"))
PIPELINES = CodeRow(
    "a setting of a CI service or a forge",
    (
        ".github/**", ".gitea/**", ".forgejo/**", ".gitlab/**", ".gitlab-ci.yml", ".gitlab-ci.yaml",
        ".circleci/**", ".travis.yml", ".drone.yml", ".woodpecker.yml", ".woodpecker.yaml",
        ".woodpecker/**", ".buildkite/**", ".cirrus.yml", ".appveyor.yml", "appveyor.yml",
        "azure-pipelines.yml", "azure-pipelines.yaml", ".azuredevops/**", ".azure-pipelines/**",
        "bitbucket-pipelines.yml", "bitrise.yml", ".semaphore/**", "jenkinsfile", "jenkinsfile.*",
        "cloudbuild.yml", "cloudbuild.yaml", "codecov.yml", ".codecov.yml",
        ".pre-commit-config.yaml", ".pre-commit-config.yml", "lefthook.yml", "lefthook.yaml",
        "renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", ".changeset/**",
        "release-please-config.json",
    ),
)
GIT_AND_EDITORS = CodeRow(
    "a setting of git, an editor or a packager",
    (
        ".gitignore", ".gitattributes", ".gitmodules", ".gitkeep", ".keep", ".mailmap",
        ".git-blame-ignore-revs", ".dockerignore", ".npmignore", ".helmignore", ".gcloudignore",
        ".vercelignore", ".prettierignore", ".eslintignore", ".editorconfig", ".vscode/**",
        ".idea/**", ".zed/**",
    ),
)
AGENTS = CodeRow(
    "a setting of a coding agent",
    (
        ".claude/**", ".cursor/**", ".codex/**", ".gemini/**", ".windsurf/**", ".opencode/**",
        ".agents/**", ".amazonq/**", ".augment/**", ".clinerules/**", ".continue/**", ".factory/**",
        ".junie/**", ".kilocode/**", ".qwen/**", ".roo/**", ".trae/**", ".cursorrules",
        ".windsurfrules", ".clinerules", ".roomodes", ".cursorignore", ".geminiignore",
        ".aiderignore", ".aider.conf.yml", ".mcp.json", "opencode.json", "opencode.jsonc",
    ),
)
FRAMEWORKS = CodeRow(
    "a setting of the framework or of aos-check",
    (
        ".specify/**", ".kiro/**", ".agent-os.yaml", "agent-os/config.yml", "openspec/config.yaml",
        "aos-check.toml", ".aos-check.toml", ".aos-check-baseline.json",
    ),
)
SYSTEM_FILES = CodeRow(
    "an operating system leaves it", (".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini")
)

PROGRAMS = (CODE_ENDINGS, CODE_NAMES)
QUIET = (SYSTEM_FILES, DOCUMENTS, LICENCES, IMAGES, PIPELINES, GIT_AND_EDITORS, AGENTS, FRAMEWORKS)

PAPER = (
    ".md", ".markdown", ".mdx", ".rst", ".txt", ".json", ".jsonl", ".yml", ".yaml", ".toml", ".csv",
    ".html", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".drawio", ".excalidraw",
    ".mmd", ".puml", ".fig", ".gitkeep",
)
"""Suffixes of the artifacts in a home that is not hidden: documents, data and pictures."""

DOCKERFILES = ("dockerfile*", "*.dockerfile", "containerfile*")

MANIFESTS = (
    # JavaScript
    "package.json", "pnpm-workspace.yaml", ".yarnrc.yml", "deno.json", "deno.jsonc", "bower.json",
    "lerna.json", ".nvmrc", ".node-version", ".bun-version", "**/.meteor/release",
    # Python
    "pyproject.toml", "setup.cfg", "*requirements*.txt", "*requirements*.in",
    "**/requirements/*.txt", "**/requirements/*.in", "*constraints*.txt", "*constraints*.in",
    "pipfile", "pixi.toml", "environment.yml", "environment.yaml", ".python-version", "runtime.txt",
    # Rust, Go, Ruby, PHP, Elixir, Dart, Swift, Haskell, Julia, R, Perl, Elm, C++
    "cargo.toml", "rust-toolchain", "rust-toolchain.toml", "go.mod", "go.work", ".go-version",
    "gemfile", "gems.rb", "*.gemspec", ".ruby-version", "*composer.json", "mix.exs",
    "rebar.config", "gleam.toml", "pubspec.yaml", ".fvmrc", "**/.fvm/fvm_config.json", "podfile",
    "*.podspec", "cartfile", "mintfile", "package.swift", ".swift-version", "*.cabal",
    "stack.yaml", "cabal.project", "project.toml", "description", "cpanfile", ".perl-version",
    "elm.json", "conanfile.txt", "vcpkg.json",
    # Java and its relatives
    "pom.xml", "**/.mvn/extensions.xml", "maven-wrapper.properties", "maven-wrapper.jar", "mvnw",
    "mvnw.cmd", "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts",
    "*.versions.toml", "gradle.properties", "versions.props", "gradle-wrapper.properties",
    "gradle-wrapper.jar", "gradlew", "gradlew.bat", "build.sbt", "**/project/build.properties",
    "**/project/plugins.sbt", "build.sc", ".scalafmt.conf", "deps.edn", "bb.edn", "project.clj",
    "ivy.xml", ".java-version", ".sdkmanrc",
    # .NET
    "*.csproj", "*.fsproj", "*.vbproj", "*.props", "*.targets", "packages.config", "global.json",
    "dotnet-tools.json", "paket.dependencies", "*.nuspec",
    # Containers, Kubernetes and infrastructure
    *DOCKERFILES, "docker-compose*.yml", "docker-compose*.yaml",
    "compose*.yml", "compose*.yaml", "devcontainer.json", ".devcontainer.json", "*.container",
    "chart.yaml", "requirements.yaml", "requirements.yml", "values.yaml", "values.yml",
    "helmfile*.yaml", "helmfile*.yml", "helmfile*.gotmpl", "kustomization.yaml",
    "kustomization.yml", "fleet.yaml", "fleet.yml", "gotk-components.yaml", "vendir.yml",
    "skaffold.yaml", "jsonnetfile.json", "galaxy.yml", "versions.tf", "providers.tf",
    "terraform.tf", "terragrunt.hcl", ".terraform-version", ".opentofu-version",
    ".terragrunt-version", ".tflint.hcl", "puppetfile", "apko.yaml",
    # Tools
    ".tool-versions", "mise*.toml", ".mise*.toml", "**/.config/mise/*.toml", "devbox.json",
    "flake.nix", "brewfile", "batect", "batect.cmd", "batect.yml", "pulumi.yaml", "buf.yaml",
    "workspace", "workspace.bazel", "module.bazel", "*.module.bazel", ".bazelversion",
    "action.yml", "action.yaml", ".bumpversion.cfg", ".release-please-manifest.json",
    ".vela.yml", "plugins.txt", "apm.yml",
)
"""The manifests that Renovate and Dependabot update. Their authors' names are then enough."""

PROGRAMS_WITH_VERSIONS = (
    "setup.py", "conanfile.py", "*.tf", "*.tofu", "*.bicep", "*.pkr.hcl", "*.bzl", "build.bazel",
    "*.cake", "*.main.kts", "**/buildsrc/**/*.kt", "**/project/*.scala", "**/project/*.sbt",
    "build.mill", "plugins.yml", "*.gradle", "*.gradle.kts",
)
"""They update these too, but only a change of versions is exempt: the rest is a program."""
