"""Addresses of the desk door: setup."""

from django.urls import path

from firstpoint.doors.desk.setup.views import drafts, enquiry_types, escalations, files, history, mapping, parts, rows

TYPES = "setup/enquiry-types/"
STEPS, FORM = {"part": "steps"}, {"part": "form"}

urlpatterns = [
    path("setup/", mapping.overview, name="setup"),
    path("setup/map/", mapping.drawing, name="setup_map"),
    path("setup/export/", files.export, name="setup_export"),
    path("setup/import/", files.take_in, name="setup_import"),
    path("setup/agency/", rows.agency, name="setup_agency"),
    path("setup/escalations/", escalations.escalations, name="setup_escalations"),
    path("setup/escalations/<int:pk>/remove/", escalations.remove, name="setup_escalation_remove"),
    path("setup/rows/<slug:section>/", rows.rows, name="setup_rows"),
    path("setup/rows/<slug:section>/new/", rows.new, name="setup_row_new"),
    path("setup/rows/<slug:section>/row/<slug:code>/", rows.row, name="setup_row"),
    path("setup/history/<slug:section>/<slug:code>/", history.history, name="setup_history"),
    path("setup/history/<slug:section>/<slug:code>/<int:number>/restore/", history.restore, name="setup_restore"),
    path(TYPES, enquiry_types.enquiry_types, name="setup_types"),
    path(f"{TYPES}new/", enquiry_types.new, name="setup_type_new"),
    path(f"{TYPES}type/<slug:code>/", enquiry_types.enquiry_type, name="setup_type"),
    path(f"{TYPES}type/<slug:code>/begin/", drafts.begin, name="setup_begin"),
    path(f"{TYPES}type/<slug:code>/discard/", drafts.discard, name="setup_discard"),
    path(f"{TYPES}type/<slug:code>/rules/", drafts.rules, name="setup_rules"),
    path(f"{TYPES}type/<slug:code>/publish/", drafts.publish, name="setup_publish"),
]
for _name, _part in (("steps", STEPS), ("form", FORM)):
    _base = f"{TYPES}type/<slug:code>/{_name}/"
    urlpatterns += [
        path(_base, parts.parts, _part, name=f"setup_{_name}"),
        path(f"{_base}new/", parts.new, _part, name=f"setup_{_name}_new"),
        path(f"{_base}item/<slug:item>/", parts.part, _part, name=f"setup_{_name}_item"),
        path(f"{_base}item/<slug:item>/move/", parts.move, _part, name=f"setup_{_name}_move"),
        path(f"{_base}item/<slug:item>/remove/", parts.remove, _part, name=f"setup_{_name}_remove"),
    ]
