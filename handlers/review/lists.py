"""The board in the chat: counts, lists by state, page by page, a button for every unit."""

from handlers import ask, saying
from handlers.desk import Asked, Press, Turn
from handlers.effects import Asks, Say, SendFile
from handlers.page import Page
from handlers.review import access, finding
from handlers.review.board import Board, Group, Row, reports_board
from plan.actions import Action, Choice
from plan.deadlines import deadline_before
from plan.phrasebook import Markup
from reports.states import State
from storage import audit, rounds
from storage.rounds import Round

_PAGE = 8
_CARD = "board"
_ASKS = Asks("board", "next")


def command(turn: Turn, rest: str) -> None:
    """Do /tinhhinh and /theodoi: the board, or the unit that is named."""
    if access.coordinates(turn) and not (rest and finding.look(turn, rest)):
        show(turn, access.current_round(turn))


def pressed(turn: Turn, press: Press) -> None:
    """Hear the board's button, of a named round or of the present one."""
    if not access.coordinates(turn):
        return
    named = rounds.find_round(turn.tx, str(press.args.get("round", "")))
    show(turn, named or access.current_round(turn))


def typed(turn: Turn, asked: Asked, text: str) -> None:
    """Hear free words typed to the board: the name of a unit, else they mean the plan."""
    del asked
    if not (turn.who.coordinates and finding.look(turn, text)):
        ask.words(turn, text)


def again(turn: Turn, asked: Asked) -> None:
    """Show the board once more."""
    del asked
    command(turn, "")


def show(turn: Turn, round_: Round | None, *notes: Markup) -> None:
    """Show the board of a round, after lines about what was just done."""
    page = Page(turn)
    page.block(notes)
    if not turn.house.programme.collects:
        page.say("report.no_form")
        page.show(_ASKS)
        return
    if round_ is None:
        page.say("review.no_round", training=saying.training(turn))
        page.button("review.button.open_round", Action.open_round)
        page.show(_ASKS)
        return
    board = reports_board(turn.tx, turn.house, round_)
    page.blocks.append(_counts(turn, board))
    if board.excluded:
        page.say("review.board_excluded", count=board.excluded)
    for group in Group:
        if count := len(board.of(group)):
            args = {"round": round_.id, "group": group.value}
            label = f"review.button.{group}"
            page.choice(Choice(label, Action.review_list, args, {"count": count}))
    page.button("review.button.workbook", Action.workbook, round=round_.id)
    page.button("review.button.open_round", Action.open_round)
    for other in access.open_rounds(turn):
        if other.id != round_.id:
            page.button(other.title, Action.board, own_row=True, round=other.id)
    page.show(_ASKS, card=None if notes else _CARD)


def _counts(turn: Turn, board: Board) -> Markup:
    programme = turn.house.programme
    due = deadline_before(board.round.before, programme.calendar)
    sent = [row for row in board.rows if row.life.sent]
    late = len(board.of(Group.late))
    return turn.phrase(
        "review.board",
        training=saying.training(turn),
        round=board.round.title,
        deadline=saying.deadline(turn, due),
        total=len(board.rows),
        sent=len(sent),
        on_time=len(sent) - late,
        late=late,
        accepted=len(board.of(Group.accepted)),
        waiting=len(board.of(Group.waiting)),
        owing=len(board.of(Group.owing)),
        not_started=board.count(State.not_started),
        draft=board.count(State.draft, State.waiting_leader),
        returned=board.count(State.returned),
    )


def group(turn: Turn, press: Press) -> None:
    """Hear one list, one page of it."""
    round_ = access.round_of(turn, press)
    if round_ is None:
        return
    group_ = Group(str(press.args.get("group", Group.all)))
    rows = reports_board(turn.tx, turn.house, round_).of(group_)
    pages = max(1, -(-len(rows) // _PAGE))
    number = min(max(int(press.args.get("page", 1)), 1), pages)
    page = Page(turn)
    _list(page, round_, group_, rows, number)
    args: dict[str, str | int] = {"round": round_.id, "group": group_.value}
    if number > 1:
        page.choice(_turn_to("review.button.previous", args, number - 1))
    if number < pages:
        page.choice(_turn_to("review.button.next", args, number + 1))
    page.button("review.button.board", Action.board, round=round_.id)
    page.show(_ASKS, card=_CARD)


def _turn_to(label: str, args: dict[str, str | int], number: int) -> Choice:
    return Choice(label, Action.review_list, {**args, "page": number})


def _list(page: Page, round_: Round, group_: Group, rows: tuple[Row, ...], number: int) -> None:
    mark = saying.training(page.turn)
    title = page.render(f"review.group_{group_}")
    if not rows:
        page.say("review.list_empty", training=mark, title=title)
        return
    pages = -(-len(rows) // _PAGE)
    where = {"page": number, "pages": pages, "count": len(rows)}
    page.say("review.list", training=mark, title=title, **where)
    first = (number - 1) * _PAGE
    shown = list(enumerate(rows, start=1))[first : first + _PAGE]
    page.block(
        page.render(
            "review.list_line", number=n, unit=row.unit.short_name, state=state(page.turn, row)
        )
        for n, row in shown
    )
    for _, row in shown:
        args = {"round": round_.id, "unit": row.unit.code}
        page.choice(Choice(row.unit.short_name, Action.review_unit, args))


def state(turn: Turn, row: Row) -> Markup:
    """Return where a unit stands, in a few words."""
    if row.life.reopen_asked:
        return turn.phrase("review.state_reopen_asked")
    match row.life.state:
        case State.draft:
            return turn.phrase("review.state_draft", answered=row.answered, total=row.total)
        case State.submitted | State.opened if row.sent:
            late = turn.phrase("report.on_time" if row.sent.on_time else "report.late")
            time = saying.moment(turn, row.sent.at)
            return turn.phrase(f"review.state_{row.life.state}", time=time, punctuality=late)
        case other:
            return turn.phrase(f"review.state_{other}")


def workbook(turn: Turn, press: Press) -> None:
    """Hear "all figures": the workbook of a round, rendered at delivery.

    Columns that may point at a person come only on a wish of its own, which is noted.
    """
    round_ = access.round_of(turn, press)
    if round_ is None:
        return
    slots = {"training": saying.training(turn), "round": round_.title}
    about: dict[str, str | int] = {"round": round_.id}
    name = turn.plain("review.workbook_name", round=round_.id)
    if press.args.get("sensitive"):
        audit.append(turn.tx, audit.REST, "sensitive_export", turn.who.person, turn.now, **about)
        caption = Say("review.workbook_sensitive_caption", slots)
        about["sensitive"] = 1
    else:
        args = {**about, "sensitive": True}
        more = Choice("review.button.workbook_sensitive", Action.workbook, args)
        caption = Say("review.workbook_caption", slots, (more,))
    turn.do(SendFile(caption, name, paper="workbook", about=about))
