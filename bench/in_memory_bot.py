"""The comparison: python-telegram-bot's ConversationHandler in memory, asking the same questions.

The library as its documentation shows it: `Application`, long polling, default requests. It
keeps every answer in a dictionary and forgets all when it ends.
"""

import html
import logging
import os
from typing import Any
from warnings import filterwarnings

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.warnings import PTBUserWarning

from plan.form import Question
from plan.programme import find_pack, load_programme

_PROGRAMME = load_programme(find_pack("bac-ninh-2282"))
_BOOK = _PROGRAMME.phrases
_QUESTIONS = [
    question
    for question in _PROGRAMME.form.asked_of("commune")
    if not _PROGRAMME.form.section_of(question.id).after
]


def _label(name: str) -> str:
    return _BOOK.plain(f"report.button.{name}")


def _keyboard(question: Question) -> InlineKeyboardMarkup:
    """Return the same buttons as ours, roughly: what may be tapped, and the way around."""
    labels = [_label("yes"), _label("no")] if question.kind == "yes_no" else []
    labels += [option.label for option in question.options]
    labels += [_label(kind) for kind in question.nothings]
    labels += [_label("back"), _label("sections"), _label("later")]
    buttons = [
        InlineKeyboardButton(label, callback_data=f"{question.id}.{n}")
        for n, label in enumerate(labels)
    ]
    return InlineKeyboardMarkup([buttons[at : at + 2] for at in range(0, len(buttons), 2)])


def _screen(number: int, note: str) -> str:
    question = _QUESTIONS[number]
    section = html.escape(_PROGRAMME.form.section_of(question.id).title)
    header = f"<b>xã Lục Ngạn</b> · {number + 1}/{len(_QUESTIONS)}\n{section}"
    asked = f"<b>{html.escape(question.text)}</b>\n<i>{html.escape(question.help)}</i>"
    example = f"<code>{html.escape(question.example)}</code>"
    return "\n\n".join(part for part in (note, header, asked, example) if part)


async def begin(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Ask the first question."""
    assert update.message is not None
    assert context.user_data is not None
    context.user_data.clear()
    await update.message.reply_html(_screen(0, ""), reply_markup=_keyboard(_QUESTIONS[0]))
    return 0


def _answer(number: int) -> Any:
    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None
        assert context.user_data is not None
        text = update.message.text or ""
        question = _QUESTIONS[number]
        context.user_data[question.id] = text
        note = f"{html.escape(question.short)}: <b>{html.escape(text)}</b>"
        if number + 1 == len(_QUESTIONS):
            row = [InlineKeyboardButton(_label("send"), callback_data="send")]
            await update.message.reply_html(note, reply_markup=InlineKeyboardMarkup([row]))
            return ConversationHandler.END
        keyboard = _keyboard(_QUESTIONS[number + 1])
        await update.message.reply_html(_screen(number + 1, note), reply_markup=keyboard)
        return number + 1

    return answer


async def tap(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a tap."""
    assert update.callback_query is not None
    await update.callback_query.answer()


def main() -> None:
    """Poll until stopped. That the fake Telegram ends before the bot is told nobody."""
    logging.disable(logging.CRITICAL)
    filterwarnings("ignore", category=PTBUserWarning)
    words = filters.TEXT & ~filters.COMMAND
    handler = ConversationHandler(
        entry_points=[CommandHandler("baocao", begin)],
        states={
            number: [MessageHandler(words, _answer(number)), CallbackQueryHandler(tap)]
            for number in range(len(_QUESTIONS))
        },
        fallbacks=[CommandHandler("baocao", begin)],
    )
    root = os.environ["BENCH_API"]
    application = (
        Application.builder()
        .token(os.environ["BENCH_TOKEN"])
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .build()
    )
    application.add_handler(handler)
    print("ready", flush=True)
    application.run_polling()


if __name__ == "__main__":
    main()
