"""Addresses of the desk door: case."""

from django.urls import path

from firstpoint.doors.desk.case.views import acting, explaining, looking, reasons, replying, retyping

urlpatterns = [
    path("cases/", looking.cases, name="cases"),
    path("cases/<str:reference>/", looking.case, name="case"),
    *(
        path(f"cases/<str:reference>/{name.replace('_', '-')}/", acting.doing(name), name=name)
        for name in acting.DOINGS
    ),
    path("cases/<str:reference>/reopen/", acting.reopen, name="reopen"),
    path("cases/<str:reference>/put-back/", acting.put_back, name="put_back"),
    path("cases/<str:reference>/enquiry-type/", retyping.retype, name="retype"),
    path("cases/<str:reference>/tasks/<int:pk>/", acting.tick, name="tick_task"),
    path("cases/<str:reference>/parties/<int:pk>/remove/", acting.remove_party, name="remove_party"),
    path("cases/<str:reference>/links/<str:other>/remove/", acting.unlink, name="unlink"),
    path("cases/<str:reference>/reply/<str:name>/save/", replying.keep, name="save_reply"),
    path("cases/<str:reference>/reply/<str:name>/discard/", replying.discard, name="discard_reply"),
    path("cases/<str:reference>/reply/<str:name>/preview/", replying.preview, name="preview_reply"),
    path("cases/<str:reference>/reply/<str:name>/offers/", replying.pick, name="reply_offers"),
    path("cases/<str:reference>/reply/<str:name>/use/", replying.use, name="use_offer"),
    path("cases/<str:reference>/messages/<int:pk>/take-back/", replying.take_back, name="take_back"),
    path("cases/<str:reference>/nudge/", replying.nudge, name="send_nudge"),
    path("cases/<str:reference>/viewers/", looking.viewers, name="case_viewers"),
    path("cases/<str:reference>/why/", reasons.why_look, name="why_look"),
    path("cases/<str:reference>/print/", looking.printed, name="case_print"),
    path("cases/<str:reference>/missed/", explaining.explain, name="explain_breach"),
    path("cases/<str:reference>/files/<int:pk>/", looking.case_file, name="case_file"),
]
