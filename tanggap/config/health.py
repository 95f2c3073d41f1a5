"""For the operator's monitoring: `/healthz` (alive), `/readyz` (may be sent requests), `/metrics` (Prometheus)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from tanggap.base.addresses import is_public
from tanggap.base.clock import now
from tanggap.config.queues import measure_depths
from tanggap.records.queries import newest_checkpoint
from tanggap.web.access import Access, page


def show_alive(request: HttpRequest) -> HttpResponse:
    """200 while this process answers at all."""
    return _plain("ok\n")


def show_ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers too, else 503: a balancer should then ask another machine."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close_if_unusable_or_obsolete()
        return JsonResponse({"database": "away"}, status=503, headers={"Retry-After": "5"})
    return JsonResponse({"database": "answers"}, headers={"Cache-Control": "no-store"})


def show_metrics(request: HttpRequest) -> HttpResponse:
    """Depth and age of every queue, the record's state, and this process, in Prometheus's text format.

    For the operator's own network. To the open internet there is no such page: it would say how busy the officers are,
    and each reading counts every queue.
    """
    visitor = request.META.get("REMOTE_ADDR", "")
    if visitor and is_public(visitor):
        raise Http404
    return _plain(generate_latest(_registry).decode(), CONTENT_TYPE_LATEST)


class QueueCollector:
    """Asks the database at each scrape, so that any web process answers for the whole installation."""

    def collect(self) -> Iterator[Metric]:
        """The metrics of the installation."""
        rows = GaugeMetricFamily("tanggap_queue_rows", "Rows that wait in a queue", labels=["queue", "stuck"])
        ages = GaugeMetricFamily("tanggap_queue_oldest_seconds", "Age of the oldest row", labels=["queue", "stuck"])
        for depth in measure_depths():
            labels = [depth.queue.name, "yes" if depth.queue.is_stuck else "no"]
            rows.add_metric(labels, depth.rows)
            ages.add_metric(labels, round(depth.oldest_seconds, 3))
        yield rows
        yield ages
        newest = newest_checkpoint()
        if newest:
            age = (now() - newest.published_at).total_seconds()
            yield GaugeMetricFamily("tanggap_record_entries", "Entries that the checkpoint covers", newest.size)
            yield GaugeMetricFamily("tanggap_record_checkpoint_seconds", "Age of the newest checkpoint", round(age, 3))
        built = GaugeMetricFamily("tanggap_info", "The version that is running", labels=["version"])
        built.add_metric([version("tanggap")], 1)
        yield built


def _make_registry() -> CollectorRegistry:
    # Our own, without the library's habit of collecting from the moment it is imported.
    registry = CollectorRegistry(auto_describe=False)
    registry.register(QueueCollector())
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


_registry = _make_registry()


def _plain(text: str, kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    return HttpResponse(text, content_type=kind, headers={"Cache-Control": "no-store"})


health_urls = [
    page("healthz", show_alive, "healthz", Access.PUBLIC),
    page("readyz", show_ready, "readyz", Access.PUBLIC),
    page("metrics", show_metrics, "metrics", Access.PUBLIC),
]
