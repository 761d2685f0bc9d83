"""Puts the house together and keeps it running until it is told to stop."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog

from bot.channels.contract import Channel
from bot.clock import Clock
from bot.complaint import Complaint
from bot.connecting import Connected, connect
from bot.engine import faults
from bot.engine.engine import Engine, Parts
from bot.hooks import hooks
from bot.judging import verdict
from bot.menu import Menu
from bot.metrics import Metrics
from bot.opening import Opened
from bot.pulse import Pulse
from bot.web.channel import WebChannel
from bot.web.door import Address, Door
from handlers.accounts import taken_back
from handlers.amendments import announce
from handlers.ask import warm
from handlers.house import House
from handlers.turn import turn
from reminders import tick
from reminders.schedule import is_office_moment
from reminders.ticker import beat
from storage.engine import Tx

log = structlog.get_logger(__name__)
Ready = Callable[[House, int], None]
# Measured by bench/conversations.py: readers' threads (and PostgreSQL's writer) and the loop wait
# less for each other, and nobody for sweeps over objects that live as long as the server.
_SECONDS_A_THREAD = 0.0005
_OBJECTS_BETWEEN_SWEEPS = (50_000, 20, 50)


@dataclass(frozen=True)
class Server:
    """Everything a running server is made of."""

    opened: Opened
    clock: Clock
    house: House
    engine: Engine
    web: WebChannel
    connected: Connected
    pulse: Pulse


@dataclass(frozen=True)
class Serving:
    """How to serve: by which clock, and what to do once everything listens."""

    clock: Clock
    ready: Ready = field(default=lambda _house, _port: None)


def serve(opened: Opened, serving: Serving) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises Complaint when the port is taken or Telegram refuses the token.
    """
    sys.setswitchinterval(_SECONDS_A_THREAD)
    gc.set_threshold(*_OBJECTS_BETWEEN_SWEEPS)
    asyncio.run(_serve(opened, serving))


async def _serve(opened: Opened, serving: Serving) -> None:
    faults.arm(os.environ.get("TROLY_CRASH_AT"), training=opened.training)
    pulse = _pulse(opened, serving.clock)
    connected = await connect(opened, serving.clock, pulse)
    server = _assembled(opened, serving.clock, connected, pulse)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(_run(server, serving.ready))
            await _first(stopping, running)
            running.cancel()
    finally:
        await connected.close()
    log.info("stopped")


async def _first(stopping: asyncio.Event, running: asyncio.Task[None]) -> None:
    """Wait until we are told to stop, or until what runs has ended by itself."""
    told = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({told, running}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()


async def _run(server: Server, ready: Ready) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.engine.run())
        await server.engine.ready.wait()
        await server.web.listening.wait()
        tasks.create_task(server.pulse.keep(server.engine.writer))
        warm(server.house.programme)
        menu = Menu(server.connected, server.house.programme.phrases)
        tasks.create_task(menu.keep(server.engine.writer))
        tasks.create_task(beat(partial(_tick, server), _seconds_between_ticks()))
        ready(server.house, server.web.port)
        log.info("ready", port=server.web.port, telegram=bool(server.connected.bot_name))


async def _tick(server: Server) -> None:
    """One ring of the clock; a failing one is told in the log and the next one tries again."""
    try:
        messages = await _ring(server, server.clock())
    except Exception:
        log.exception("tick failed")
        return
    if messages:
        log.info("reminders promised", messages=messages)


async def _ring(server: Server, now: datetime) -> int:
    """Promise what is owed, part by part: whoever speaks meanwhile waits for one part only."""
    writer, house = server.engine.writer, server.house
    await writer.run(partial(_prepare, server, now))
    looked = await writer.read(lambda tx: tick.look(tx, house, now))
    if looked is None:
        return 0
    messages = 0
    for part in looked.parts():
        messages += await writer.run(partial(tick.keep, messages=part, now=now))
    await writer.run(lambda tx: tick.done(tx, looked, now))
    return messages


def _prepare(server: Server, now: datetime, tx: Tx) -> None:
    """Promise the digests, and in office hours what changed in the plan."""
    programme = server.house.programme
    if is_office_moment(now, programme.ladder, programme.calendar):
        server.engine.promiser.keep(tx, announce(tx, server.house, now), now)
    tick.prepare(tx, server.house, now)


def _seconds_between_ticks() -> float:
    """Return a minute, or much less under a clock that a test moves by days."""
    return 0.3 if os.environ.get("TROLY_CLOCK_FILE") else 60


def _pulse(opened: Opened, clock: Clock) -> Pulse:
    patience = opened.programme.ladder.unreachable_after_minutes
    return Pulse(clock, wanted=opened.settings.speaks_telegram, patience_minutes=patience)


def _assembled(opened: Opened, clock: Clock, connected: Connected, pulse: Pulse) -> Server:
    settings = opened.settings
    house = _house(opened, connected.bot_name, settings.web_port)
    door = Door(
        house,
        opened.store,
        clock,
        settings.data_dir / "web",
        at=Address(settings.web_host, settings.web_port, settings.public_url),
        problems=pulse.problems,
        metrics_token=settings.metrics_token.get_secret_value()
        if settings.metrics_token
        else None,
    )
    web = WebChannel(door)
    _bind(web, door)
    channels: list[Channel] = [web]
    if connected.telegram is not None:
        channels.append(connected.telegram)
    parts = Parts(
        store=opened.store,
        channels=channels,
        turn=lambda tx, inbound, now: turn(tx, house, inbound, now),
        book=opened.programme.phrases,
        clock=clock,
        files=settings.data_dir / "files",
        hooks=hooks(opened, house, clock),
        verdict=verdict(opened.programme),
        hidden=taken_back(opened.programme.phrases),
    )
    engine = Engine(parts)
    door.metrics = Metrics(opened.store, engine, pulse).text
    return Server(opened, clock, house, engine, web, connected, pulse)


def _bind(web: WebChannel, door: Door) -> None:
    try:
        web.bind()
    except OSError:
        raise Complaint("port_taken", host=door.at.host, port=door.at.port) from None


def _house(opened: Opened, bot_name: str | None, port: int) -> House:
    """Return the house; a training house may be reached on this machine only."""
    public = opened.settings.public_url
    if public is None and opened.training:
        public = f"http://{opened.settings.web_host}:{port}"
    return House(opened.programme, opened.training, public, bot_name)
