"""The rules of ALI: one iteration of Dumoulin et al. 2017, algorithm 1, with every variant of the project.

Nothing here draws, counts or asks for a setting's value: draws and numbers come in, so that the same functions are
played step by step, and traced into compiled code.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import NamedTuple

import torch

from ganviz.games.ali_judged import ByAutograd, ByPieces, Judged
from ganviz.games.ali_numbers import Numbers, is_on
from ganviz.games.ali_roles import Batch, Head, LabelUse
from ganviz.games.player import Player, joint_gradient
from ganviz.games.protocol import Substep
from ganviz.games.updates import Measured, Update
from ganviz.networks.dropout import Noise, Number
from ganviz.networks.joint import JointNetwork
from ganviz.networks.mlp import Pass
from ganviz.objectives.objective import Objective
from ganviz.objectives.pairings import Pairing
from ganviz.objectives.penalties import cross_entropy, feature_distance, reconstruction

Chance = torch.Generator | torch.Tensor | None
"""A generator, or uniform numbers drawn beforehand; None where nothing is silenced."""


class Turn(NamedTuple):
    """What chance brings to an iteration.

    Attributes:
        who: "both", "d" or "g": whose updates are played.
        batch: the draws that all players share.
        blur: standard normal noise for x and for the code of every pair (2n, ...), the encoder's pairs first; none
            where no instance noise is wanted.
        chance: what dropout draws from.
    """

    who: str
    batch: Batch
    blur: tuple[torch.Tensor, ...]
    chance: Chance

    @property
    def drawn(self) -> list[torch.Tensor]:
        """The tensors that are there, those of dropout last; a generator is none."""
        some = (*self.batch, *self.blur, self.chance)
        return [each for each in some if isinstance(each, torch.Tensor)]

    def kept(self) -> Turn:
        """The same in tensors of its own."""
        batch = Batch(*(None if each is None else each.clone() for each in self.batch))  # type: ignore[arg-type]
        chance = self.chance.clone() if isinstance(self.chance, torch.Tensor) else self.chance
        return Turn(self.who, batch, tuple(each.clone() for each in self.blur), chance)


class Pairs(NamedTuple):
    """Both kinds of pairs under D's eyes.

    Attributes:
        output: what the encoder gave.
        code: the codes that follow from it.
        made: G(z).
        judged: D's verdict.
        on_real: its logits on the encoder's pairs (n, 1).
        on_fake: its logits on the generator's pairs (n, 1).
        again: how G runs a second time.
    """

    output: torch.Tensor
    code: torch.Tensor
    made: torch.Tensor
    judged: Judged
    on_real: torch.Tensor
    on_fake: torch.Tensor
    again: Pass


@dataclass(frozen=True)
class ALIRules:
    """The rules, for three players and what they play for."""

    E: Player[JointNetwork]
    G: Player[JointNetwork]
    D: Player[JointNetwork]
    head: Head
    use: LabelUse
    objective: Objective
    pairing: Pairing

    def update(self, turn: Turn, now: Numbers) -> Update:
        """One forward pass, its gradients, then the updates of the players whose turn it is."""
        d, g = turn.who != "g", turn.who != "d"
        if d:
            self.D.mlp.power_iteration(self.D.tensors)
        pairs = yield from self._make_pairs(turn, now, d, g)
        raw: Measured = {}
        if d:
            gradient_d = yield from self._discriminator_gradient(pairs, now, g, raw)
        if g:
            gradients_g = yield from self._makers_gradients(turn.batch, pairs, now, raw)
        if d:
            self.D.update(gradient_d, now.rates_d)
            yield Substep("d.update", {})
        if g:
            for maker, gradient in zip((self.E, self.G), gradients_g, strict=True):
                maker.update(gradient, now.rates_g)
                maker.follow(now.gain)
            yield Substep("g.update", {})
        return raw

    def _make_pairs(self, turn: Turn, now: Numbers, d: bool, g: bool) -> Generator[Substep, None, Pairs]:
        """Both kinds of pairs, and what D says of them."""
        batch = turn.batch
        chance = Noise(turn.chance) if isinstance(turn.chance, torch.Tensor) else turn.chance
        yield Substep("pair.draw", {"real": batch.x, "z": batch.z})
        output, code = self._encode(batch, Pass(True, g, now.dropout_e, chance))
        yield Substep("pair.encode", {"real": batch.x, "encoded": code})
        made = self._generate(batch, Pass(True, g, now.dropout_g, chance))
        yield Substep("pair.generate", {"fake": made, "z": batch.z})
        judged = self._judge(turn, code, made, now, Pass(True, d, now.dropout_d, chance))
        on_real, on_fake = judged.logits.chunk(2)
        yield Substep("pair.judge", {"real": batch.x, "encoded": code, "fake": made, "z": batch.z,
                                     "logits_real": on_real, "logits_fake": on_fake})
        return Pairs(output, code, made, judged, on_real, on_fake, Pass(True, False, now.dropout_g, chance))

    def _discriminator_gradient(self, pairs: Pairs, now: Numbers, again: bool,
                                raw: Measured) -> Generator[Substep, None, torch.Tensor]:
        """That of D's loss with its penalties; ``again`` says whether the makers' follow."""
        loss = self.pairing.d_loss(self.objective, pairs.on_real, pairs.on_fake)
        gradient = pairs.judged.for_discriminator(self.D, loss, _penalty_weights(pairs.on_real, now), again)
        raw |= {"loss_d": loss.detach(), "on_real": pairs.on_real.detach(), "on_fake": pairs.on_fake.detach(),
                "norm_d": torch.linalg.vector_norm(gradient)}
        yield Substep("d.gradient", {"gradient": gradient})
        return gradient

    def _makers_gradients(self, batch: Batch, pairs: Pairs, now: Numbers,
                          raw: Measured) -> Generator[Substep, None, list[torch.Tensor]]:
        """Those of E and G, by their adversarial loss and what is added to it."""
        loss = self.pairing.g_loss(self.objective, pairs.on_real, pairs.on_fake)
        whole = pairs.judged.for_makers(loss)
        if is_on(now.reconstruction):
            whole = whole + now.reconstruction * self._reconstruction(batch, pairs)
        if is_on(now.feature_matching):
            whole = whole + now.feature_matching * feature_distance(*pairs.judged.features.chunk(2))
        *gradients, by_code, by_made = joint_gradient(whole, (self.E, self.G), (pairs.code, pairs.made))
        raw |= {"loss_g": loss.detach(), "norm_g": torch.linalg.vector_norm(torch.cat(gradients))}
        yield Substep("g.gradient", {"encoded": pairs.code, "by_encoded": by_code, "fake": pairs.made,
                                     "by_fake": by_made})
        return gradients

    def _encode(self, batch: Batch, how: Pass) -> tuple[torch.Tensor, torch.Tensor]:
        """The encoder's output for x, and a code drawn from it."""
        with torch.set_grad_enabled(how.track):
            output = self.E.network(self.use.for_encoder(batch.x, batch.y), how)
            return output, self.head.code(output, batch.noise)

    def _generate(self, batch: Batch, how: Pass) -> torch.Tensor:
        """G(z)."""
        with torch.set_grad_enabled(how.track):
            return self.G.network(self.use.for_generator(batch.z, batch.y), how)

    def _judge(self, turn: Turn, code: torch.Tensor, made: torch.Tensor, now: Numbers,
               how: Pass) -> Judged:
        """D on the encoder's pairs and the generator's, in one pass unless a sample's value depends on the others."""
        (x, y, z, _), use, network = turn.batch, self.use, self.D.network
        encoded, generated = use.pair(x, code, y), use.pair(made, use.code(z, y), y)
        inputs = _blurred([torch.cat(both) for both in zip(encoded, generated, strict=True)], turn, now.noise)
        pieces = None if how.drops or is_on(now.feature_matching) else network.pieces(inputs)
        if pieces is not None:
            return ByPieces(inputs, pieces)
        parts = [inputs]
        if self.D.mlp.mixes_samples:
            parts = [list(half) for half in zip(*(each.chunk(2) for each in inputs), strict=True)]
        features = torch.cat([network.hidden(part, how) for part in parts])
        return ByAutograd(inputs, features, network.output(features))

    def _reconstruction(self, batch: Batch, pairs: Pairs) -> torch.Tensor:
        """ALICE's bound of the conditional entropy, of x given its code or of the given label."""
        if self.use.inferred and batch.y is not None:
            return cross_entropy(batch.y, pairs.output)
        return reconstruction(batch.x, self.G.network(self.use.for_generator(pairs.code, batch.y), pairs.again))


def _blurred(inputs: list[torch.Tensor], turn: Turn, size: Number) -> list[torch.Tensor]:
    """With instance noise, if any (Sønderby et al. 2017, Arjovsky and Bottou 2017), ready for R1 and R2.

    Like the penalties it is of the pair alone: a label that every network is told stays as it is.
    """
    pair, told = inputs[:2], inputs[2:]
    if turn.blur:
        pair = [each + size * noise for each, noise in zip(pair, turn.blur, strict=True)]
    return [each if each.requires_grad else each.requires_grad_() for each in (*pair, *told)]


def _penalty_weights(on_real: torch.Tensor, now: Numbers) -> torch.Tensor | None:
    """What half of each pair's squared gradient is added to D's loss with, (2n, 1); None where nothing is."""
    if not (is_on(now.r1) or is_on(now.r2)):
        return None
    each = torch.full_like(on_real, 1 / len(on_real))
    return torch.cat((each * now.r1, each * now.r2))
