"""Answers in words: the fact first, then the plan's own words with their place."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from plan.answering.language import phrases
from plan.answering.lore import Agency, Lore, Topic
from plan.answering.recognise import Mention
from plan.names import fold
from plan.phrasebook import Markup, join
from plan.programme import Programme
from plan.provisions import Provision
from plan.targets import Figure, Target
from plan.units import Unit

# Letters of an answer: what fits on one screen and into one message of every channel.
LONGEST = 2300


@dataclass(frozen=True)
class Audience:
    """Whom an answer is about: a unit, an agency, a level; what was named, if anything."""

    agency: Agency | None = None
    unit: Unit | None = None
    level: str = ""
    named: tuple[tuple[Agency, Mention], ...] = ()
    percents: tuple[str, ...] = ()
    shares_of: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    doubts: bool = False


@dataclass(frozen=True)
class Composed:
    """Markup and the provisions it cites, best first."""

    markup: Markup
    citations: tuple[str, ...]


class Composer:
    """Builds answers from the pack's leads, the phrasebook and verbatim quotations."""

    def __init__(self, programme: Programme, lore: Lore) -> None:
        self._plan = programme.plan
        self._programme = programme
        self._lore = lore
        self._say = programme.phrases.render
        self._plain = programme.phrases.plain

    def topic(self, topic: Topic, audience: Audience) -> Composed:
        """Return the answer of a topic for an audience."""
        if topic.kind == "targets":
            return self._targets(topic, audience)
        if topic.kind == "target":
            return self._target(topic, self._lore.target[topic.target], audience)
        if topic.kind in ("tasks", "tasks_compare"):
            return self._tasks(topic, audience)
        lead = topic.leads.get(audience.level, topic.lead)
        if topic.kind == "deadline":
            lead = " ".join([lead, *self._year_notes(audience.years)])
        elif topic.kind == "target_list":
            return self._quoted([lead], topic.provisions, (), ends=[self._frame()])
        return self._quoted([lead], topic.provisions, topic.also, brief=topic.brief)

    def provision(self, provision_id: str, audience: Audience) -> Composed:
        """Return a provision in its own words, with all below it; own figures stand before."""
        leaves = self._plan.leaves(provision_id)
        own = self._plan[provision_id]
        shown = [own, *leaves] if own.kind == "node" and own not in leaves else leaves
        held = [
            t for t in self._lore.targets.target if t.provision in {p.id for p in (own, *leaves)}
        ]
        mine = [f.words for t in held for f in t.figures if audience.level in f.levels]
        leads = [self._applies(audience, mine)] if mine else []
        ends = [self._frame()] if held else []
        return self._quoted(leads, [p.id for p in shown], (), ends=ends)

    def both(self, first: Composed, second: Composed) -> Composed:
        """Return two answers to a question that may mean either."""
        cited = tuple(dict.fromkeys([*first.citations[:4], *second.citations[:4]]))
        if len(first.markup) + len(second.markup) > LONGEST or set(second.citations) <= set(
            first.citations
        ):
            return first
        markup = self._say("ask.two", first=first.markup, second=second.markup)
        return Composed(markup, cited)

    def _quoted(
        self,
        leads: Iterable[str | Markup],
        provisions: Sequence[str],
        also: Sequence[str],
        *,
        brief: bool = False,
        ends: Sequence[str | Markup] = (),
    ) -> Composed:
        parts: list[str | Markup] = [lead for lead in leads if lead]
        left = LONGEST - sum(map(len, parts)) - sum(map(len, ends))
        shown = [p for i in provisions for p in ([self._plan[i]] if brief else self._leaves(i))]
        for provision in dict.fromkeys(shown):
            text = self._first_sentence(provision) if brief else _body(provision)
            quote = self._say("ask.quote", place=_capital(provision.label), text=text)
            if len(quote) <= left:
                parts.append(quote)
                left -= len(quote) + 2
        cited = [*dict.fromkeys([*provisions, *(p.id for p in shown), *also])]
        return Composed(join([*parts, *ends], "\n\n"), tuple(cited[:8]))

    def _leaves(self, provision_id: str) -> list[Provision]:
        own = self._plan[provision_id]
        if own.kind == "leaf" or len(own.text) > len(own.heading):
            return [own]
        return self._plan.leaves(provision_id)

    def _first_sentence(self, provision: Provision) -> str:
        body = _body(provision)
        end = re.search(r"[.:;](?=\s[^\W\d_a-z])", body)
        return body[: end.start()] if end and end.start() > 20 else body

    def _targets(self, topic: Topic, audience: Audience) -> Composed:
        targets = self._lore.targets.target
        mine = [(t, f) for t in targets for f in t.figures if audience.level in f.levels]
        if not mine:
            whole = self._lore.of_kind("target_list") or topic
            return self._quoted([whole.lead], topic.provisions, (), ends=[self._frame()])
        lead = self._applies(audience, [f.words for _, f in mine])
        provisions = [t.provision for t, _ in mine]
        note = [] if len(set(provisions)) == len(targets) else [self._say("ask.front_note")]
        return self._quoted([lead], provisions, (), ends=[*note, self._frame()])

    def _applies(self, audience: Audience, figures: Sequence[str]) -> Markup:
        """Return the audience's own figures, said of whom they hold."""
        told = "; ".join(dict.fromkeys(figures))
        who = self._who(audience)
        if not who:
            return self._say("ask.one_target", figures=_capital(told))
        return self._say("ask.own_targets", who=who, figures=told)

    def _target(self, topic: Topic, target: Target, audience: Audience) -> Composed:
        mine = [f for f in target.figures if audience.level in f.levels]
        rest = sorted((f for f in target.figures if f not in mine), key=_size, reverse=True)
        key = "ask.one_target" if mine or not audience.level else "ask.others_target"
        figures = "; ".join(f.words for f in [*mine, *rest])
        lead = self._say(key, figures=figures if key == "ask.others_target" else _capital(figures))
        if any(map(_opens(target.misread), audience.shares_of)):
            lead = self._say("ask.misread", lead=lead, clarify=target.clarify)
        else:
            lead = self._verdict(lead, [*mine, *rest], audience)
        return self._quoted([lead], topic.provisions, topic.also, ends=[self._frame()])

    def _verdict(self, lead: Markup, figures: Sequence[Figure], audience: Audience) -> Markup:
        """Confirm or correct a figure that the question claims; never repeat a wrong one."""
        claimed, value = audience.percents, figures[0].value if figures else ""
        if not (audience.doubts and len(claimed) == 1 and value):
            return lead
        of_another = claimed[0] in {f.value for f in figures} - {value}
        if of_another and audience.level not in figures[0].levels:
            return lead
        return self._say("ask.right" if claimed[0] == value else "ask.wrong", lead=lead)

    def _tasks(self, topic: Topic, audience: Audience) -> Composed:
        bodies: list[tuple[Agency, Mention | None]] = list(audience.named)
        if not bodies and audience.agency is not None:
            bodies = [(audience.agency, None)]
        if not bodies:
            named = self._lore.of_kind("task_list") or topic
            return self._quoted([named.lead], named.provisions, ())
        leads: list[str | Markup] = []
        provisions: list[str] = []
        also: list[str] = []
        for agency, mention in bodies[:3]:
            unit = self._unit_of(mention) if mention is not None else audience.unit
            name = _capital(
                unit.short_name if unit and "{name}" in agency.summary else agency.name
            )
            if mention is not None and mention.former:
                leads.append(self._say("ask.former", old=_capital(mention.former), new=name))
            leads.append(
                self._say("ask.tasks_other", summary=agency.summary.replace("{name}", name))
            )
            provisions += agency.tasks
            also += agency.also
        return self._quoted(leads, provisions, also)

    def _unit_of(self, mention: Mention) -> Unit | None:
        return self._programme.units[mention.unit] if mention.unit else None

    def _who(self, audience: Audience) -> str:
        if audience.unit:
            return audience.unit.short_name
        if audience.agency:
            return audience.agency.name
        names = (level.name for level in self._lore.targets.level if level.id == audience.level)
        return next(names, "")

    def _frame(self) -> Markup:
        return self._say("ask.frame_targets", frame=self._lore.targets.frame)

    def _year_notes(self, years: Sequence[int]) -> list[str]:
        notes = []
        for year in years:
            if year in self._programme.manifest.rounds.years:
                last = self._programme.deadline(year).last_working_day
                weekday = self._plain(f"ask.weekday.d{last.weekday()}")
                day = f"{last:%d/%m/%Y}"
                notes.append(self._plain("ask.year_deadline", year=year, weekday=weekday, day=day))
        return notes


def shortened(markup: str, most: int) -> Markup:
    """Return the first paragraphs of an answer, whole ones, that have so many letters."""
    kept: list[Markup] = []
    left = most
    for paragraph in markup.split("\n\n"):
        if kept and len(paragraph) > left:
            break
        kept.append(Markup(paragraph))
        left -= len(paragraph) + 2
    return join(kept, "\n\n")


def _opens(nouns: str) -> Callable[[str], bool]:
    """Return whether words open with one of some nouns, a share of which is spoken of."""
    folded = tuple(fold(noun) + " " for noun in phrases(nouns))
    return lambda words: f"{words} ".startswith(folded)


def _size(figure: Figure) -> float:
    """Return a figure's value for sorting: the larger first, those without a number last."""
    value = figure.value.replace(",", ".")
    return float(value) if value.replace(".", "", 1).isdecimal() else -1.0


def _body(provision: Provision) -> str:
    return provision.text.removeprefix("- ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
