"""The latent distributions."""

import pytest
import torch
from scipy import stats

from ganviz.settings.names import LATENTS

CUMULATIVE = {"normal": stats.norm().cdf, "uniform": stats.uniform(-1, 2).cdf}


@pytest.mark.parametrize("name", list(LATENTS))
def test_z_follows_its_distribution(name):
    z = LATENTS.load(name)((5000, 4), torch.Generator().manual_seed(3))
    assert (z.shape, z.dtype, z.device.type) == ((5000, 4), torch.float32, "cpu")
    assert stats.kstest(z.flatten().numpy(), CUMULATIVE[name]).pvalue > 0.01


@pytest.mark.parametrize("name", list(LATENTS))
def test_z_depends_on_its_generator_alone(name):
    load, before = LATENTS.load(name), torch.get_rng_state()
    first, second = (load((64, 2), torch.Generator().manual_seed(5)) for _ in range(2))
    assert torch.equal(first, second)
    assert not torch.equal(first, load((64, 2), torch.Generator().manual_seed(6)))
    assert torch.equal(torch.get_rng_state(), before)
