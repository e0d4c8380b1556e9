"""Who gets in where: the exchange of frameworks."""

from tests.architecture.access_api import Line
from tests.architecture.people import ANYBODY, NOBODY, SIGNED_IN

BRINGERS = {"platform_admin", "reviewer"}
CASE: dict[str, Line] = {
    "case_documents": (lambda w: {}, ANYBODY),
    "case_document": (lambda w: {"public_id": w.framework.public_id}, ANYBODY),
    "case_package": (lambda w: {"public_id": w.framework.public_id}, ANYBODY),
    "case_item": (lambda w: {"public_id": w.competency.guid}, ANYBODY),
    "case_item_associations": (lambda w: {"public_id": w.competency.guid}, ANYBODY),
    "case_association": (lambda w: {"public_id": w.case["CFAssociations"][0]["identifier"]}, ANYBODY),
    "case_rubric": (lambda w: {"public_id": w.case["CFRubrics"][0]["identifier"]}, ANYBODY),
    "case_itemtypes": (
        lambda w: {"public_id": w.case["CFDefinitions"]["CFItemTypes"][0]["identifier"]},
        ANYBODY,
    ),
    # Frameworks here have none of these: the standard's addresses say so.
    "case_concepts": (lambda w: {"public_id": w.framework.public_id}, NOBODY),
    "case_subjects": (lambda w: {"public_id": w.framework.public_id}, NOBODY),
    "case_licenses": (lambda w: {"public_id": w.framework.public_id}, NOBODY),
    "case_associationgroupings": (lambda w: {"public_id": w.framework.public_id}, NOBODY),
    "case_imports": (lambda w: {"slug": "goi"}, BRINGERS),
    "case_import": (lambda w: {"slug": "goi", "public_id": w.brought.public_id}, BRINGERS),
    # Whoever brought it does not take it in.
    "case_apply": (lambda w: {"slug": "goi", "public_id": w.brought.public_id}, {"reviewer"}),
    "api_case_imports": (lambda w: {"public_id": w.cast.goi.public_id}, BRINGERS),
    "api_case_import_apply": (
        lambda w: {"public_id": w.cast.goi.public_id, "import_id": w.brought.public_id},
        {"reviewer"},
    ),
    "api_competency_alignment": (lambda w: {"public_id": w.competency.public_id}, SIGNED_IN),
    "scales": (lambda w: {}, SIGNED_IN),
    "api_scales": (lambda w: {}, SIGNED_IN),
    "api_crosswalk": (lambda w: {}, SIGNED_IN),
    "scale_new": (lambda w: {"slug": "goi"}, {"reviewer"}),
    "scale_answers": (lambda w: {"slug": "goi", "code": "frac-5", "other": "frac-5"}, {"reviewer"}),
    "crosswalk": (lambda w: {"slug": "goi"}, {"reviewer"}),
    "crosswalk_remove": (lambda w: {"slug": "goi", "public_id": w.link.public_id}, {"reviewer"}),
}
