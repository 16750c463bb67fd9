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
