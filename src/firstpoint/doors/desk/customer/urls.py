"""Addresses of the desk door: customer."""

from django.urls import path

from firstpoint.doors.desk.customer import views

urlpatterns = [
    path("customers/", views.customers, name="customers"),
    path("customers/<int:pk>/", views.customer, name="customer"),
]
