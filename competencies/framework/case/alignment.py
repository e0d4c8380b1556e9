"""A competency as a credential names it: an `Alignment` of Open Badges 3.0 that points to its CASE item."""

from typing import TYPE_CHECKING, Any

from competencies.framework.case.package import address

if TYPE_CHECKING:
    from competencies.framework.models import Competency

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def alignment(competency: "Competency", level: str = "") -> dict[str, Any]:
    """The alignment object (Open Badges 3.0, section B.1 Alignment); `level` is the name of a level, if one is meant.

    Costs nothing where the framework, or the node's, is loaded with the competency.
    """
    framework = competency.framework or (competency.node.framework if competency.node else None)
    name = f"{competency.name} ({level})" if level else competency.name
    named = {"targetFramework": framework.title} if framework else {}
    return {
        "type": ["Alignment"],
        "targetCode": competency.code,
        "targetName": name,
        "targetDescription": competency.definition,
        **named,
        "targetType": "CFItem",
        "targetUrl": address("CFItems", competency.guid),
    }
