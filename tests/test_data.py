"""The data sets are the ones the chapters talk about."""

import numpy as np
import pytest

from dlnotes import data, linear


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
