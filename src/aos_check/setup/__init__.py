"""Setting up a repository (`init`), testing its gates (`doctor`) and writing drafts (`new`)."""
