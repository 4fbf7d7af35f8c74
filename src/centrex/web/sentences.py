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
CHANGED_MEANWHILE: Final = "It was changed meanwhile: look at what it is now, and change it again."
ONE_NETWORK: Final = "From there nobody may use the Data API with this account any more."
OWN_NETWORK: Final = (
    "You come from {address} yourself: you are shut out of the Data API and of its lists here, "
    "and only the operator of the server can let you in again."
)
NO_NUMBERS: Final = "Write at least one number."
TOO_MANY_NUMBERS: Final = "Write at most 10,000 numbers."
NO_DEED: Final = "Choose what to do."
NO_GROUP: Final = "Choose a group."
LAST_NETWORK: Final = "It is the last one: nobody may use the Data API with this account any more."
FROM_TO: Final = "From {least} to {most}."
AT_LEAST: Final = "At least {least} characters."
STAYS: Final = "Left empty, it stays as it is."
NEEDED: Final = "This is needed."
NO_NUMBER: Final = "Write a number."
NO_SUCH_VALUE: Final = "This cannot be used here."
NO_SETTINGS: Final = "This internal number has no such settings."
GONE: Final = "It is not there any more."
NAME_TAKEN: Final = "There is one of this name already."
NAME: Final = "Write a name of 1 to 255 characters."
KIND: Final = "Choose a type."
REDIRECT_URLS: Final = (
    "Write whole URLs such as https://example.org/back, with blanks between them; a public application needs one."
)
