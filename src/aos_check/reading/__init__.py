"""Reading: a tree and its layouts become projects; what cannot be read becomes a problem."""

from aos_check.reading.project import read_projects

__all__ = ["read_projects"]
