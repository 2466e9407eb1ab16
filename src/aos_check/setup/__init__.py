"""Set a repository up (`init`), prove that its gates work (`doctor`), write drafts (`new`)."""
