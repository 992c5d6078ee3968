import socket, time, pytest
from firstpoint.domain.catalogue.tests.make import *
from firstpoint.project.tests.started import *
def send(port, head, chunks):
    t=time.time()
    with socket.create_connection(("127.0.0.1", port), timeout=20) as s:
        s.sendall(head.encode())
        n = 0
        try:
            for c in chunks:
                s.sendall(c); n += len(c)
        except OSError as e:
            print("send error", n, e)
        try:
            data = b""
            while True:
                d = s.recv(65536)
                if not d: break
                data += d
                if b"</html>" in data: break
        except OSError as e:
            print("recv error", e)
        print(head.split()[1], "sent", n, "->", data[:60], b"at once" in data, b"could not be read" in data, round(time.time()-t, 2))
        print(data.split(b"\r\n\r\n")[0][-700:])
def test_it(committed_database):
    an_agency(); a_general_question()
    port = free_port()
    with started("serve", f"--port={port}", "--workers=1", database=committed_database) as p:
        wait_until(lambda: listens(port))
        H = "POST /en/ask/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        send(port, H + f"Content-Length: {80_000_000}\r\n\r\n", [b"x"*1_000_000]*80)
        send(port, H + f"Content-Length: {80_000_000}\r\n\r\n", [])
        send(port, H + f"Transfer-Encoding: chunked\r\n\r\n", [b"5\r\nhello\r\n0\r\n\r\n"])
        send(port, H + f"Content-Length: 99999999999999999999999999\r\n\r\n", [])
        send(port, H + f"Content-Length: -5\r\n\r\n", [])
        send(port, H + "\r\n", [])
        send(port, "POST /en/ask/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", [b"x=1"])
        send(port, H + f"Content-Length: 60000\r\n\r\n", [b"x" * 60000])
        print(get(port, "/en/")[0])
