"""What the pages say besides their templates, in English; ``centrex.i18n`` has the rest."""

from __future__ import annotations

from typing import Final

MISSING: Final = "There is no such page."
NO_ERROR: Final = "There is no error of this name."
EXPIRED: Final = "This form has expired: go back, load the page again and send it once more."
NO_APPLICATION: Final = "There is no application with this client_id."
FOREIGN_REDIRECT: Final = "The redirect_uri is none of those that the application has registered."
WRONG_PASSWORD: Final = "The login or the password is wrong."
TOO_MANY_ATTEMPTS: Final = "Too many wrong attempts: wait a minute."
AGENT: Final = "This login belongs to an agent: use that of a customer's user."
BUSY: Final = "The server is busy: try again."
BLOCKED: Final = "This account is blocked."
TOO_MANY_APPLICATIONS: Final = "You have too many applications: delete one first."
NOTHING_TO_SEE: Final = "There is nothing here that you may see."
READ_ONLY: Final = "You may read, and change nothing."
NOT_DONE: Final = "It cannot be done."
NO_FILE: Final = "The file cannot be read."
GONE: Final = "It is not there any more."
NAME_TAKEN: Final = "There is one of this name already."
NAME: Final = "Write a name of 1 to 255 characters."
KIND: Final = "Choose a type."
REDIRECT_URLS: Final = (
    "Write whole URLs such as https://example.org/back, with blanks between them; a public application needs one."
)
