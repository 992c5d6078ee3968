"""Addresses of the desk door: customer."""

from django.urls import path

from firstpoint.doors.desk.customer.views import changing, checking, finding, looking, merging

urlpatterns = [
    path("customers/", finding.customers, name="customers"),
    path("find/", finding.find, name="find"),
    path("customers/<int:pk>/", looking.customer, name="customer"),
    path("customers/<int:pk>/looks/", looking.looks, name="customer_looks"),
    path("customers/<int:pk>/change/", changing.change, name="customer_change"),
    path("customers/<int:pk>/change/<slug:what>/", changing.store, name="customer_save"),
    path("customers/<int:pk>/points/<int:point_pk>/remove/", changing.remove_point, name="contact_point_remove"),
    path("customers/<int:pk>/compare/", merging.choose, name="customer_choose"),
    path("customers/<int:pk>/compare/<int:other_pk>/", merging.compare, name="customer_compare"),
    path("customers/<int:pk>/merge/<int:other_pk>/", merging.merge, name="customer_merge"),
    path("customers/<int:pk>/refuse/<int:other_pk>/", merging.refuse, name="customer_refuse"),
    path("merges/<int:pk>/undo/", merging.undo, name="merge_undo"),
    path("customers/<int:pk>/check/", checking.check, name="customer_check"),
    path("customers/<int:pk>/check/<slug:reference>/", checking.check_in_case, name="customer_check_in_case"),
    path("customers/<int:pk>/check/<slug:reference>/send/", checking.send, name="customer_check_send"),
    path("customers/<int:pk>/check/<slug:reference>/code/<int:code_pk>/", checking.code, name="customer_check_code"),
    path("customers/<int:pk>/check/<slug:reference>/answers/", checking.answers, name="customer_check_answers"),
    path("customers/<int:pk>/check/<slug:reference>/document/", checking.document, name="customer_check_document"),
]
