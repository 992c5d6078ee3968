"""Addresses of the desk door: supervise."""

from django.urls import path

from firstpoint.doors.desk.supervise import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/queues/<slug:code>/", views.queue, name="board_queue"),
    path("board/people/<int:pk>/", views.person, name="board_person"),
    path("board/people/<int:pk>/presence/", views.presence, name="board_presence"),
    path("board/batches/", views.do, name="batch_do"),
    path("board/batches/<int:pk>/", views.batch, name="batch"),
    path("board/batches/<int:pk>/undo/", views.undo, name="batch_undo"),
    path("board/offers/", views.offers, name="offers"),
]
