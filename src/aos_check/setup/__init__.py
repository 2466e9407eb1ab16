"""Setting up a repository (`init`), proving its gates (`doctor`) and writing drafts (`new`)."""
