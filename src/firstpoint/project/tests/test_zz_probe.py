import pytest
from django.test import Client
from django.core.files.uploadedfile import SimpleUploadedFile
from firstpoint.domain.people.tests.make import *
from firstpoint.domain.cases.tests.make import a_case
from firstpoint.doors.desk.tests.make import a_desk_of
from firstpoint.domain.catalogue.tests.make import a_catalogue
pytestmark = pytest.mark.django_db

def show(label, fn):
    try:
        r = fn()
        print(label, r.status_code, {k: v for k, v in r.headers.items() if k in ("Location","Cache-Control","X-Frame-Options")}, "title", r.content[:9999].decode(errors="replace").split("<title>")[-1].split("</title>")[0][:60] if not r.streaming else "")
    except Exception as e:
        print(label, "EXC", type(e), str(e)[:200])

def test_probe():
    a_catalogue()
    c = Client(raise_request_exception=False)
    case = a_case()
    d = Client(raise_request_exception=False); d.force_login(a_supervisor())
    big = "9" * 30
    for p in ["/desk/cases/%00/", "/desk/cases/a%00b/answer/", f"/desk/customers/{big}/", f"/desk/cases/{case.reference}/files/{big}/", f"/desk/intake/{big}/", f"/desk/staff/{big}/", "/desk/?queue=%00&page=%00", "/desk/cases/?q=%00&state=%00", "/desk/customers/?q=%00%FF", "/desk/nowhere/", "/desk/cases/x/answer/", f"/desk/cases/{case.reference.lower()}/", "/desk/account/agency/agency/", "/desk/account/agency/%00/", "/desk/account/password/choose/1-%00/x/", "/desk/account/inactive/", "/desk/account/recovery-codes/file/", "/desk/account/code/", "/desk/customers/?before=999999999999999999999999-1", "/desk/?page=99999", "/desk/cases/?before=-1"]:
        show("D GET " + p, lambda: d.get(p))
    for p in ["/desk/cases/%00/answer/", f"/desk/work/{big}/take/", f"/desk/jobs/{big}/retry/", f"/desk/intake/{big}/retry/", f"/desk/staff/{big}/reset/"]:
        show("D POST " + p, lambda: d.post(p, {"answer-body": "x"}))
    show("D 10MB", lambda: d.post(f"/desk/cases/{case.reference}/answer/", {"answer-body": "x"*10_000_000}))
    show("D 600", lambda: d.post(f"/desk/cases/{case.reference}/answer/", {f"f{i}": "x" for i in range(600)}))
    show("D 50 files", lambda: d.post(f"/desk/cases/{case.reference}/answer/", {f"f{i}": SimpleUploadedFile("a.txt", b"x") for i in range(50)}))
    show("P 50 files", lambda: c.post(f"/en/ask/", {f"f{i}": SimpleUploadedFile("a.txt", b"x") for i in range(50)}))
    show("A 10MB", lambda: c.post(f"/desk/account/sign-in/", {"login": "x"*10_000_000}))
    for p in ["/en/", "/en/ask/", "/en/track/", "/en/nowhere/", "/xx/ask/", "/en/articles/%00/", "/en/track/%00/", "/en/search/?q=" + "x "*5000, "/en/search/?page=" + big + "&q=a", "/static/nothing.css", "/", "/en", "/en//evil.example/", "//evil.example/", "/en/track/" + case.reference, "/en/sent/", "/en/drafts/x/", "/en/articles/" + "x"*5000 + "/", "/%ff/", "/en/track/" + case.reference + "/files/" + big + "/", "/en/services/?page=%00"]:
        show("P GET " + p[:60], lambda: c.get(p))
    for v in ['"abcdefgh\\000"', '\\', "x"*5000]:
        c2 = Client(raise_request_exception=False)
        show("cookie " + v[:20], lambda: c2.get("/en/track/", headers={"cookie": f"sessionid={v}; messages={v}; csrftoken={v}; sent={v}"}))
        show("cookie desk " + v[:20], lambda: c2.get("/desk/", headers={"cookie": f"sessionid={v}; django_language={v}"}))
        show("cookie post " + v[:20], lambda: c2.post("/en/track/", headers={"cookie": f"sessionid={v}; messages={v}; csrftoken={v}; sent={v}"}))
    for h in ["evil.example", "testserver:99999", "a b", "[::1"]:
        show("host " + h, lambda: c.get("/en/ask/", headers={"host": h}))
        show("host desk " + h, lambda: c.get("/desk/", headers={"host": h}))
    for m in ["put", "delete", "options", "patch", "trace", "head"]:
        for p in ("/en/ask/", "/desk/", "/desk/take-next/", "/en/articles/x/vote/"):
            show(f"{m} {p}", lambda: getattr(c, m)(p))
    cc = Client(raise_request_exception=False, enforce_csrf_checks=True)
    for p in ["/en/ask/", "/en/track/", "/en/track/code/", "/desk/account/sign-in/", "/desk/account/language/", "/desk/take-next/", "/desk/account/sign-out/", "/en/drafts/x/", "/en/forms/general-question/save/", "/en/track/" + case.reference + "/message/", "/demo/outbox/"]:
        show("csrf " + p, lambda: cc.post(p, {}))
    show("acc-lang", lambda: c.get("/desk/account/sign-in/?next=https://evil.example/", headers={"accept-language": "es"}))
    show("lang next", lambda: c.post("/desk/account/language/", {"language": "es", "next": "//evil.example/"}))
    show("lang next", lambda: c.post("/desk/account/language/", {"language": "\0", "next": "/desk/\0\r\nX: y"}))
    show("lang next", lambda: c.post("/desk/account/language/", {"language": "es", "next": "desk:work"}))
