from schools.models import OwnDocument, Plan


def document_of(plan: Plan) -> OwnDocument | None:
    """The school's own document that stands beside the plan now."""
    found: OwnDocument | None = plan.own_documents.filter(in_use=True).select_related("by").first()
    if found:
        found.plan = plan
    return found
