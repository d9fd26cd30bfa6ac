"""The reference's checkpoints in and out, ONNX out; what is malicious or unlike is refused."""

from __future__ import annotations

import logging
import os
import pickle
import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from ganviz.settings.errors import UserError
from ganviz.training import messages as m
from ganviz.training.elsewhere import Elsewhere
from ganviz.training.evaluating import evaluate
from ganviz.training.exchange import onnx_file
from ganviz.training.exchange.exporting import export, foreign_parts, foreign_training
from ganviz.training.exchange.importing import import_run
from ganviz.training.exchange.reading import read_tensors
from ganviz.training.folder.manifest import read_manifest
from ganviz.training.run import Run
from ganviz.training.trained import trained
from tests.core_support import trainer
from tests.networks.plain_translation import PlainPatchGAN, PlainResNet
from tests.training.exchange_support import NETWORKS, reference_files, unlike_resnet, without
from tests.training.image_runs import GAMES, write_pairs

BOTH = pytest.mark.parametrize("game", list(NETWORKS))


def imported(folder, tmp_path, **options):
    run = import_run(folder, tmp_path / "run", **options)
    run.close()
    return tmp_path / "run"


@BOTH
def test_a_reference_s_networks_compute_the_same_here(tmp_path, game):
    networks = reference_files(tmp_path / "theirs", game)
    found = trained(imported(tmp_path / "theirs", tmp_path))
    assert (found.game, found.networks.keys()) == (game, networks.keys())
    for name, network in networks.items():
        x = torch.randn(1, next(network.parameters()).shape[1], 64, 64)
        torch.testing.assert_close(found.networks[name](x), network(x), rtol=1e-5, atol=1e-6)


@BOTH
def test_what_is_exported_is_what_was_imported(tmp_path, game):
    reference_files(tmp_path / "theirs", game)
    files = export(trained(imported(tmp_path / "theirs", tmp_path)), tmp_path / "back", "pth")
    for file in files:
        if file.suffix == ".pth":
            ours = torch.load(file, weights_only=True)
            theirs = torch.load(tmp_path / "theirs" / file.name, weights_only=True)
            assert list(ours) == list(theirs)
            assert all(torch.equal(ours[name], theirs[name]) for name in ours)
            assert all(type(tensor) is torch.Tensor for tensor in ours.values())
    fresh = NETWORKS[game]()
    for name, network in fresh.items():
        network.load_state_dict(torch.load(tmp_path / "back" / f"latest_net_{name}.pth", weights_only=True))


@BOTH
def test_an_imported_run_is_trained_on_and_evaluated(tmp_path, game, pairs):
    reference_files(tmp_path / "theirs", game)
    folder = imported(tmp_path / "theirs", tmp_path, data=str(pairs))
    report = evaluate(folder)
    assert report["iteration"] == 0
    assert np.isfinite(report["kid"])
    run = Run.open(folder)
    run.advance()
    assert run.game.iteration == 1
    run.save()
    run.close()


@BOTH
def test_a_run_without_images_takes_those_that_are_named_and_goes_on_with_them(tmp_path, game, pairs):
    reference_files(tmp_path / "theirs", game)
    folder = imported(tmp_path / "theirs", tmp_path)
    with trainer() as training:
        ready = training.open(folder)
        assert (ready.away, ready.iteration) == ("data", 0)
        assert ready.read_only.startswith("this run has no images to train on; name some, as in: ganviz train --resume "
                                          f"{folder} --data IMAGES")
        training.send(m.Open(str(folder), Elsewhere(data=str(pairs))))
        ready = training.wait(m.Ready)
        assert (ready.away, ready.read_only, ready.warnings) == (None, "", ())
        training.play_to(1)
    manifest = read_manifest(folder)
    assert (manifest.game_settings["data"], manifest.dataset["path"]) == (str(pairs), str(pairs))
    run = Run.open(folder)
    assert (run.game.iteration, run.warnings) == (1, ())
    run.close()
    assert np.isfinite(evaluate(folder)["kid"])
    others = write_pairs(tmp_path / "others", train=4)
    with pytest.raises(UserError, match="this is not what the run learns from, which was"):
        Run.open(folder, elsewhere=Elsewhere(data=str(others)))


def test_images_that_a_run_without_any_can_t_use_are_refused_and_not_put_on_record(tmp_path, pairs):
    reference_files(tmp_path / "theirs", "pix2pix")
    folder = imported(tmp_path / "theirs", tmp_path)
    (pairs / "val" / "1.png").write_bytes(b"none")
    with pytest.raises(UserError, match=rf"1 file can't be used .*\(ganviz train --resume {folder} --data {pairs} "
                                        "--leave-out"):
        Run.open(folder, elsewhere=Elsewhere(data=str(pairs)))
    assert read_manifest(folder).dataset is None
    run = Run.open(folder, elsewhere=Elsewhere(data=str(pairs), leave_out=True))
    run.close()
    manifest = read_manifest(folder)
    assert (manifest.game_settings["leave_out"], manifest.dataset["path"]) == (True, str(pairs))


def test_an_imported_run_s_past_is_told_to_be_gone(tmp_path, pairs):
    reference_files(tmp_path / "theirs", "pix2pix")
    run = import_run(tmp_path / "theirs", tmp_path / "run", data=str(pairs))
    run.run_settings = run.run_settings.changed({"checkpoints": 1})
    for _ in range(3):
        run.advance()
        run.save()
    run.folder.checkpoints.remove([(0, 0), (0, 1), (0, 2)])
    with pytest.raises(UserError, match="was imported and its first checkpoint is gone"):
        run.past.state_at(1)
    run.close()


@BOTH
def test_generators_alone_make_a_run_that_is_used_and_not_trained(tmp_path, game, pairs):
    reference_files(tmp_path / "theirs", game)
    for file in (tmp_path / "theirs").glob("*_net_D*.pth"):
        file.unlink()
    folder = imported(tmp_path / "theirs", tmp_path, data=str(pairs))
    assert np.isfinite(evaluate(folder)["kid"])
    run = Run.open(folder)
    with pytest.raises(UserError, match="was made of generators alone"):
        run.advance()
    run.close()


@BOTH
def test_generators_alone_are_exported_alone(tmp_path, game):
    """A discriminator that nothing has trained would make a run that seems to go on."""
    reference_files(tmp_path / "theirs", game)
    for file in (tmp_path / "theirs").glob("*_net_D*.pth"):
        file.unlink()
    generators = sorted(file.name for file in (tmp_path / "theirs").glob("*.pth"))
    export(trained(imported(tmp_path / "theirs", tmp_path)), tmp_path / "back", "pth")
    assert sorted(file.name for file in (tmp_path / "back").glob("*.pth")) == generators
    again = import_run(tmp_path / "back", tmp_path / "again")
    again.close()
    assert not again.folder.manifest.trainable


def test_older_files_with_a_prefix_and_leftovers_are_read(tmp_path):
    networks = reference_files(tmp_path / "theirs", "cyclegan")
    for path in (tmp_path / "theirs").glob("*.pth"):
        norm = "module.model.2" if "_G_" in path.name else "module.model.3"
        tensors = {f"module.{name}": tensor for name, tensor in torch.load(path, weights_only=True).items()}
        tensors |= {f"{norm}.running_mean": torch.zeros(4), f"{norm}.running_var": torch.ones(4),
                    f"{norm}.num_batches_tracked": torch.tensor(7)}
        torch.save(tensors, path)
    found = trained(imported(tmp_path / "theirs", tmp_path))
    x = torch.randn(1, 3, 64, 64)
    torch.testing.assert_close(found.networks["G_A"](x), networks["G_A"](x), rtol=1e-5, atol=1e-6)


def test_the_options_beside_the_files_are_taken_over(tmp_path):
    reference_files(tmp_path / "theirs", "pix2pix", "5")
    reference_files(tmp_path / "theirs", "pix2pix", "40")
    (tmp_path / "theirs" / "train_opt.txt").write_text(
        "----------------- Options ---------------\n"
        "                crop_size: 64                            \t[default: 256]\n"
        "                 gan_mode: lsgan                         \t[default: vanilla]\n"
        "                lambda_L1: 30.0                          \t[default: 100]\n"
        "                       lr: 0.0001                        \t[default: 0.0002]\n"
        "               no_dropout: True                          \n"
        "----------------- End -------------------\n")
    run = import_run(tmp_path / "theirs", tmp_path / "run")
    s = run.game.settings
    run.close()
    assert (s.crop_size, s.objective, s.weight_l1, s.learning_rate_d, s.dropout) == (64, "lsgan", 30, 1e-4, False)
    assert (s.generator, s.width_g, s.normalisation_g, s.discriminator) == ("unet_64", 4, "batch", "basic")
    with pytest.raises(UserError, match=r"--epoch 7: .* has 5, 40; choose one of these"):
        import_run(tmp_path / "theirs", tmp_path / "other", epoch="7")


@pytest.mark.parametrize(("written", "values"), [
    ({"direction": "BtoA", "preprocess": "scale_width_and_crop", "no_flip": "True", "lr_policy": "cosine"},
     {"swap": True, "preprocessing": "scale_width_and_crop", "flip": False, "schedule": "cosine"}),
    ({"direction": "AtoB", "no_flip": "False", "lr_policy": "step", "n_epochs_decay": "0"},
     {"swap": False, "flip": True, "schedule": "step", "schedule_decay": 1}),
    ({"gan_mode": "wgangp", "n_epochs_decay": "7"},
     {"objective": "wasserstein", "penalty": "gradient", "schedule_decay": 7})])
def test_options_with_other_words_for_the_same_are_translated(tmp_path, written, values):
    reference_files(tmp_path / "theirs", "pix2pix")
    (tmp_path / "theirs" / "train_opt.txt").write_text("".join(f"{name:>25}: {told:<30}\n"
                                                             for name, told in written.items()))
    run = import_run(tmp_path / "theirs", tmp_path / "run")
    run.close()
    assert {name: getattr(run.game.settings, name) for name in values} == values


def test_generators_between_unlike_channels_are_imported_without_the_identity_term(tmp_path):
    theirs = tmp_path / "theirs"
    reference_files(theirs, "cyclegan")
    grey = {"G_A": PlainResNet(6, "instance", inputs=1, ngf=4), "G_B": PlainResNet(6, "instance", outputs=1, ngf=4),
            "D_B": PlainPatchGAN(1, "instance", 3, 4)}
    for name, network in grey.items():
        torch.save(network.state_dict(), theirs / f"latest_net_{name}.pth")
    (theirs / "train_opt.txt").write_text("lambda_identity: 0.5\n")
    settings = trained(imported(theirs, tmp_path)).settings
    assert (settings.grey_a, settings.grey_b, settings.weight_identity) == (True, False, 0)


def test_options_make_the_way_out_and_in_again_unchanged(tmp_path):
    theirs, written = tmp_path / "theirs", {
        "load_size": 70, "crop_size": 64, "batch_size": 2, "lr": 1e-05, "beta1": 0.4, "n_epochs": 7,
        "n_epochs_decay": 9, "lr_policy": "step", "lr_decay_iters": 11, "pool_size": 13, "lambda_A": 5.0,
        "lambda_B": 6.0, "lambda_identity": 0.25, "gan_mode": "vanilla", "direction": "BtoA", "no_flip": True,
        "preprocess": "scale_width_and_crop"}
    reference_files(theirs, "cyclegan")
    (theirs / "train_opt.txt").write_text("".join(f"{name:>25}: {told!s:<30}\n" for name, told in written.items()))
    found = trained(imported(theirs, tmp_path))
    s = found.settings
    assert (s.learning_rate_d, s.schedule_step, s.schedule_decay, s.pool_size) == (1e-5, 11, 9, 13)
    export(found, tmp_path / "back", "pth")
    again = import_run(tmp_path / "back", tmp_path / "again")
    again.close()
    assert again.game.settings == s


def test_epochs_are_not_told_of_a_run_that_counts_iterations(tmp_path):
    reference_files(tmp_path / "theirs", "pix2pix")
    found = trained(imported(tmp_path / "theirs", tmp_path))
    export(replace(found, settings=found.settings.changed({"schedule_by": "iteration"})), tmp_path / "back", "pth")
    told = (tmp_path / "back" / "train_opt.txt").read_text()
    assert "lambda_L1: 100.0" in told
    assert "n_epochs" not in told
    assert "lr_decay_iters" not in told


@pytest.mark.parametrize(("values", "parts", "ways"), [
    ({}, [], []),
    ({"normalisation_d": "none"}, ["unlike norms of G and D"], []),
    ({"objective": "hinge"}, [], ["hinge loss"]),
    ({"preprocessing": "middle_square", "penalty": "r1"}, [], ["preprocessing by the middle square", "R1 penalty"]),
    ({"schedule": "constant", "learning_rate_d": 1e-5}, [], ["constant rate", "unlike rates of G and D"]),
    ({"schedule_by": "iteration"}, [], ["schedule counted in iterations"])])
def test_what_the_reference_has_not_is_named(tmp_path, values, parts, ways):
    reference_files(tmp_path / "theirs", "cyclegan")
    found = trained(imported(tmp_path / "theirs", tmp_path))
    found = replace(found, settings=found.settings.changed(values))
    assert (foreign_parts(found), foreign_training(found)) == (parts, ways)


# --- refused -----------------------------------------------------------------------------------------------

class Malice:
    """Runs a command when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self):
        return os.system, (f"{sys.executable} -c \"open('{self.marker}', 'w')\"",)


@pytest.mark.parametrize("plain", [False, True], ids=["inside torch's file", "a bare pickle"])
def test_a_malicious_pickle_is_refused_and_not_executed(tmp_path, plain):
    folder, marker = tmp_path / "theirs", tmp_path / "executed"
    reference_files(folder, "pix2pix")
    evil = {"model.model.0.weight": Malice(marker)}
    if plain:
        (folder / "latest_net_G.pth").write_bytes(pickle.dumps(evil))
    else:
        torch.save(evil, folder / "latest_net_G.pth")
    with pytest.raises(UserError, match=r"holds more than weights .* nothing of it was executed"):
        import_run(folder, tmp_path / "run")
    assert not marker.exists()
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("damage", "sentence"), [
    (lambda path: path.write_bytes(path.read_bytes()[:5000]), "can't be read as a checkpoint|holds more than weights"),
    (lambda path: path.write_bytes(b""), "can't be read as a checkpoint|holds more than weights"),
    (lambda path: torch.save([1, 2], path), "is no plain state_dict of tensors"),
    (lambda path: torch.save({"model.0.weight": torch.zeros(2, 3)}, path), "holds another architecture"),
    (lambda path: torch.save({**torch.load(path, weights_only=True), "extra": torch.zeros(1)}, path),
     r"holds another architecture \(extra does not fit\)"),
    (lambda path: torch.save(unlike_resnet(), path), "holds another architecture .* can be read"),
    (lambda path: torch.save(without(torch.load(path, weights_only=True), "model.model.3"), path),
     r"holds another architecture \(it has no convolution model.model.3.weight\)"),
    (lambda path: torch.save({**torch.load(path, weights_only=True), "model.model.0.weight": torch.zeros(4)}, path),
     r"holds another architecture \(it has no convolution model.model.0.weight\)"),
    (lambda path: torch.save({"net.0.weight": torch.zeros(4, 6)}, path.with_name("latest_net_D.pth")),
     r"latest_net_D.pth holds another architecture \(it has no convolution net.0.weight\)"),
    (lambda path: path.unlink(), "lacks a generator"),
], ids=["truncated", "empty", "a list", "another network", "one tensor more", "CUT", "a U-Net without its end",
        "a U-Net of lines", "a D of lines", "missing"])
def test_what_is_no_checkpoint_is_a_sentence(tmp_path, damage, sentence):
    reference_files(tmp_path / "theirs", "pix2pix")
    damage(tmp_path / "theirs" / "latest_net_G.pth")
    with pytest.raises(UserError, match=sentence):
        import_run(tmp_path / "theirs", tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("game", "networks", "sentence"), [
    ("pix2pix", {"D": lambda: PlainPatchGAN(3, "batch", 3, 4)},
     r"latest_net_D.pth judges 3 channels, and beside these generators it has to judge 6, the 3 of the input and the 3 "
     "of the output together"),
    ("pix2pix", {"G": lambda: PlainResNet(6, "batch", inputs=4, ngf=4)},
     r"latest_net_G.pth takes images of 4 channels; images here have 1 \(grey\) or 3 \(colours\)"),
    ("pix2pix", {"G": lambda: PlainResNet(6, "batch", outputs=2, ngf=4)},
     "latest_net_G.pth makes images of 2 channels"),
    ("cyclegan", {"G_B": lambda: PlainResNet(6, "instance", outputs=1, ngf=4)},
     "latest_net_G_B.pth does not lead back from 3 to 3 channels, which latest_net_G_A.pth leads from A to B"),
    ("cyclegan", {"D_B": lambda: PlainPatchGAN(1, "instance", 3, 4)},
     "latest_net_D_B.pth judges 1 channel, and beside these generators it has to judge 3, as images of side A have"),
], ids=["D without the input", "four taken", "two made", "another way back", "a grey judge"])
def test_channels_that_do_not_fit_are_named(tmp_path, game, networks, sentence):
    reference_files(tmp_path / "theirs", game)
    for name, network in networks.items():
        torch.save(network().state_dict(), tmp_path / "theirs" / f"latest_net_{name}.pth")
    with pytest.raises(UserError, match=sentence):
        import_run(tmp_path / "theirs", tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("line", "sentence"), [
    ("batch_size: 512", "train_opt.txt, option batch_size: batch_size: '512' must be less than or equal to 256"),
    ("lr: fast", "train_opt.txt, option lr: learning_rate_g: 'fast' must be a valid number"),
    ("gan_mode: odd", "train_opt.txt, option gan_mode: .*unknown adversarial loss 'odd'"),
    ("n_epochs_decay: -1", "train_opt.txt, option n_epochs_decay: schedule_decay: '-1' must be greater")])
def test_an_option_that_can_t_be_used_is_named_with_its_file(tmp_path, line, sentence):
    reference_files(tmp_path / "theirs", "pix2pix")
    (tmp_path / "theirs" / "train_opt.txt").write_text(f"{line}\n")
    with pytest.raises(UserError, match=sentence):
        import_run(tmp_path / "theirs", tmp_path / "run")


@pytest.mark.parametrize(("gone", "there"), [("D_A", "D_B"), ("D_B", "D_A")])
def test_one_discriminator_of_two_is_told_to_lack_the_other(tmp_path, gone, there):
    reference_files(tmp_path / "theirs", "cyclegan", "5")
    (tmp_path / "theirs" / f"5_net_{gone}.pth").unlink()
    with pytest.raises(UserError, match=rf"holds 5_net_{there}\.pth and no 5_net_{gone}\.pth; add it, or take"):
        import_run(tmp_path / "theirs", tmp_path / "run")


@pytest.mark.parametrize("value", [{0: torch.zeros(2)}, {None: torch.zeros(2)}, {"a": torch.zeros(2).to_sparse()},
                                   {"a": torch.zeros(2, device="meta")}, {"a": torch.zeros(2, dtype=torch.complex64)},
                                   {"a": {"b": torch.zeros(2)}}],
                         ids=["a number's name", "no name", "sparse", "no values", "complex", "within another"])
def test_only_named_plain_tensors_are_taken(tmp_path, value):
    path = tmp_path / "latest_net_G.pth"
    torch.save(value, path)
    with pytest.raises(UserError, match="is no plain state_dict of tensors"):
        import_run(tmp_path, tmp_path / "run")


@pytest.mark.parametrize("zipped", [True, False], ids=["as torch saves", "as it once did"])
def test_a_file_damaged_anywhere_is_a_sentence(tmp_path, zipped):
    """Here and there a changed byte is not noticed: the older form has no checksums."""
    path, chance, refused = tmp_path / "latest_net_G.pth", random.Random(5), 0
    torch.save({"model.0.weight": torch.zeros(2, 3, 4, 4), "model.0.bias": torch.ones(2)}, path,
               _use_new_zipfile_serialization=zipped)
    whole = path.read_bytes()
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            damaged[chance.randrange(len(whole))] = chance.randrange(256)
        path.write_bytes(damaged[:chance.choice([len(whole), chance.randrange(len(whole))])])
        try:
            assert all(isinstance(name, str) for name in read_tensors(path))
        except UserError as error:
            assert str(error).startswith(f"{path} ")
            refused += 1
    assert refused > 200


def test_a_folder_without_checkpoints_is_told(tmp_path):
    with pytest.raises(UserError, match=r"there is no such folder"):
        import_run(tmp_path / "nowhere", tmp_path / "run")
    with pytest.raises(UserError, match="holds no checkpoint"):
        import_run(tmp_path, tmp_path / "run")


# --- ONNX --------------------------------------------------------------------------------------------------

@pytest.fixture
def run(request, pairs, tmp_path):
    game = request.param
    made = Run.create(game, {**GAMES[game], "data": str(pairs)}, {"threads": 1}, tmp_path / "run")
    made.advance()
    made.save()
    made.close()
    return tmp_path / "run"


@pytest.mark.slow
@pytest.mark.parametrize("run", list(GAMES), indirect=True)
def test_an_onnx_model_computes_what_the_generator_does_at_any_size(run, tmp_path):
    found = trained(run)
    files = export(found, tmp_path / "onnx", "onnx")
    assert [file.name for file in files] == [f"{name}.onnx" for name in found.generators]
    for file, network in zip(files, found.generators.values(), strict=True):
        onnx.checker.check_model(onnx.load(file))
        session = onnxruntime.InferenceSession(file.read_bytes(), providers=["CPUExecutionProvider"])
        for shape in ((1, 3, 64, 64), (2, 3, 128, 192)):
            x = torch.rand(shape, generator=torch.Generator().manual_seed(1)) * 2 - 1
            with torch.no_grad():
                expected = network(x).numpy()
            np.testing.assert_allclose(session.run(None, {"input": x.numpy()})[0], expected, atol=1e-4)


@pytest.mark.slow
def test_an_onnx_model_needs_no_crop_size_that_the_generator_takes(pairs, tmp_path):
    settings = {**GAMES["pix2pix"], "data": str(pairs), "preprocessing": "none", "crop_size": 100}
    Run.create("pix2pix", settings, {"threads": 1}, tmp_path / "run").close()
    (file,) = export(trained(tmp_path / "run"), tmp_path / "onnx", "onnx")
    onnx.checker.check_model(onnx.load(file))


def test_what_the_exporter_logs_of_itself_is_kept_away_and_nothing_else(tmp_path, monkeypatch, caplog):
    def write(*_args, **_options):
        logging.getLogger("torch.onnx._internal.exporter._registration").warning("torchvision is not installed")
        logging.getLogger("torch.onnx._internal.exporter._registration").error("all is lost")
        logging.getLogger("another").warning("something else")

    monkeypatch.setattr(torch.onnx, "export", write)
    level = logging.getLogger("torch.onnx").level
    onnx_file._write(torch.nn.Identity(), torch.zeros(2, 3, 4, 4), tmp_path / "model.onnx")
    assert [record.message for record in caplog.records] == ["all is lost", "something else"]
    assert logging.getLogger("torch.onnx").level == level


@pytest.mark.parametrize("run", ["pix2pix"], indirect=True)
def test_without_the_extra_onnx_says_how_to_install_it(run, tmp_path, monkeypatch):
    monkeypatch.setattr("ganviz.training.exchange.onnx_file.find_spec",
                        lambda name: None if name == "onnxscript" else object())
    with pytest.raises(UserError, match=r"ONNX needs onnxscript; install them with: pip install 'ganviz\[onnx\]'"):
        export(trained(run), tmp_path / "onnx", "onnx")
    assert not (tmp_path / "onnx").exists()


@pytest.mark.parametrize("run", ["pix2pix"], indirect=True)
def test_an_export_replaces_nothing_and_knows_its_forms(run, tmp_path):
    found = trained(run)
    export(found, tmp_path / "out", "pth")
    with pytest.raises(UserError, match=r"latest_net_G\.pth exists already"):
        export(found, tmp_path / "out", "pth")
    with pytest.raises(UserError, match="--format pt: choose one of pth, onnx"):
        export(found, tmp_path / "out", "pt")
    assert foreign_parts(found) == ["U-Net 64"]


def test_a_toy_run_is_refused(tmp_path):
    Run.create("1d", {}, {}, tmp_path / "run").close()
    with pytest.raises(UserError, match="a run of the game 1d, which turns no image into another"):
        trained(tmp_path / "run")
