"""Prometheus metrics of this process: requests by method and outcome, and how long they took."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import INF, floatToGoString

from centrex.store.replies import Replies
from centrex.waiting import Queue

BUCKETS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, INF)
"""Seconds."""


class Metrics:
    """Counts requests; a method that does not exist is counted as ``unknown``."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answered = _Answered()
        self._registry.register(self._answered)
        self._dropped = Counter(
            "centrex_requests_dropped_total",
            "Requests that are missing in the log of requests, because it could not be written in time",
            registry=self._registry,
        )

    def observe(self, method: str, outcome: str, seconds: float) -> None:
        """Counts one request; ``method`` and ``outcome`` come from closed sets."""
        self._answered.add(method, outcome, seconds)

    def watch(self, queues: Iterable[Queue]) -> None:
        """Tells of these queues from now on."""
        self._registry.register(_Queues(tuple(queues)))

    def keep(self, replies: Replies) -> None:
        """Tells of the answers that are kept from now on."""
        self._registry.register(_Replies(replies))

    def dropped(self, requests: int) -> None:
        """Counts requests that the log of requests lost."""
        self._dropped.inc(requests)

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self._registry)


@dataclass(slots=True)
class _Times:
    """How many requests took how long: one number for each bucket, and the sum of all seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * len(BUCKETS))
    seconds: float = 0.0


class _Answered(Collector):
    """What was answered. The library's own counters take locks, which one event loop has no need of: 3 us a request."""

    def __init__(self) -> None:
        self._outcomes: Tally[tuple[str, str]] = Tally()
        self._times: dict[str, _Times] = {}

    def add(self, method: str, outcome: str, seconds: float) -> None:
        self._outcomes[method, outcome] += 1
        times = self._times.get(method)
        if times is None:
            times = self._times[method] = _Times()
        times.counts[bisect_left(BUCKETS, seconds)] += 1
        times.seconds += seconds

    def collect(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "centrex_requests",
            "Requests by method and outcome (ok, the error's mnemonic, or a status such as http_405)",
            labels=("method", "outcome"),
        )
        for labels, number in self._outcomes.items():
            requests.add_metric(labels, number)
        yield requests
        seconds = HistogramMetricFamily(
            "centrex_request_seconds", "Time from the whole request to the whole answer", labels=("method",)
        )
        for method, times in self._times.items():
            buckets = zip(map(floatToGoString, BUCKETS), accumulate(times.counts), strict=True)
            seconds.add_metric((method,), list(buckets), times.seconds)
        yield seconds


class _Replies(Collector):
    """How often an answer that was kept could be given again, and how much room they take."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    def collect(self) -> Iterator[Metric]:
        replies = self._replies
        yield CounterMetricFamily(
            "centrex_reply_cache_hits", "Reads that were answered without reading rows", value=replies.hits
        )
        yield CounterMetricFamily(
            "centrex_reply_cache_misses", "Reads that might have been answered so and were not", value=replies.misses
        )
        yield GaugeMetricFamily("centrex_reply_cache_bytes", "Memory that kept answers take", value=replies.size)


class _Queues(Collector):
    """How many wait for their turn now, and how many were refused."""

    def __init__(self, queues: Sequence[Queue]) -> None:
        self._queues = queues

    def collect(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily("centrex_waiting", "Requests that wait for their turn", labels=("queue",))
        refused = CounterMetricFamily(
            "centrex_refused", "Requests that were refused because too many waited, or too long", labels=("queue",)
        )
        for queue in self._queues:
            waiting.add_metric((queue.name,), queue.waiting)
            refused.add_metric((queue.name,), queue.refused)
        yield waiting
        yield refused
