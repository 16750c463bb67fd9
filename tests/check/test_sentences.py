"""What a check says of wrong answers that its exercise does not know."""

import numpy as np
import pytest

from dlnotes import check
from dlnotes.check.exercise import Exercise


def double(x):
    return 2 * x


def two_inputs(rng):
    yield "easy", np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    yield "random", rng.normal(size=(2, 3))


doubling = Exercise(gives="2 x", reference=double, inputs=two_inputs, mistakes={})


def sum_of_squares(x):
    return np.sum(x**2, axis=-1)


def one_and_many(rng):
    yield "one", np.array([1.0, 2.0])
    yield "a batch", rng.normal(size=(3, 2))


squares = Exercise(gives="the sum of squares", reference=sum_of_squares, inputs=one_and_many, mistakes={})


def adds_in_place(x):
    x *= 2
    return x


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda x: None, "It gives back None: is a `return` missing?"),
        (lambda x: x @ x, "It stops with an error, `ValueError: matmul"),
        (lambda x: x.tolist(), "It gives back a list; an array of shape (2, 3) is expected."),
        (lambda x: "2x", "It should give back numbers; it gives a str."),
        (lambda x: (i for i in x), "It should give back numbers; it gives a generator."),
        (lambda x: 2 * x.T, "The result has shape (3, 2); (2, 3) is expected. It is the transpose of the right one."),
        (lambda x: 2 * x.ravel(), "The result has shape (6,); (2, 3) is expected. The numbers are right."),
        (lambda x: np.sum(x), "The result has shape (); (2, 3) is expected."),
        (lambda x: x / 0, "It gives nan or infinity where the result is an ordinary number"),
        (lambda x: 3 * x, "It is right up to the factor 1.5."),
        (lambda x: -2 * x, "The sign is wrong, and nothing else."),
        (lambda x: 2 * x + 1, "Every number is off by the same amount, +1."),
        (lambda x: 2 * x[::-1], "The numbers are right, but in the opposite order."),
        (lambda x: x**3, "The numbers differ."),
        (lambda: 0, "The function must take 1 argument: x."),
        (lambda x, y: 0, "The function must take 1 argument: x."),
        (adds_in_place, "The result is right, but `x` is changed on the way: take a copy."),
    ],
)
def test_a_wrong_answer_is_explained(answer, sentence):
    verdict = doubling(answer)
    assert not verdict
    assert verdict.text.startswith(f"Not yet. {sentence}")


def test_what_is_no_function_is_explained():
    assert doubling(2).text == "Not yet. Hand over the function itself, by its name and without brackets behind it."


def test_an_answer_for_one_example_that_fails_on_a_batch_is_told_so():
    assert "right for one example but not for a batch" in squares(lambda x: x[0] ** 2 + x[1] ** 2).text


def test_the_line_that_stops_is_shown():
    def stops(x):
        return x + np.ones(7)

    text = doubling(stops).text
    assert "in the line `return x + np.ones(7)`" in text
    assert "`x` (2, 3)" in text


def test_an_answer_that_writes_into_one_array_at_every_call_is_compared_as_it_was():
    store = np.zeros((2, 3))
    assert doubling(lambda x: np.multiply(2, x, out=store))


def test_the_first_input_that_goes_wrong_is_shown_with_both_results():
    text = doubling(lambda x: x**2 + 1).text
    assert text.splitlines()[1:] == [
        "On input 1 of 2 (easy):",
        "    x = [[1., 2., 3.], [4., 5., 6.]]",
        "expected [[ 2., 4., 6.], [ 8., 10., 12.]]",
        "got      [[ 2., 5., 10.], [17., 26., 37.]]",
    ]


def test_of_two_mistakes_at_once_the_one_on_the_input_that_is_shown_is_told():
    def all_bits_and_no_care_for_zeros(p, q):
        return -np.sum(p * np.log2(q))

    text = check.losses.wasted_bits(all_bits_and_no_care_for_zeros).text
    assert "These are all bits that are sent" in text
    assert "On input 1 of 6 (three symbols)" in text


def test_a_verdict_is_shown_in_lines_that_fit_the_page():
    verdict = check.losses.binary_cross_entropy(lambda y, score: np.log(1 + np.exp(score)) - y * score)
    assert max(map(len, repr(verdict).splitlines())) <= 76
    assert repr(verdict).split() == verdict.text.split()


def test_a_start_that_still_has_its_dots_is_told_so():
    assert "It still gives back `...`" in doubling(lambda x: ...).text


def test_a_right_answer_is_true_and_names_the_function_of_the_book():
    verdict = check.linear.standardise(lambda x: (x - x.mean(axis=0)) / x.std(axis=0))
    assert verdict
    assert repr(verdict) == "Right: agrees with `linear.standardise` on 5 inputs."


def test_a_reader_sees_the_verdict_and_not_an_object():
    assert repr(doubling(lambda x: 2 * x)) == "Right: agrees with the book's solution on 2 inputs."
