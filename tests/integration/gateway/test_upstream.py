"""The client for calls to services, against a service that says on the wire exactly what it is told."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.gateway.upstream import Answer, AnswerTooLarge, NoAnswer, TooLate, UpstreamClient, UpstreamError
from services.gateway.upstream.client import header_lines
from services.gateway.upstream.connection import HEAD_BYTES_MAX

OK = b"HTTP/1.1 200 OK\r\n"
PLAIN = OK + b"content-length: 2\r\n\r\nok"
CLOSE = b"!"  # the last part of an answer after which the service closes the connection


class Service:
    """Answers each request with the parts it is told, one write each; the last answer counts for all others."""

    def __init__(self, *answers: tuple[bytes, ...]) -> None:
        self._answers = list(answers)
        self.requests: list[bytes] = []
        self.connections = 0
        self.writers: set[asyncio.StreamWriter] = set()
        self.gate: asyncio.Event | None = None  # answers wait for it

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        self.writers.add(writer)
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.writers.discard(writer)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        body = await reader.readexactly(int(length.partition(b":")[2]))
        self.requests.append(head + body)
        if self.gate is not None:
            await self.gate.wait()
        for part in self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]:
            if part == CLOSE:
                return False
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        return True


class Calls:
    """A client and the address of one service."""

    def __init__(self, url: str, tls: ssl.SSLContext | None, calls_max: int, idle_seconds: float) -> None:
        headers = {"user-agent": "alpha"}
        self.url = url
        self.client = UpstreamClient(
            connect_seconds=2, calls_max=calls_max, headers=headers, tls=tls, idle_seconds=idle_seconds
        )

    async def ask(self, body: bytes = b"{}", *, seconds: float = 10.0, bytes_max: int = 1000) -> Answer:
        """One call."""
        deadline = asyncio.get_running_loop().time() + seconds
        return await self.client.post(self.url, header_lines({"x-one": "1"}), body, deadline, bytes_max)


class Wire:
    """Starts services and clients, and ends them."""

    def __init__(self) -> None:
        self._servers: list[asyncio.Server] = []
        self._clients: list[UpstreamClient] = []

    async def to(
        self,
        service: Service,
        *,
        server_tls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
        calls_max: int = 8,
        idle_seconds: float = 60.0,
    ) -> Calls:
        """A client of the service."""
        server = await asyncio.start_server(service.serve, "127.0.0.1", 0, ssl=server_tls)
        self._servers.append(server)
        scheme = "https" if server_tls else "http"
        url = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}/graphql?a=1"
        calls = Calls(url, tls, calls_max, idle_seconds)
        self._clients.append(calls.client)
        return calls

    async def close(self) -> None:
        """End all."""
        for client in self._clients:
            await client.close()
        for server in self._servers:
            server.close()
        await asyncio.sleep(0.01)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    made = Wire()
    yield made
    await made.close()


async def test_what_goes_out_and_what_comes_back(wire: Wire) -> None:
    service = Service((PLAIN,))
    calls = await wire.to(service)
    assert await calls.ask(b'{"a":1}') == Answer(200, b"ok")
    head, _, body = service.requests[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /graphql?a=1 HTTP/1.1"
    assert lines[1] == b"host: " + calls.url.split("/")[2].encode()
    assert lines[2:] == [b"user-agent: alpha", b"x-one: 1", b"content-length: 7"]
    assert body == b'{"a":1}'


async def test_a_connection_is_used_again_and_again(wire: Wire) -> None:
    service = Service((PLAIN,))
    calls = await wire.to(service)
    assert [await calls.ask() for _ in range(5)] == [Answer(200, b"ok")] * 5
    assert service.connections == 1


async def test_calls_at_the_same_time_have_connections_of_their_own(wire: Wire) -> None:
    service = Service((PLAIN,))
    calls = await wire.to(service)
    await asyncio.gather(*(calls.ask() for _ in range(3)))
    assert service.connections == 3
    await asyncio.gather(*(calls.ask() for _ in range(3)))
    assert service.connections == 3


@pytest.mark.parametrize(
    "parts",
    [
        (OK + b"transfer-encoding: chunked\r\n\r\n1\r\no\r\n", b"1\r\nk\r\n0\r\n\r\n"),
        (OK + b"Content-Length: 2\r\n", b"\r\no", b"k"),
        (OK + b"\r\no", b"k", CLOSE),
        (OK + b"connection: close\r\ncontent-length: 2\r\n\r\nok", CLOSE),
        (b"HTTP/1.1 100 Continue\r\n\r\n", PLAIN),
        (b"HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok", CLOSE),
    ],
)
async def test_every_way_to_frame_an_answer(wire: Wire, parts: tuple[bytes, ...]) -> None:
    calls = await wire.to(Service(parts))
    assert [await calls.ask(), await calls.ask()] == [Answer(200, b"ok")] * 2


async def test_a_status_of_failure_is_an_answer(wire: Wire) -> None:
    calls = await wire.to(Service((b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n",)))
    assert await calls.ask() == Answer(503, b"")


@pytest.mark.parametrize(
    "parts",
    [
        (b"SSH-2.0-alpha\r\n",),
        (OK + b"content-length: 9\r\n\r\nok", CLOSE),
        (OK + b"transfer-encoding: chunked\r\n\r\n1\r\no\r\n", CLOSE),
        (b"HTTP/1.1 101 Switching\r\nupgrade: beta\r\nconnection: upgrade\r\n\r\n",),
        (OK + b"x: " + b"y" * HEAD_BYTES_MAX,),
        (PLAIN + PLAIN,),
    ],
)
async def test_what_is_no_answer_or_more_than_one_is_refused(wire: Wire, parts: tuple[bytes, ...]) -> None:
    calls = await wire.to(Service(parts, (PLAIN,)))
    with pytest.raises(UpstreamError) as refused:
        await calls.ask()
    assert not isinstance(refused.value, NoAnswer)
    assert await calls.ask() == Answer(200, b"ok")


async def test_bytes_nobody_asked_for_never_become_an_answer(wire: Wire) -> None:
    service = Service((PLAIN,))
    calls = await wire.to(service)
    await calls.ask()
    next(iter(service.writers)).write(OK + b"content-length: 4\r\n\r\nevil")
    await asyncio.sleep(0.05)
    assert await calls.ask() == Answer(200, b"ok")
    assert service.connections == 2


async def test_an_idle_connection_that_the_service_closed_is_not_used(wire: Wire) -> None:
    service = Service((PLAIN,))
    calls = await wire.to(service)
    await calls.ask()
    next(iter(service.writers)).close()
    await asyncio.sleep(0.05)
    assert await calls.ask() == Answer(200, b"ok")
    assert service.connections == 2


async def test_a_connection_closed_without_a_byte_is_no_answer(wire: Wire) -> None:
    calls = await wire.to(Service((CLOSE,)))
    with pytest.raises(NoAnswer):
        await calls.ask()


async def test_an_answer_beyond_the_limit_is_dropped_with_its_connection(wire: Wire) -> None:
    service = Service((PLAIN,))
    calls = await wire.to(service)
    with pytest.raises(AnswerTooLarge):
        await calls.ask(bytes_max=1)
    assert await calls.ask(bytes_max=2) == Answer(200, b"ok")
    assert service.connections == 2


async def test_a_call_that_is_too_late_or_given_up_leaves_no_connection_behind(wire: Wire) -> None:
    service = Service((PLAIN,))
    service.gate = asyncio.Event()
    calls = await wire.to(service)
    with pytest.raises(TooLate):
        await calls.ask(seconds=0.05)
    task = asyncio.create_task(calls.ask())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    service.gate.set()
    assert await calls.ask() == Answer(200, b"ok")
    assert service.connections == 3


async def test_calls_beyond_the_bound_wait_their_turn(wire: Wire) -> None:
    service = Service((PLAIN,))
    service.gate = asyncio.Event()
    calls = await wire.to(service, calls_max=2)
    tasks = [asyncio.create_task(calls.ask()) for _ in range(4)]
    await asyncio.sleep(0.05)
    assert len(service.requests) == 2
    with pytest.raises(TooLate):
        await calls.ask(seconds=0.05)
    tasks[2].cancel()
    service.gate.set()
    assert await tasks[3] == Answer(200, b"ok")
    assert service.connections == 2
    assert await calls.ask() == Answer(200, b"ok")


async def test_connections_that_idle_are_closed(wire: Wire) -> None:
    service = Service((PLAIN,))
    calls = await wire.to(service, idle_seconds=0.05)
    await asyncio.gather(calls.ask(), calls.ask())
    assert len(service.writers) == 2
    for _ in range(100):
        await asyncio.sleep(0.02)
        if not service.writers:
            break
    assert not service.writers


async def test_nobody_listening_is_no_answer(wire: Wire) -> None:
    calls = Calls("http://127.0.0.1:1/", None, 1, 60)
    for _ in range(2):  # a failed call gives its turn back
        with pytest.raises(NoAnswer):
            await calls.ask()


@pytest.mark.parametrize("url", ["alpha", "ftp://127.0.0.1/", "http:///graphql"])
async def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(NoAnswer, match="no http address"):
        await Calls(url, None, 1, 60).ask()


async def test_a_closed_client_makes_no_call(wire: Wire) -> None:
    calls = await wire.to(Service((PLAIN,)))
    await calls.ask()
    await calls.client.close()
    with pytest.raises(NoAnswer):
        await calls.ask()


@pytest.mark.parametrize("value", ["a\r\nx-admin: 1", "a\nb", "a\rb"])
def test_no_header_breaks_out_of_its_line(value: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        header_lines({"x-one": value})


async def test_tls_with_a_certificate_that_is_trusted_and_one_that_is_not(wire: Wire, tmp_path: Path) -> None:
    certificate = _certificate(tmp_path)
    server_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_tls.load_cert_chain(certificate)
    service = Service((PLAIN,))
    trusting = await wire.to(service, server_tls=server_tls, tls=ssl.create_default_context(cafile=str(certificate)))
    assert [await trusting.ask(), await trusting.ask()] == [Answer(200, b"ok")] * 2
    assert service.connections == 1
    with pytest.raises(NoAnswer, match="certificate"):
        await (await wire.to(service, server_tls=server_tls)).ask()


def _certificate(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "alpha")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "alpha.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
