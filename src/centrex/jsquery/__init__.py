"""A subset of PostgreSQL's jsquery: a text to a tree, the tree over a document or as jsonpath.

Never touches a database, and never guesses: a text outside of the subset is an error.
"""

from __future__ import annotations

from centrex.jsquery.evaluation import evaluate
from centrex.jsquery.expressions import (
    And,
    AnyElement,
    Array,
    Compare,
    Contains,
    Equals,
    Expression,
    In,
    JsqueryError,
    Name,
    Not,
    Object,
    Or,
    Path,
    Scalar,
    Scoped,
    Value,
    size,
)
from centrex.jsquery.grammar import parse
from centrex.jsquery.jsonpath import to_jsonpath

__all__ = [
    "And",
    "AnyElement",
    "Array",
    "Compare",
    "Contains",
    "Equals",
    "Expression",
    "In",
    "JsqueryError",
    "Name",
    "Not",
    "Object",
    "Or",
    "Path",
    "Scalar",
    "Scoped",
    "Value",
    "evaluate",
    "parse",
    "size",
    "to_jsonpath",
]
