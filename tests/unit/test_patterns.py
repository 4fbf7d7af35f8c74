"""The patterns as RE2 reads them, and everything that is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centrex.patterns import PatternError, fold, like_pattern, regexp_pattern, regexp_search

CYRILLIC = "Привет, мир"


def found(pattern: str, text: str) -> bool:
    return regexp_search(regexp_pattern(pattern), text)


@pytest.mark.parametrize("text", ["", "%", "_a%", r"100\%", r"\\", r"a\\\_", r"\a", CYRILLIC, "%" * 10_000])
def test_like_patterns_are_returned_unchanged(text: str) -> None:
    assert like_pattern(text) == text


@pytest.mark.parametrize("text", ["\\", "a%\\", "\\\\\\", "%" * 10_001, "a\x00", "a\udfff"])
def test_like_patterns_are_refused(text: str) -> None:
    with pytest.raises(PatternError):
        like_pattern(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hello, WORLD", "hello, world"),
        ("ПРИВЕТ Ёж", "привет ёж"),
        ("ΟΔΟΣ", "οδοσ"),
        ("İI", "i\u0307i"),
        ("straße ẞ", "straße ß"),
    ],
)
def test_fold_is_lower_case(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("", ""),
        ("abc", "abc"),
        ("(a|b)*c", "(?:a|b)*c"),
        ("(a)(b)", "ab"),
        ("((a|b)|c)", "a|b|c"),
        ("(ab){2}", "(?:ab){2}"),
        ("a{0,}b{1,}c{0,1}d{2,}e{2,3}f{02}", "a*b+c?d{2,}e{2,3}f{2}"),
        (r"\d\s\w", "[0-9][\t-\r ][0-9A-Z_a-z]"),
        (r"\D\S\W", "[^0-9][^\t-\r ][^0-9A-Z_a-z]"),
        (r"\.\_\-", r"\._\-"),
        ("a b#~}]=", r"a b\#\~\}\]\="),
        ("[]a-]", r"[\-\]a]"),
        ("[^^-]", r"[^\-\^]"),
        ("[c-ea-cf]", "[a-f]"),
        ("[[:alpha:]_]", "[A-Z_a-z]"),
        (r"[\]\\x]", r"[\\-\]x]"),
        ("[a]", "a"),
        ("[.]", r"\."),
        ("^a$", "^a$"),
        ("[а-яё]+", "[а-яё]+"),
        ("(^a)?b", "(?:^a)?b"),
    ],
)
def test_regexps_get_a_canonical_form(text: str, canonical: str) -> None:
    assert regexp_pattern(text) == canonical


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("", ""),
        ("", "any"),
        ("a.c", "a\nc"),
        ("^мир$", "мир"),
        ("мир$", CYRILLIC),
        ("[^a]", "\n"),
        (r"^\W+$", "привет"),
        (r"\d{3}-\d{2}", "tel 495-12"),
        ("^[[:upper:]][[:lower:]]+$", "Moscow"),
        ("[[:space:]]", "a\vb"),
        (r"^\+7", "+7900"),
        ("^(7|8)9[0-9]{2}$", "8912"),
        ("[[]", "["),
        ("a{0}b", "b"),
        ("(^|,)5(,|$)", "1,5"),
        (r"^.$", "😀"),
        (r"^[\_-]$", "_"),
    ],
)
def test_regexps_match(pattern: str, text: str) -> None:
    assert found(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("a$", "a\n"),
        ("^b", "a\nb"),
        ("A", "a"),
        (r"\d", "٣"),
        (r"\w", "я"),
        (r"\s", "\u00a0"),
        ("[[:alpha:]]", "é"),
        ("[^a]", "a"),
        ("a{2}", "a"),
        ("^a|b$", "ca"),
        (r"\.", "a"),
    ],
)
def test_regexps_do_not_match(pattern: str, text: str) -> None:
    assert not found(pattern, text)


@pytest.mark.parametrize("text", ["***abc", "***=a", "(?i)a", "(?:a)", "(?=a)", "(?!a)", "(?P<n>a)", "(?)"])
def test_syntax_of_one_engine_alone_is_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize("text", ["|", "|a", "a||b", "()", "a()", "(a|)", "(|a)", "^|"])
def test_empty_branches_are_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize("text", ["(", ")", "(a", "a)", "(a))", "((a)", "[", "[a", "[]", "[^]", "[a-", "\\"])
def test_open_ends_are_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "+a",
        "?",
        "(*a)",
        "a|*",
        "{2}",
        "a**",
        "a+?",
        "a*?",
        "a??",
        "a{2}?",
        "a{2}{3}",
        "a*+",
        "^*",
        "$+",
        "^{2}",
        "(^)?",
        "(^|a)*",
        "(a(b|$)){2}",
        "a{",
        "a{}",
        "a{,2}",
        "a{a}",
        "a{1",
        "a{1,",
        "a{1,2,3}",
        "a{ 1}",
        "a{3,2}",
        "a{256}",
        "a{1,256}",
        "a{256,}",
        "a{٣}",
        "a{-1}",
        "a{1000}",
    ],
)
def test_wrong_quantifiers_are_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "text",
    [
        r"\b",
        r"\B",
        r"\A",
        r"\Z",
        r"\y",
        r"\m",
        r"\1",
        r"\0",
        r"\n",
        r"\x41",
        r"\u0041",
        r"\Q",
        r"\я",
        r"\ ",
        r"[\n]",
        r"[\D]",
        r"[\W]",
        r"[\b]",
        r"(a)\1",
        "a\\",
    ],
)
def test_unknown_escapes_are_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "[b-a]",
        "[a-c-e]",
        "[--a]",
        "[+--]",
        "[a--]",
        r"[\d-z]",
        r"[a-\d]",
        "[a-[:digit:]]",
        "[[:digit:]-z]",
        "[[:word:]]",
        "[[:Alpha:]]",
        "[[:^alpha:]]",
        "[[:alpha]]",
        "[[:<:]]",
        "[[.a.]]",
        "[[=a=]]",
        "[[:я:]]",
    ],
)
def test_wrong_brackets_are_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize("text", ["a\x00", "\ud800", "[\udfff]", "a" * 1_001, "(" * 51 + "a" + ")" * 51])
def test_what_cannot_be_sent_is_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "(a{255}){4}",
        "((a{10}){10}){11}",
        "((a{32,}){32,}){1}",
        "(a?b?c?){255}",
        "(a{0,255}){0,3}" * 60,
        "([^a]?[^b]?[^c]?){60}",
        "".join(map(chr, range(0x400, 0x700))) + ".[^a]{255}",
        "^^^^^",
        "(^|$)(^|$)(^|$)(^|$)(^|$)",
        "[А-я]{255}" * 99,
    ],
)
def test_costly_patterns_are_refused(text: str) -> None:
    refused(text)


def refused(text: str) -> None:
    with pytest.raises(PatternError):
        regexp_pattern(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000,
        "(" * 50 + "a" + ")" * 50,
        "(a{250}){4}",
        "^.{0,255}-.{0,255}$",
        r"^[\w.+-]{1,64}@([a-z0-9-]{1,63}\.){1,3}[a-z]{2,63}$",
        r"^(\+7|8)?\(?\d{3}\)?[ -]?\d{3}([ -]?\d{2}){2}$",
        "|".join(["^a$"] * 200),
    ],
)
def test_large_patterns_within_the_limits_are_accepted(text: str) -> None:
    assert regexp_search(regexp_pattern(text), "b") is False


def test_a_pattern_that_re2_refuses_is_an_error() -> None:
    with pytest.raises(PatternError):
        regexp_search("(", "a")


@given(st.text(st.sampled_from("ab01.-^$|()[]{}*+?\\,:дsw\n"), max_size=12))
def test_any_text_is_accepted_or_refused(text: str) -> None:
    try:
        pattern = regexp_pattern(text)
    except PatternError:
        return
    assert regexp_pattern(pattern.replace("(?:", "(")) == pattern


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20))
def test_an_escaped_literal_finds_itself(text: str) -> None:
    pattern = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
    assert found(pattern, f"<{text}>")
    assert found(f"^{pattern}$", text)
    assert not found(f"^{pattern}$", f"{text}\n")
