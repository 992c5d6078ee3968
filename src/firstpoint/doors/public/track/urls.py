"""Addresses of the public door: track."""

from django.urls import path

from firstpoint.doors.public.track.views import cases, nudges, proving

urlpatterns = [
    path("go/<str:token>/", nudges.nudge, name="nudge"),
    path("track/", proving.track, name="track"),
    path("track/code/", proving.track_code, name="track_code"),
    path("track/leave/", proving.leave, name="track_leave"),
    path("track/<str:reference>/", cases.case, name="case"),
    path("track/<str:reference>/message/", cases.message, name="case_message"),
    path("track/<str:reference>/withdraw/", cases.withdraw, name="case_withdraw"),
    path("track/<str:reference>/reopen/", cases.reopen, name="case_reopen"),
    path("track/<str:reference>/files/<int:pk>/", cases.file, name="case_file"),
]
