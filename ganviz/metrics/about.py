"""What each measure says, in words, for a report that is read without this program."""

from __future__ import annotations

from ganviz.metrics.divergences import NEAREST

_ESTIMATE = ("from p_data and the distances between generated samples and their {k} nearest neighbours, less what the "
             "same estimate reads between real samples")
_FORWARD = (" (infinite: at least 1 % of real samples see their nearest generated ones all at one distance, within a "
            "twentieth, or G's samples lie on a curve)")
_REVERSE = " (infinite: p_data is zero at a generated sample, or G's samples coincide or lie on a curve)"
_FLOOR = "[value, noise floor]; the floor is how far the same estimate scatters between two real samples"


def about(dim: int, distance_unit: str, exact_density: bool) -> dict[str, object]:
    """Direction, unit and estimator of each measure, by its name, and what its pair of numbers is.

    Args:
        dim: of the samples, 1 or 2.
        distance_unit: in words.
        exact_density: whether p_data is known; else it is an estimate from points.
    """
    known = "p_data is exact" if exact_density else "p_data is a kernel estimate from the points of the file"
    estimate = _ESTIMATE.format(k=NEAREST[dim])
    return {"pair": _FLOOR, "density": known,
            "js": _entry("Jensen-Shannon divergence of the data and G, symmetric, 0 to log 2", "nats", estimate),
            "kl_forward": _entry("KL(p_data || p_G)", "nats", estimate + _FORWARD),
            "kl_reverse": _entry("KL(p_G || p_data)", "nats", estimate + _REVERSE)} | _distance(dim, distance_unit)


def _distance(dim: int, unit: str) -> dict[str, object]:
    if dim == 1:
        return {"w1": _entry("Wasserstein-1 distance, symmetric", unit, "exact between real and generated samples")}
    return {"sw": _entry("sliced Wasserstein-1 distance, symmetric", unit,
                         "exact between real and generated samples along each of 8 directions, averaged")}


def _entry(what: str, unit: str, estimator: str) -> dict[str, str]:
    return {"what": what, "unit": unit, "estimator": estimator}
