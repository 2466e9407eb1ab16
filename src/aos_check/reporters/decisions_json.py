"""The decisions in force as published JSON."""

from __future__ import annotations

from pydantic import Field

from aos_check.model.decision import Decision
from aos_check.progress.decisions import DecisionInForce, DecisionStanding
from aos_check.reporters.published import Published, PublishedDocument, Text


class DecisionNameModel(Published):
    """A decision and its place."""

    id: Text = Field(description="Its number or name.")
    title: Text = Field(description="Its title.")
    status: Text = Field(description="The status as it is written.")
    date: str | None = Field(description="The day or month; null without a date.")
    path: Text = Field(description="From the top of the repository.")
    line: int = Field(description="From 1.")


class DecisionInForceModel(DecisionNameModel):
    """A decision in force."""

    topics: list[Text] = Field(description="The topics that the document or its folder names.")
    essence: Text = Field(description="The first sentence of the decision.")
    replaced: list[DecisionNameModel] = Field(
        description="The decisions that it replaced, the newest first. At most 100."
    )
    amended_by: list[DecisionNameModel] = Field(description="Those that replace a part of it.")
    waiting_for: list[DecisionNameModel] = Field(
        description="Those that would replace it, but are proposed or rejected."
    )


class DecisionsModel(PublishedDocument):
    """The decisions in force, the newest first, and those that somebody has to decide."""

    in_force: list[DecisionInForceModel]
    proposed: list[DecisionNameModel] = Field(description="Those that are not accepted yet.")
    unclear: list[DecisionNameModel] = Field(
        description="Those with an unknown status, without one, or superseded in a circle."
    )


def decisions_json(found: DecisionStanding) -> str:
    """The standing of the decisions, in ASCII."""
    model = DecisionsModel(
        in_force=list(map(_in_force, found.in_force)),
        proposed=list(map(_named, found.proposed)),
        unclear=list(map(_named, found.unclear)),
    )
    return model.as_json()


def _named(decision: Decision) -> DecisionNameModel:
    return DecisionNameModel(
        id=decision.id,
        title=decision.title,
        status=decision.status_text,
        date=decision.date,
        path=decision.at.path,
        line=decision.at.line,
    )


def _in_force(each: DecisionInForce) -> DecisionInForceModel:
    decision = each.decision
    return DecisionInForceModel(
        **_named(decision).model_dump(),
        topics=list(each.topics),
        essence=decision.essence,
        replaced=list(map(_named, each.replaced)),
        amended_by=list(map(_named, each.amended_by)),
        waiting_for=list(map(_named, each.waiting_for)),
    )
