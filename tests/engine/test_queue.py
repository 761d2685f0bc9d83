"""Whose turn is it: any order of events keeps each chat's order and loses no line."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.clock import system_clock
from bot.engine.queue import Queue
from storage.lines import Line, NewLine, as_promised

START = system_clock()
HOUR = timedelta(hours=1)


def a_line(row: int, address: str, priority: int, wait: int = 0) -> Line:
    not_before = START + wait * HOUR if wait else None
    new = NewLine("memory", address, "p", "", priority=priority, not_before=not_before)
    return as_promised(row, f"t{row}", new, START)


class Post(RuleBasedStateMachine):
    """Lines come, are taken, come back, are settled; time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = Queue()
        self.now = 0.0
        self.hours = 0
        self.number = 0
        self.open: dict[int, Line] = {}
        self.busy: dict[str, Line] = {}
        self.resting: dict[str, float] = {}

    @property
    def moment(self):
        return START + self.hours * HOUR

    def ready(self) -> list[Line]:
        """What may go, by the plain reading of the rules."""
        heads: dict[str, Line] = {}
        for line in sorted(self.open.values(), key=lambda line: (line.priority, line.id)):
            if line.not_before is None or line.not_before <= self.moment:
                heads.setdefault(line.address, line)
        free = [
            line
            for address, line in heads.items()
            if address not in self.busy and self.resting.get(address, 0) <= self.now
        ]
        return sorted(free, key=lambda line: (line.priority, line.id))

    @rule(address=st.sampled_from("abc"), priority=st.integers(0, 2), wait=st.integers(0, 2))
    def comes(self, address: str, priority: int, wait: int) -> None:
        self.number += 1
        line = a_line(self.number, address, priority, wait and self.hours + wait)
        self.open[line.id] = line
        self.queue.add(line, self.moment)

    @rule()
    def is_taken(self) -> None:
        ready = self.ready()
        assert self.queue.peek() == (ready[0] if ready else None)
        if ready:
            line = self.queue.take()
            assert line is ready[0]
            del self.open[line.id]
            self.busy[line.address] = line

    @precondition(lambda self: self.busy)
    @rule(data=st.data())
    def is_settled(self, data: st.DataObject) -> None:
        line = self.busy.pop(data.draw(st.sampled_from(sorted(self.busy))))
        assert line.id in self.queue
        self.queue.done(line)
        assert line.id not in self.queue

    @precondition(lambda self: self.busy)
    @rule(data=st.data(), seconds=st.integers(1, 5))
    def comes_back(self, data: st.DataObject, seconds: int) -> None:
        line = self.busy.pop(data.draw(st.sampled_from(sorted(self.busy))))
        self.open[line.id] = line
        self.resting[line.address] = self.now + seconds
        self.queue.again(line, self.now + seconds)

    @rule()
    def rests_end(self) -> None:
        self.queue.rouse(self.now)
        self.resting.clear()
        self.queue.wake(self.now, self.moment)

    @rule(seconds=st.integers(0, 3), hours=st.integers(0, 1))
    def time_passes(self, seconds: int, hours: int) -> None:
        self.now += seconds
        self.hours += hours
        self.queue.wake(self.now, self.moment)

    @invariant()
    def nothing_is_lost(self) -> None:
        later = [o for o in self.open.values() if o.not_before and o.not_before > self.moment]
        assert self.queue.due == len(self.open) + len(self.busy) - len(later)
        assert all(row in self.queue for row in self.open)


TestPost = Post.TestCase


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2)), max_size=20))
def test_an_undisturbed_queue_goes_by_priority_then_promise(asked) -> None:
    queue = Queue()
    lines = [a_line(row, address, priority) for row, (address, priority) in enumerate(asked)]
    for line in lines:
        queue.add(line, START)
    taken = []
    while queue.peek():
        taken.append(queue.take())
        queue.done(taken[-1])
    assert taken == sorted(lines, key=lambda line: (line.priority, line.id))
