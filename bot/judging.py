"""What is done with a file that somebody sends: judged as announced, then by all of its bytes."""

from pathlib import Path

from bot.engine.shelf import Verdict
from handlers.inbound import FileSent
from plan.programme import Programme
from reports import attachments
from reports.attachments import Outcome


def verdict(programme: Programme) -> Verdict:
    """Return the judgement that the engine asks for: the phrase key of a refusal, or None.

    Words of secrecy in a caption, and doubtful ones in a name, are the desk's business
    (handlers/attach.py): the desk can ask.
    """
    megabytes = programme.settings.attachment_megabytes

    def judged(sent: FileSent, path: Path | None) -> str | None:
        if path is None:
            found = attachments.announced(sent.name, "", sent.size, megabytes)
        else:
            found = attachments.judge(sent.name, "", path.read_bytes(), megabytes)
        return found.phrase if found.outcome is Outcome.refused else None

    return judged
