"""The text of an expression to a tree, by fhirpathpy's grammar; knows nothing of what it means."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import NoReturn

from antlr4 import CommonTokenStream, InputStream, ParserRuleContext, Token
from antlr4.atn.PredictionMode import PredictionMode
from antlr4.error.ErrorListener import ErrorListener
from antlr4.tree.Tree import TerminalNode
from fhirpathpy.parser.generated.FHIRPathLexer import FHIRPathLexer
from fhirpathpy.parser.generated.FHIRPathParser import FHIRPathParser

from stemsup_desktop.errors import InputProblem

MOST_CHARACTERS = 20_000
MOST_TOKENS = 4_000
MOST_BRACKETS = 40
"""How deep brackets may lie in one another."""

_WRAPPINGS = frozenset({"TermExpression", "InvocationTerm", "LiteralTerm", "ParenthesizedTerm", "ExternalConstantTerm"})
_OPERATORS = frozenset(
    {
        "Multiplicative",
        "Additive",
        "Union",
        "Inequality",
        "Equality",
        "Membership",
        "And",
        "Or",
        "Implies",
    }
)
_LEAVES = {
    "ThisInvocation": "this",
    "IndexInvocation": "index",
    "TotalInvocation": "total",
    "StringLiteral": "string",
    "NumberLiteral": "number",
    "BooleanLiteral": "boolean",
    "NullLiteral": "null",
    "DateTimeLiteral": "moment",
    "TimeLiteral": "moment",
    "QuantityLiteral": "quantity",
    "MemberInvocation": "member",
    "ExternalConstant": "variable",
    "TypeSpecifier": "name",
    "Identifier": "name",
}


_PARSING = Lock()


@dataclass(frozen=True, slots=True)
class Tree:
    """One node: its kind, its text (name, operator or literal), and what it holds.

    Kinds: "this", "index", "total", literals ("string", "number", "boolean", "null", "moment", "quantity"), "member",
    "variable", "name", "call" (children: parameters), "invocation" (children: before the point, and after),
    "indexer", "sign", "operator", "type".
    """

    kind: str
    text: str
    children: tuple["Tree", ...] = ()


def refuse(sentence: str) -> InputProblem:
    """Make the problem of an expression that cannot be used at all."""
    return InputProblem("expression-invalid", sentence)


def parse(text: str) -> Tree:
    """Return the tree of an expression; raises `InputProblem` with the position of the fault.

    fhirpathpy's own `parse` repairs a faulty text in silence ("a b" becomes "a"), so its grammar is driven here, with
    a listener that refuses the first fault and the rule that ends only with the text.
    """
    if not text.strip():
        raise refuse("The expression is empty.")
    if len(text) > MOST_CHARACTERS:
        raise refuse(f"The expression is longer than {MOST_CHARACTERS} characters.")
    listener = _FirstFault()
    lexer = FHIRPathLexer(InputStream(text))
    lexer.removeErrorListeners()
    lexer.addErrorListener(listener)
    tokens = CommonTokenStream(lexer)
    with _PARSING:
        tokens.fill()
    _check_tokens([token.text for token in tokens.tokens if token.channel == Token.DEFAULT_CHANNEL])
    try:
        return _build(_parse_tokens(tokens, listener).getChild(0))
    except RecursionError as error:
        raise refuse("The expression nests too deeply.") from error


def iter_trees(tree: Tree) -> Iterator[Tree]:
    """Go through a tree, every node before what it holds."""
    waiting = [tree]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(current.children)


def read_string(text: str) -> str:
    """Return the text that a string literal or delimited name stands for, its escapes resolved."""
    plain: list[str] = []
    inner = text[1:-1]
    position = 0
    while position < len(inner):
        character = inner[position]
        if character == "\\" and position + 1 < len(inner):
            position += 1
            character = inner[position]
            if character == "u" and _is_hexadecimal(inner[position + 1 : position + 5]):
                plain.append(chr(int(inner[position + 1 : position + 5], 16)))
                position += 5
                continue
            character = {"r": "\r", "n": "\n", "t": "\t", "f": "\f"}.get(character, character)
        plain.append(character)
        position += 1
    return "".join(plain)


def _is_hexadecimal(text: str) -> bool:
    return len(text) == 4 and all(character in "0123456789abcdefABCDEF" for character in text)


def _parse_tokens(tokens: CommonTokenStream, listener: ErrorListener) -> ParserRuleContext:
    parser = FHIRPathParser(tokens)
    # Whatever was parsed before is remembered by all parsers, without regard to threads.
    with _PARSING:
        return _run_parser(parser, listener)


def _run_parser(parser: FHIRPathParser, listener: ErrorListener) -> ParserRuleContext:
    # The simpler of ANTLR's predictions, five times faster; this grammar needs no other.
    parser._interp.predictionMode = PredictionMode.SLL
    parser.removeErrorListeners()
    parser.addErrorListener(listener)
    return parser.entireExpression()


class _FirstFault(ErrorListener):  # type: ignore[misc]
    """Refuse an expression at its first fault."""

    def syntaxError(  # noqa: N802
        self, recognizer: object, offending: object, line: int, column: int, message: str, error: Exception | None
    ) -> NoReturn:
        raise refuse(f"The expression cannot be read at line {line}, character {column + 1}.") from error


def _check_tokens(tokens: list[str]) -> None:
    if len(tokens) > MOST_TOKENS:
        raise refuse(f"The expression has more than {MOST_TOKENS} parts.")
    depth = 0
    for token in tokens:
        depth += (token in ("(", "[")) - (token in (")", "]"))
        if depth > MOST_BRACKETS:
            raise refuse(f"The expression nests deeper than {MOST_BRACKETS} brackets.")


def _build(context: ParserRuleContext) -> Tree:
    """Build the tree bottom up without recursion: a long chain of operators is as deep as it is long."""
    order: list[ParserRuleContext] = []
    waiting = [context]
    while waiting:
        current = waiting.pop()
        order.append(current)
        if _get_kind(current) not in _LEAVES:
            waiting += _get_rules(current)
    built: dict[int, Tree] = {}
    for current in reversed(order):
        children = tuple(built.pop(id(rule)) for rule in _get_rules(current) if id(rule) in built)
        built[id(current)] = _make_tree(current, children)
    return built[id(context)]


def _get_kind(context: ParserRuleContext) -> str:
    return type(context).__name__.removesuffix("Context")


def _get_rules(context: ParserRuleContext) -> list[ParserRuleContext]:
    return [child for child in context.getChildren() if not isinstance(child, TerminalNode)]


def _make_tree(context: ParserRuleContext, children: tuple[Tree, ...]) -> Tree:
    kind = _get_kind(context)
    if kind in _WRAPPINGS:
        return _split_exists(children) if kind == "InvocationTerm" else children[0]
    if kind in _LEAVES:
        return Tree(_LEAVES[kind], _read_name(_LEAVES[kind], context.getText()))
    words = [child.getText() for child in context.getChildren() if isinstance(child, TerminalNode)]
    match kind.removesuffix("Expression"):
        case "Invocation":
            return _split_exists(children)
        case "Indexer":
            return Tree("indexer", "", children)
        case "Polarity":
            return Tree("sign", words[0], children)
        case "Type":
            return Tree("type", words[0], children)
        case operator if operator in _OPERATORS:
            return Tree("operator", words[0], children)
        case "FunctionInvocation":
            return children[0]
        case "Functn":
            return Tree("call", children[0].text, children[1].children if len(children) > 1 else ())
        case _:
            return Tree("list", "", children)


def _split_exists(children: tuple[Tree, ...]) -> Tree:
    """Make an invocation, `exists(criterion)` as `where(criterion).exists()`, which it is short for."""
    *before, last = children
    if last.kind == "call" and last.text == "exists" and len(last.children) == 1:
        filtered = _split_exists((*before, Tree("call", "where", last.children)))
        return Tree("invocation", "", (filtered, Tree("call", "exists")))
    return Tree("invocation", "", children) if before else last


def _read_name(kind: str, text: str) -> str:
    if kind == "variable":
        text = text[1:]
    return read_string(text) if kind in ("variable", "member", "name") and text[:1] in "`'" else text
