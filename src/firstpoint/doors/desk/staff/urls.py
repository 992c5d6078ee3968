"""Addresses of the desk door: staff, and one's own profile."""

from django.urls import path

from firstpoint.doors.desk.staff import views

urlpatterns = [
    path("staff/", views.staff, name="staff"),
    path("staff/invite/", views.invite, name="staff_invite"),
    path("staff/<int:pk>/", views.member, name="staff_member"),
    path("staff/<int:pk>/reset/", views.reset, name="staff_reset"),
    path("staff/<int:pk>/deactivate/", views.deactivate, name="staff_deactivate"),
    path("staff/<int:pk>/reactivate/", views.reactivate, name="staff_reactivate"),
    path("staff/<int:pk>/adviser/", views.adviser, name="staff_adviser"),
    path("staff/<int:pk>/absences/", views.absence, name="staff_absence"),
    path("absences/<int:pk>/cancel/", views.cancel, name="absence_cancel"),
    path("profile/", views.profile, name="profile"),
]
