"""The door of notices: word to somebody that something waits or happened, and where their letters go."""

from bahtera.notices.errors import BadMailbox, NoMail, UnknownNotice
from bahtera.notices.operations import (
    EXECUTORS,
    Joined,
    configure,
    drop_mailbox,
    forget_leavers,
    forget_people,
    look_at,
    on_news,
    read_all,
    read_notice,
    send_letters,
    sends_mail,
    set_mailbox,
)
from bahtera.notices.queries import count_unread, list_notices, mailbox_of
from bahtera.notices.tasks import begin_letters, letters_task, look_at_everybody, look_task
from bahtera.notices.values import Letter, Load, MailboxRow, NoticeRow

__all__ = [
    "EXECUTORS",
    "BadMailbox",
    "Joined",
    "Letter",
    "Load",
    "MailboxRow",
    "NoMail",
    "NoticeRow",
    "UnknownNotice",
    "begin_letters",
    "configure",
    "count_unread",
    "drop_mailbox",
    "forget_leavers",
    "forget_people",
    "letters_task",
    "list_notices",
    "look_at",
    "look_at_everybody",
    "look_task",
    "mailbox_of",
    "on_news",
    "read_all",
    "read_notice",
    "send_letters",
    "sends_mail",
    "set_mailbox",
]
