"""Solutions, and the answers of quizzes, stand at the end of the book.

- Take them out of the pages, and link there and back. (gather)
"""

import copy

from pdf.elements import element, link_to


def gather(pages):
    """A section with the solutions of all pages."""
    section = element("section", element("h1", "Solutions"), id="solutions", class_="page")
    for page in pages:
        entries = [*map(move_solution, page.article.select(".solution"))]
        entries += [move_answers(quiz) for quiz in page.article.select(".dlnotes-quiz:has(details)")]
        if entries:
            title = copy.copy(page.article.find("h1")).contents
            heading = element("h2", *title, id=f"solutions-{page.key}")
            section.append(element("section", heading, *entries))
    return section


def move_solution(solution):
    title = solution.select_one(".admonition-title").extract()
    exercise = solution.find_previous(id=title.a["href"].removeprefix("#"))
    name = title.a.get_text().strip()
    exercise.select_one(".admonition-title").insert(
        0, element("span", link_to(solution["id"], "Solution"), class_="there")
    )
    return entry(solution["id"], name, exercise["id"], "Exercise", solution)


def move_answers(quiz):
    answers, place = quiz.select_one("details"), f"{quiz['id']}-answers"
    answers.summary.decompose()
    quiz.append(element("p", link_to(place, "Answers"), class_="there"))
    return entry(place, "Answers to the questions", quiz["id"], "Questions", answers)


def entry(place, title, back, word, content):
    heading = element("h3", title, element("span", link_to(back, word), class_="back"))
    return element("section", heading, *content.extract().contents[:], id=place, class_="solution-entry")
