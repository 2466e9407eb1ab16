"""Reading: a tree and its layouts become projects; what cannot be read becomes a problem."""

from aos_check.reading.moment import Moment, Sources
from aos_check.reading.project import plan_of, projects_of, read_projects

__all__ = ["Moment", "Sources", "plan_of", "projects_of", "read_projects"]
