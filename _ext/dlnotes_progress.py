"""What there is to do in the book, for the pages that say how much of it is done.

- Read from every page its figures with a challenge, and its quizzes. (collect)
- Give each of these pages its own list, and the page "Where am I" all of them. (write_lists)
- Write that page again whenever a list has changed. (follow_changes)

What a reader has done stays in the reader's browser; nothing here knows of it.
"""

import json
import shutil
from pathlib import Path

from docutils import nodes
from live_elements import live_elements

STATIC = Path(__file__).resolve().parent.parent / "dlnotes" / "live" / "static"
WHERE, PLACE = "guide/where_am_i", '<div class="dlnotes-where-am-i">'


def collect(app, doctree):
    """Note what the page that has just been read holds."""
    challenges, quizzes = [], {}
    for raw in doctree.findall(nodes.raw):
        for element in live_elements(raw.astext()):
            if element.kind == "quiz":
                quizzes[element.name] = [question["key"] for question in element.payload["questions"]]
            elif any(variant["drawing"]["challenge"] for variant in element.payload["variants"].values()):
                challenges.append({"name": element.name, "title": element.title})
    if challenges or quizzes:
        lists(app.env)[app.env.docname] = {"challenges": challenges, "quizzes": quizzes}


def lists(env):
    if not hasattr(env, "dlnotes_progress"):
        env.dlnotes_progress = {}  # page → what there is to do on it
    return env.dlnotes_progress


def forget(app, env, docname):
    lists(env).pop(docname, None)


def merge(app, env, docnames, other):
    lists(env).update({name: lists(other)[name] for name in docnames if name in lists(other)})


def follow_changes(app, env):
    summary = json.dumps([lists(env), [title(env, page) for page in in_order(env)]], sort_keys=True)
    has_changed = summary != getattr(env, "dlnotes_progress_summary", None)
    env.dlnotes_progress_summary = summary
    return [WHERE] if has_changed and WHERE in env.found_docs else []


def title(env, page):
    number = env.toc_secnumbers.get(page, {}).get("", ())
    return "".join(f"{part}. " for part in number) + env.titles[page].astext()


def in_order(env):
    """The pages with something to do, as the table of contents has them."""

    def below(page):
        yield page
        for child in env.toctree_includes.get(page, []):
            yield from below(child)

    return [page for page in below(env.config.root_doc) if page in lists(env)]


def write_lists(app, pagename, templatename, context, doctree):
    env, body = app.env, context.get("body", "")
    if pagename == WHERE:
        pages = [
            {"title": title(env, page), "page": app.builder.get_relative_uri(WHERE, page)} | lists(env)[page]
            for page in in_order(env)
        ]
        context["body"] = body.replace(PLACE, PLACE + island(pages))
    elif pagename in lists(env):
        here = lists(env)[pagename]
        names = [challenge["name"] for challenge in here["challenges"]]
        data = {"challenges": names, "quizzes": here["quizzes"]}
        if WHERE in env.found_docs:
            data["page"] = app.builder.get_relative_uri(pagename, WHERE)
        context["body"] = body + island(data, ' class="dlnotes-here"')
    else:
        return
    if "dlnotes-figure" not in body:
        app.add_css_file("dlnotes/figure.css")
    app.add_js_file("dlnotes/quiz.js", defer="defer", priority=400)  # before the figures, to hear their first report


def island(data, attributes=""):
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json"{attributes}>{text}</script>'


def copy_script(app):
    target = Path(app.outdir) / "_static" / "dlnotes"
    target.mkdir(parents=True, exist_ok=True)
    for name in ("quiz.js", "figure.css"):
        shutil.copy(STATIC / name, target)


def setup(app):
    app.connect("builder-inited", copy_script)
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", follow_changes)
    app.connect("html-page-context", write_lists)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
