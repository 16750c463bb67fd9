"""The data sets are the ones the chapters talk about."""

import re
import string

import numpy as np
import pytest

from dlnotes import data, linear, sgd


def test_the_five_points_are_data_a_of_the_lecture_map():
    x, y = data.five_points()
    np.testing.assert_array_equal(x, [0, 1, 2, 3, 4])
    np.testing.assert_array_equal(y, [1, 3, 2, 5, 4])


def test_the_five_points_cannot_be_spoilt_for_the_next_reader():
    x, _ = data.five_points()
    x += 1
    assert data.five_points()[0][0] == 0


def test_diabetes_has_442_patients_in_medical_units():
    bmi, progression = data.diabetes()
    assert bmi.shape == progression.shape == (442,)
    assert (bmi.min(), bmi.max()) == (18.0, 42.2)
    assert (progression.min(), progression.max()) == (25, 346)
    assert bmi.mean() == pytest.approx(26.375792, abs=1e-6)
    assert progression.mean() == pytest.approx(152.133484, abs=1e-6)


def test_the_index_of_body_mass_explains_a_third_of_the_progression():
    bmi, progression = data.diabetes()
    phi = linear.fit_exact(bmi, progression)
    loss = linear.mse(bmi, progression, phi)
    np.testing.assert_allclose(phi, [-117.773367, 10.233128], atol=1e-6)
    assert np.sqrt(loss) == pytest.approx(62.373525, abs=1e-6)
    assert 1 - loss / np.var(progression) == pytest.approx(0.343924, abs=1e-6)


def test_raw_body_mass_makes_a_trough_of_a_bowl_and_standardising_repairs_it():
    bmi, _ = data.diabetes()
    conditions = [
        linear.condition_number(linear.mse_hessian(x)) for x in (bmi, linear.centre(bmi), linear.standardise(bmi))
    ]
    np.testing.assert_allclose(conditions, [26332.561, 19.475636, 1], rtol=1e-6)


def test_there_are_178_wines_and_a_line_explains_three_percent_of_their_colour():
    flavanoids, colour = data.wine()
    assert flavanoids.shape == colour.shape == (178,)
    assert (flavanoids.min(), flavanoids.max()) == (0.34, 5.08)
    assert (colour.min(), colour.max()) == (1.28, 13.0)
    loss = linear.mse(flavanoids, colour, linear.fit_exact(flavanoids, colour))
    assert 1 - loss / np.var(colour) == pytest.approx(0.029715, abs=1e-6)


def test_the_five_answers_are_two_yeses_with_a_no_between_them():
    x, y = data.five_answers()
    np.testing.assert_array_equal(x, [-2, -1, 0, 1, 2])
    np.testing.assert_array_equal(y, [0, 0, 1, 0, 1])


def test_of_569_tumours_212_are_malignant_and_those_have_the_larger_nuclei():
    features, malignant = data.tumours()
    assert features.shape == (569, 2)
    assert (np.sum(malignant == 1), np.sum(malignant == 0)) == (212, 357)
    radius, texture = features[malignant == 1].mean(axis=0)
    assert (radius, texture) == pytest.approx((17.462830, 21.604906), abs=1e-6)
    np.testing.assert_allclose(features[malignant == 0].mean(axis=0), [12.146524, 17.914762], atol=1e-6)


def test_there_are_50_irises_of_each_species_and_setosa_has_the_smallest_petals():
    features, species = data.petals()
    assert features.shape == (150, 2)
    np.testing.assert_array_equal(np.bincount(species), [50, 50, 50])
    np.testing.assert_allclose(
        [features[species == k].mean(axis=0) for k in range(3)], [[1.462, 0.246], [4.26, 1.326], [5.552, 2.026]]
    )


def test_digits_are_1797_images_of_64_grey_levels():
    images, labels = data.digits()
    assert images.shape == (1797, 64)
    assert labels.shape == (1797,)
    assert (images.min(), images.max()) == (0, 16)
    assert labels[:10].tolist() == list(range(10))
    assert sorted(set(labels.tolist())) == list(range(10))


def test_three_pixels_of_the_digits_are_always_empty():
    images, _ = data.digits()
    assert np.sum(np.std(images, axis=0) == 0) == 3


def test_the_wave_packet_is_the_gabor_model_itself_at_28_places():
    x, y = data.wave_packet()
    assert x.shape == y.shape == (28,)
    assert (x[0], x[-1]) == (-15, 15)
    np.testing.assert_array_equal(y, sgd.gabor(x, np.array([0, 16.6])))


def test_of_the_eleven_words_seven_are_different_and_four_are_the():
    words = data.eleven_words()
    assert (len(words), len(set(words)), words.count("the")) == (11, 7, 4)


def test_the_small_stories_use_fourteen_words_and_test_no_other():
    training, held_out = data.small_stories()
    assert (len(set(training)), training.count("."), held_out.count(".")) == (14, 20, 4)
    assert set(held_out) <= set(training)
    sentences = [set(" ".join(part).split(" . ")) for part in (training, held_out)]
    assert not sentences[0] & sentences[1]


def test_the_zen_is_read_without_being_printed(capsys):
    text = data.zen()
    assert capsys.readouterr().out == ""
    lines = text.splitlines()
    assert (len(lines), lines[2]) == (21, "Beautiful is better than ugly.")
    assert text.endswith("let's do more of those!")


def test_the_manual_has_enough_prose_and_no_paragraph_on_both_sides():
    training, held_out = data.manual_words()
    assert len(training) > 20_000 and 2_000 < len(held_out) < len(training) / 5
    assert all(re.fullmatch(r"[a-z]+|\.", word) for word in training + held_out)
    assert training[-1] == held_out[-1] == "."
    joined = " ".join(training)
    paragraph = " ".join(held_out[:40])
    assert paragraph not in joined


@pytest.mark.parametrize("kind", data.CLOUDS)
def test_two_classes_take_turns_inside_the_square(kind):
    points, classes = data.two_classes(kind, 200, np.random.default_rng(0))
    assert points.shape == (200, 2) and np.max(np.abs(points)) < 2
    np.testing.assert_array_equal(classes, np.tile([1, 0], 100))


def test_a_line_separates_the_heaps_and_nothing_else():
    from dlnotes import losses

    for kind in data.CLOUDS:
        points, classes = data.two_classes(kind, 200, np.random.default_rng(1))
        phi = np.zeros(3)
        for _ in range(300):
            phi = phi - 0.01 * losses.logistic_grad(points, classes, phi)
        right = np.mean((linear.predict(points, phi) > 0) == classes)
        assert (right > 0.95) == (kind == "two heaps"), kind


def test_the_circle_is_round_and_exclusive_or_is_a_matter_of_signs():
    points, classes = data.two_classes("circle", 100, np.random.default_rng(0))
    np.testing.assert_array_equal(np.hypot(*points.T) < 1, classes)
    points, classes = data.two_classes("exclusive or", 100, np.random.default_rng(0))
    np.testing.assert_array_equal(np.prod(points, axis=1) > 0, classes)


def test_an_unknown_arrangement_is_refused():
    with pytest.raises(ValueError, match="must be one of circle, .* not 'moons'"):
        data.two_classes("moons", 10, np.random.default_rng(0))


def test_digit_images_are_the_digits_from_0_to_1():
    images, labels = data.digit_images()
    assert images.shape == (1797, 8, 8) and (images.min(), images.max()) == (0, 1)
    np.testing.assert_array_equal(images.reshape(-1, 64) * 16, data.digits()[0])
    np.testing.assert_array_equal(labels, data.digits()[1])


@pytest.mark.parametrize("digit", range(10))
def test_a_pen_digit_is_ink_inside_its_box_and_thicker_with_a_thicker_brush(digit):
    thin, thick = data.pen_digit(digit, brush=1.2), data.pen_digit(digit, brush=2.8)
    assert thin.shape == (32, 32) and set(np.unique(thin)) == {0, 1}
    assert np.all(thin <= thick) and thin.sum() < thick.sum()
    assert not thin[:2].any() and not thin[30:].any()


def test_the_photograph_is_grey_and_its_sky_is_brighter_than_its_roofs():
    photo = data.photograph()
    assert photo.shape == (106, 160)
    assert photo.min() >= 0 and photo.max() <= 255 and np.all(photo == np.round(photo))
    assert photo[:20, 120:].mean() > 150 > photo[40:60, 30:70].mean()


def test_small_talk_greets_everybody_by_the_name_they_gave():
    text = data.small_talk(500, np.random.default_rng(0))
    said = re.findall(r"my name is (\w+)\. hello (\w+)! (?:(\w+) has a)?", text)
    assert len(said) == 500 and set(text) == set(string.ascii_lowercase + " .!")
    assert all(name == greeted and owner in ("", name) for name, greeted, owner in said)
    assert 200 < sum(owner != "" for _, _, owner in said) < 300


def test_small_talk_and_its_names_depend_on_the_generator_alone():
    assert data.small_talk(20, np.random.default_rng(1)) == data.small_talk(20, np.random.default_rng(1))
    rng = np.random.default_rng(2)
    names = [data.some_name(rng) for _ in range(2000)]
    assert {len(name) for name in names} == set(range(2, 8))
    assert len(set(names)) > 1500
