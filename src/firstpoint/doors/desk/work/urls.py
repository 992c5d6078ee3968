"""Addresses of the desk door: work."""

from django.urls import path

from firstpoint.doors.desk.work import views

urlpatterns = [
    path("", views.work, name="work"),
    path("take-next/", views.take_next, name="take_next"),
    path("work/<int:item_id>/take/", views.take, name="take"),
    path("mine/", views.my_cases, name="my_cases"),
    path("presence/", views.presence, name="presence"),
    path("hand-offs/<int:pk>/withdraw/", views.withdraw, name="withdraw_hand_off"),
    path("counts/", views.counts, name="counts"),
]
