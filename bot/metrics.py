"""Numbers for Prometheus: what waits, what went out, how long Telegram has been silent."""

import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.engine.engine import Engine
from bot.pulse import Pulse
from storage import backlog
from storage.engine import Store


class _House(Collector):
    """Reads the numbers at each scrape; keeps none."""

    def __init__(self, store: Store, engine: Engine, pulse: Pulse) -> None:
        self._store = store
        self._engine = engine
        self._pulse = pulse
        self._began = time.monotonic()

    def collect(self) -> Iterator[Metric]:
        """Yield every number."""
        with self._store.read() as tx:
            waiting = backlog.count(tx)
        yield GaugeMetricFamily("troly_inbox_waiting", "messages not acted on", waiting.unread)
        yield GaugeMetricFamily("troly_outbox_waiting", "lines not said", waiting.unsaid)
        yield GaugeMetricFamily("troly_incidents", "messages put aside", waiting.buried)
        sent = CounterMetricFamily("troly_deliveries", "attempts by outcome", labels=["outcome"])
        for outcome, count in self._engine.courier.counts.items():
            sent.add_metric([outcome], count)
        yield sent
        silent = self._pulse.silent_seconds()
        if silent is not None:
            yield GaugeMetricFamily("troly_telegram_silent_seconds", "since it answered", silent)
        up = time.monotonic() - self._began
        yield GaugeMetricFamily("troly_up_seconds", "since this process began", up)


class Metrics:
    """The text of /metrics."""

    def __init__(self, store: Store, engine: Engine, pulse: Pulse) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_House(store, engine, pulse))

    def text(self) -> bytes:
        """Return the numbers in Prometheus' text format."""
        return generate_latest(self._registry)
