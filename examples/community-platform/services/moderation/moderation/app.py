"""The WSGI application: `POST /v1/check`, `GET /health`."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import make_server

from .scoring import Report, TextScorer, Thresholds, Verdict
from .windows import Limit, RateWindow
from .wordlists import WordList

log = logging.getLogger("moderation")

MAX_BODY = 64 * 1024

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class HttpError(Exception):
    def __init__(self, status: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}


class Application:
    def __init__(self, scorer: TextScorer, window: RateWindow) -> None:
        self.scorer = scorer
        self.window = window
        self.counts = {verdict: 0 for verdict in Verdict}

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            status, body, headers = "200 OK", self.route(environ), {}
        except HttpError as error:
            status, body, headers = error.status, {"error": str(error)}, error.headers
        except Exception:
            log.exception("unexpected error")
            status, body, headers = "500 Internal Server Error", {"error": "internal"}, {}
        payload = json.dumps(body).encode("utf-8")
        start_response(
            status,
            [
                ("Content-Type", "application/json"),
                ("Content-Length", str(len(payload))),
                *headers.items(),
            ],
        )
        return [payload]

    def route(self, environ: dict[str, Any]) -> dict[str, Any]:
        method = environ.get("REQUEST_METHOD", "GET")
        path = environ.get("PATH_INFO", "/")
        if path == "/health":
            return {"status": "ok"}
        if path == "/metrics":
            return {verdict.value: count for verdict, count in self.counts.items()}
        if path != "/v1/check":
            raise HttpError("404 Not Found", f"no such path: {path}")
        if method != "POST":
            raise HttpError("405 Method Not Allowed", "use POST", {"Allow": "POST"})
        return self.check(read_json(environ))

    def check(self, body: dict[str, Any]) -> dict[str, Any]:
        text = body.get("text")
        author = body.get("author_id")
        if not isinstance(text, str) or not isinstance(author, str) or not author:
            raise HttpError("422 Unprocessable Entity", "expected `text` and `author_id`")
        if not self.window.hit(author):
            wait = max(1, round(self.window.retry_after(author)))
            raise HttpError("429 Too Many Requests", "slow down", {"Retry-After": str(wait)})
        report = self.scorer.score(text, new_author=bool(body.get("new_author", False)))
        self.counts[report.verdict] += 1
        return to_json(report)


def to_json(report: Report) -> dict[str, Any]:
    return {
        "verdict": report.verdict.value,
        "score": report.score,
        "reasons": report.reasons,
    }


def read_json(environ: dict[str, Any]) -> dict[str, Any]:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise HttpError("400 Bad Request", "bad content length") from None
    if length > MAX_BODY:
        raise HttpError("413 Content Too Large", f"at most {MAX_BODY} bytes")
    raw = environ["wsgi.input"].read(length)
    try:
        body = json.loads(raw)
    except ValueError:
        raise HttpError("400 Bad Request", "the body is not JSON") from None
    if not isinstance(body, dict):
        raise HttpError("400 Bad Request", "expected an object")
    return body


def create_app(env: dict[str, str] | None = None) -> Application:
    settings = os.environ if env is None else env
    words = WordList.default()
    if settings.get("WORDLIST"):
        words = words.merge(WordList.from_file(settings["WORDLIST"]))
    thresholds = Thresholds(
        review=float(settings.get("REVIEW_AT", "0.4")),
        block=float(settings.get("BLOCK_AT", "0.8")),
    )
    trusted = frozenset(
        host.strip().lower() for host in settings.get("TRUSTED_DOMAINS", "").split(",") if host.strip()
    )
    limits = [Limit.parse(part) for part in settings.get("LIMITS", "10/1m,100/1h").split(",")]
    return Application(TextScorer(words, thresholds, trusted), RateWindow(*limits))


def main() -> None:
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO"))
    host, port = os.environ.get("HOST", "0.0.0.0"), int(os.environ.get("PORT", "8081"))
    with make_server(host, port, create_app()) as server:
        log.info("listening on %s:%d", host, port)
        server.serve_forever()


if __name__ == "__main__":
    main()
