"""The button alphabet: what a button may ask for. Handlers act, the planner reads the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Action(StrEnum):
    """What a pressed button means. On the wire a button is an opaque id; this stays with us."""

    # Finding one's way
    home = "home"
    help = "help"
    cancel = "cancel"
    command = "command"  # as if the command named in args were typed
    switch_unit = "switch_unit"
    on_web = "on_web"
    on_telegram = "on_telegram"
    # Joining
    join_confirm = "join_confirm"
    join_consent = "join_consent"
    join_decline = "join_decline"
    join_pick_unit = "join_pick_unit"
    join_look = "join_look"
    join_approve = "join_approve"
    join_approve_all = "join_approve_all"
    join_refuse = "join_refuse"
    hand_over = "hand_over"
    hand_over_cancel = "hand_over_cancel"
    skip_phone = "skip_phone"
    profile = "profile"
    forget_me = "forget_me"
    forget_me_confirm = "forget_me_confirm"
    # Reporting
    report_open = "report_open"
    answer = "answer"
    unchanged = "unchanged"
    unknown = "unknown"
    not_applicable = "not_applicable"
    skip = "skip"
    back = "back"
    later = "later"
    narrative_done = "narrative_done"
    narrative_clear = "narrative_clear"
    ask_aside = "ask_aside"
    optional_fill = "optional_fill"
    optional_choose = "optional_choose"
    optional_skip = "optional_skip"
    jump = "jump"
    keep_answer = "keep_answer"
    keep_mine = "keep_mine"
    keep_theirs = "keep_theirs"
    explain = "explain"
    summary = "summary"
    sections = "sections"
    submit = "submit"
    submit_confirm = "submit_confirm"
    recall = "recall"
    recall_confirm = "recall_confirm"
    ask_reopen = "ask_reopen"
    get_document = "get_document"
    leader_approve = "leader_approve"
    leader_return = "leader_return"
    add_number = "add_number"
    add_paper = "add_paper"
    files = "files"
    file_is = "file_is"
    file_get = "file_get"
    file_remove = "file_remove"
    # Coordinator
    board = "board"
    review_list = "review_list"
    review_unit = "review_unit"
    review_open = "review_open"
    review_accept = "review_accept"
    review_return = "review_return"
    review_return_reason = "review_return_reason"
    review_return_send = "review_return_send"
    extend = "extend"
    extend_day = "extend_day"
    extend_confirm = "extend_confirm"
    open_round = "open_round"
    open_round_next = "open_round_next"
    open_round_confirm = "open_round_confirm"
    workbook = "workbook"
    reopen_allow = "reopen_allow"
    reopen_refuse = "reopen_refuse"
    # Asking about the plan
    ask = "ask"
    ask_again = "ask_again"
    ask_choice = "ask_choice"
    provision = "provision"
    send_question = "send_question"
    reply_question = "reply_question"
    send_reply = "send_reply"
    question_look = "question_look"
    question_dismiss = "question_dismiss"
    approve_reply = "approve_reply"
    withdraw_reply = "withdraw_reply"
    shared_replies = "shared_replies"
    bank = "bank"
    approve_bank = "approve_bank"
    # Reminders
    acknowledge = "acknowledge"
    being_signed = "being_signed"
    snooze = "snooze"
    not_mine = "not_mine"
    remind_now = "remind_now"
    remind_confirm = "remind_confirm"
    step_move = "step_move"
    step_skip = "step_skip"
    notice = "notice"
    notice_confirm = "notice_confirm"
    called = "called"
    set_hour = "set_hour"
    pause = "pause"


@dataclass(frozen=True)
class Choice:
    """A button: its label (a phrase key with slots, or words from the data) and what it asks for.

    `args` is small JSON kept in the outbox row; the wire carries only an opaque id.
    """

    label: str
    action: Action
    args: Mapping[str, str | int | bool] = field(default_factory=dict)
    slots: Mapping[str, str | int] = field(default_factory=dict)
    copy: str | None = None
    url: str | None = None
    own_row: bool = False
