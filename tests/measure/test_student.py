"""The t quantile against reference values (R: qt(p, dof); SciPy: scipy.stats.t.ppf)."""

import pytest

from perfgym.measure.student import quantile, two_sided

REFERENCE = [
    (0.900, 1, 3.0776835371752544),
    (0.975, 1, 12.706204736174694),
    (0.975, 2, 4.302652729749462),
    (0.975, 3, 3.1824463052837078),
    (0.975, 5, 2.5705818356363146),
    (0.990, 10, 2.7637694581126957),
    (0.975, 11, 2.200985160091639),
    (0.990, 11, 2.7180791838138623),
    (0.995, 11, 3.1058065155392804),
    (0.998, 11, 3.623769349705759),  # the one that a verdict uses: 1 - 0.01 / 5
    (0.999, 11, 4.024701037630738),
    (0.9999513658318516, 11, 5.940352611668294),  # a fifth change of the same lab
    (0.9999999, 11, 11.3816054890773),
    (0.998, 30, 3.117681771071494),
]


@pytest.mark.parametrize(("p", "dof", "expected"), REFERENCE)
def test_quantile_is_accurate_to_a_millionth(p, dof, expected):
    assert quantile(p, dof) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("dof", [1, 2, 3, 4, 7, 11, 12, 40])
def test_quantile_undoes_the_distribution(dof):
    assert (1 + two_sided(quantile(0.993, dof), dof)) / 2 == pytest.approx(0.993, abs=1e-12)


def test_the_middle_is_zero():
    assert quantile(0.5, 11) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("p", "dof"), [(0.4, 11), (1.0, 11), (0.9, 0), (float("nan"), 11)])
def test_outside_of_its_range_it_refuses(p, dof):
    with pytest.raises(ValueError, match="t quantile"):
        quantile(p, dof)
