"""The functions of the book: a page from the docstrings of the mathematics.

- Read the modules, without importing them. (modules, public)
- Write the page. (write)

Every function and class is described whose name does not begin with an underscore.
"""

import ast
import re

from .sources import CONTENTS, ROOT, chapters, title, topic

PACKAGE = ROOT / "dlnotes"
KINDS = (ast.FunctionDef, ast.ClassDef)
ERRATUM = re.compile(r"\b(E\d\d)\b")
ITEM = re.compile(r"\b(L\d[\dX.]*-[A-Z]\d)\b")
NUMBERED = re.compile(r"^( *\d+)\.", re.MULTILINE)  # the end of a sentence, and no list
SPECIAL = re.compile(r"([\\*_$<>\[\]#~|{}])")


def modules():
    """name of a module → the chapter that it belongs to, or None; in reading order."""
    names = {topic(chapter): chapter for chapter in chapters()}
    others = (path.stem for path in sorted(PACKAGE.glob("*.py")) if not path.stem.startswith("_"))
    return names | {name: None for name in others if name not in names}


def public(body):
    """The functions and classes among statements."""
    return [node for node in body if isinstance(node, KINDS) and not node.name.startswith("_")]


def write():
    files = [PACKAGE / f"{name}.py" for name in modules()]
    return "\n\n".join(section(*module) for module in modules().items()), [CONTENTS, *files]


def section(name, chapter):
    tree = ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8"))
    entries = public(tree.body)
    module = Module(f"dlnotes.{name}", {node.name for node in entries})
    where = f"{{doc}}`Chapter: {title(chapter)} </{chapter}>`" if chapter else ""
    overview = module.link_lists(module.prose(ast.get_docstring(tree)))
    head = [f"## dlnotes.{name}", f"```{{py:module}} dlnotes.{name}\n```", where, overview]
    return "\n\n".join([*filter(None, head), *map(module.describe, entries)])


class Module:
    """Writes about one module, and links the names that it describes."""

    def __init__(self, name, names):
        self.name, self.names = name, names

    def describe(self, node):
        text = self.prose(ast.get_docstring(node) or "")
        if isinstance(node, ast.FunctionDef):
            return directive("py:function", f"{node.name}({ast.unparse(node.args)})", text)
        fields = [f"`{field.target.id}`" for field in node.body if isinstance(field, ast.AnnAssign)]
        return directive("py:class", node.name, text + (f"\n\nFields: {', '.join(fields)}." if fields else ""))

    def prose(self, docstring):
        """A docstring as Markdown, in which only backticks, paragraphs and dashes mean something."""
        parts = re.split(r"(`[^`]+`)", docstring)
        return "".join(self.link(part[1:-1]) if part.startswith("`") else words(part) for part in parts)

    def link(self, name):
        return f"{{py:obj}}`{name} <{self.name}.{name}>`" if name in self.names else f"`{name}`"

    def link_lists(self, overview):
        """The names in the brackets at the end of each line of a module's list."""
        return re.sub(r"\(([^()]+)\)(?=\n|$)", lambda match: f"({self.link_names(match[1])})", overview)

    def link_names(self, names):
        return re.sub(r"(?:\w|\\_)+", lambda match: self.link_known(match[0]), names)

    def link_known(self, word):
        name = word.replace("\\", "")
        return self.link(name) if name in self.names else word


def words(text):
    """Plain words, in which errata and items of the lecture notes are links."""
    text = NUMBERED.sub(r"\1\\.", SPECIAL.sub(r"\\\1", text))
    return ITEM.sub(r"{entry}`item \1`", ERRATUM.sub(r"{entry}`erratum \1`", text))


def directive(kind, signature, text):
    return f"````{{{kind}}} {signature}\n\n{text}\n````"
