"""What the book needs beyond Jupyter Book's own settings.

- Tell the figures that they are being built into a page. (mark_host)
- Execute the chapters again when the code they import has changed. (version_the_cache)
- Typeset formulas without a network. (copy_mathjax)
- Give the pages that hold a figure its script and style sheet. (load_figures)
- Keep every script in a file: the book runs under `script-src 'self'`. (move_scripts_to_files, drop_print_button)
- Describe each page to search engines, and its tables to screen readers. (describe_page, free_empty_corners)
- Mark a book that was built without a warning. (finish)
"""

import hashlib
import html
import os
import shutil
from importlib.metadata import distribution
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FIGURE_FILES = ROOT / "dlnotes" / "live" / "static"
MATHJAX, MATHJAX_FONTS = "tex-chtml-full.js", "output/chtml/fonts/woff-v2"


def mark_host():
    """Kernels inherit this: figures show themselves as part of a page, and come from this very tree."""
    os.environ["DLNOTES_HOST"] = "page"
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))


def digest(*paths):
    """A short name for the content of files and folders."""
    files = sorted(file for path in paths for file in ([path] if path.is_file() else path.rglob("*.*")))
    content = hashlib.sha256()
    for file in files:
        if "__pycache__" not in file.parts and file.is_file():
            content.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return content.hexdigest()[:16]


def version_the_cache(app, config):
    """Put executed notebooks in a folder named after the code that they import.

    jupyter-cache looks only at a notebook's own cells; and Sphinx reads all pages again when this setting changes.
    """
    code = (file for kind in ("*.py", "*.json") for file in (ROOT / "dlnotes").rglob(kind))
    cache = Path(app.outdir).parent / ".jupyter_cache"
    current = cache / digest(*code, ROOT / "requirements.txt")
    for outdated in set(cache.glob("*")) - {current}:
        shutil.rmtree(outdated) if outdated.is_dir() else outdated.unlink()
    config.nb_execution_cache_path = str(current)


def copy_mathjax(app):
    """Copy one script and its fonts; left to itself, the package would copy 24 MB."""
    script = next(file for file in distribution("sphinx-mathjax-offline").files if file.name == MATHJAX).locate()
    target = Path(app.outdir) / "_static" / "mathjax"
    shutil.copytree(script.parent / MATHJAX_FONTS, target / MATHJAX_FONTS, dirs_exist_ok=True)
    shutil.copy(script, target)


def copy_figure_files(app):
    target = Path(app.outdir) / "_static" / "dlnotes"
    target.mkdir(parents=True, exist_ok=True)
    for name in ("figure.js", "figure.css"):
        if (FIGURE_FILES / name).exists():
            shutil.copy(FIGURE_FILES / name, target)


def load_figures(app, pagename, templatename, context, doctree):
    if "dlnotes-figure" not in context.get("body", ""):
        return
    for name in ("figure.js", "figure.css"):
        if not (FIGURE_FILES / name).exists():
            raise ExtensionError(
                f"{pagename} holds a figure, but dlnotes/live/static/{name} is missing: run `make frontend`."
            )
    app.add_css_file("dlnotes/figure.css")
    # The script offers the lines that put a figure into other pages; see dlnotes_embedding.py.
    embed = {"data-embed": context["pathto"]("embed/", 1)} if app.builder.name == "html" else {}
    app.add_js_file("dlnotes/figure.js", defer="defer", **embed)


def move_scripts_to_files(app, pagename, templatename, context, doctree):
    """Extensions write their settings into the page; here each becomes a file named after its content."""
    settings, scripts = {}, []
    for script in context["script_files"]:
        body = script.attributes.get("body")
        if body and "DOCUMENTATION_OPTIONS.pagename" in body:
            continue  # only the theme's version switcher reads it, and the book has none
        if body:
            name = f"settings/{hashlib.sha256(body.encode()).hexdigest()[:8]}.js"
            path = Path(app.outdir) / "_static" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(body + "\n", encoding="utf-8")
            settings[name] = type(script)(f"_static/{name}", priority=0)
        else:
            scripts.append(script)
    context["script_files"] = [*settings.values(), *scripts]  # what reads a setting may run at once


def typeset_in_portions(app, pagename, templatename, context, doctree):
    """Put our own start of MathJax between its settings and itself."""
    scripts = context["script_files"]
    found = [index for index, script in enumerate(scripts) if str(script.filename).split("?")[0].endswith(MATHJAX)]
    if found:
        scripts.insert(found[0], type(scripts[0])("_static/formulas.js"))


def defer_scripts(app, pagename, templatename, context, doctree):
    """Let the page appear before its scripts have arrived, in their order. Those of the search page cannot wait."""
    if pagename == "search":
        return
    context["script_files"] = [deferred(script) for script in context["script_files"]]


def deferred(script):
    """A copy, since Sphinx hands the same scripts to every page."""
    if not script.filename or "async" in script.attributes:
        return script
    return type(script)(script.filename, priority=script.priority, **script.attributes | {"defer": "defer"})


def drop_print_button(app, pagename, templatename, context, doctree):
    """The browser's own menu prints; the theme's button is an inline handler."""
    for group in context.get("header_buttons", []):
        if "buttons" in group:
            group["buttons"] = [button for button in group["buttons"] if button["type"] != "javascript"]


def free_empty_corners(app, pagename, templatename, context, doctree):
    """The empty corner of a table with two headers heads nothing; screen readers would announce it."""
    context["body"] = context.get("body", "").replace('<th class="head"><p></p></th>', "<td></td>")


def describe_page(app, pagename, templatename, context, doctree):
    if 'name="description"' in context.get("metatags", ""):
        return
    paragraph = doctree and next(iter(doctree.findall(nodes.paragraph)), None)
    text = " ".join(paragraph.astext().split()) if paragraph else f"{context.get('title')}: {app.config.html_title}"
    context["metatags"] = (
        f'{context.get("metatags", "")}\n<meta name="description" content="{html.escape(text[:160])}" />'
    )


def finish(app, error):
    """Leave a stamp on a clean book. One with warnings is read again next time, or else it would pass for clean."""
    stamp = Path(app.outdir) / ".built"
    if error or app._warncount:
        stamp.unlink(missing_ok=True)
        (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)
    else:
        stamp.touch()


def setup(app):
    mark_host()
    # Sphinx reads all pages again when the first of these settings changes, and writes all when the second does.
    app.add_config_value("dlnotes_extensions", digest(*HERE.rglob("*.py")), "env")
    app.add_config_value("dlnotes_assets", digest(HERE, FIGURE_FILES), "html")
    app.config.templates_path.append(str(HERE / "templates"))
    app.config.html_static_path.append(str(HERE / "assets"))
    app.add_css_file("book.css")
    app.connect("config-inited", version_the_cache)
    app.connect("builder-inited", copy_mathjax)
    app.connect("builder-inited", copy_figure_files)
    app.connect("html-page-context", load_figures)
    app.connect("html-page-context", describe_page)
    app.connect("html-page-context", free_empty_corners)
    app.connect("html-page-context", drop_print_button, priority=900)
    app.connect("html-page-context", move_scripts_to_files, priority=900)  # after all that add scripts
    app.connect("html-page-context", typeset_in_portions, priority=901)
    app.connect("html-page-context", defer_scripts, priority=902)
    app.connect("build-finished", finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
