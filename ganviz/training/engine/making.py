"""Makes the code for one spec, as a process of its own: ``python -m ganviz.training.engine.making FOLDER``.

The spec is the first line of its input. When its input ends, so do the process and the compilers that it started. How
far it is comes line by line on its output.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import threading
import zipfile
from operator import attrgetter
from pathlib import Path
from typing import Any

from ganviz.settings.names import GAMES
from ganviz.training.engine.cache import META_NAME
from ganviz.training.engine.compilation import MARK
from ganviz.training.engine.ending import end_group
from ganviz.training.engine.spec import CodeSpec

_NICE = 10
_LIBRARIES = (".so", ".dylib", ".pyd", ".dll")
_OPTIONS = {
    "pattern_matcher": False,  # it would put the bias back into the product, where it can't be fused with what follows
    "max_autotune": False,  # nothing is timed and then chosen: the same source gives the same code
    "compile_threads": 1,
    # Headers compiled beforehand take longer than they save in one run, and 300 MB.
    "aot_inductor.precompile_headers": False,
    "cpp_cache_precompile_headers": False,
}


def make(spec: CodeSpec, folder: Path) -> None:
    """Trace and compile every part of a game's iteration; ``folder`` takes a library for each, and what they are."""
    import torch

    torch.set_num_threads(spec.threads)
    entry, measured = GAMES[spec.game], {}
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        os.environ["TORCHINDUCTOR_CACHE_DIR"] = scratch
        graphs = entry.load_fact("graphs")(spec.settings, entry.facts["dim"])
        for number, (who, trace) in enumerate(graphs.items()):
            traced = trace()
            _tell((number + 0.4) / len(graphs))
            (folder / f"{who}.so").write_bytes(_compiled(traced.program, Path(scratch)))
            measured[who] = traced.measured
            _tell((number + 1) / len(graphs))
    _write_meta(spec, folder, measured)


def _write_meta(spec: CodeSpec, folder: Path, measured: dict[str, tuple[str, ...]]) -> None:
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
    meta = {"key": spec.key(), "spec": spec.text(), "measured": measured, "sha256": sums}
    (folder / META_NAME).write_text(json.dumps(meta, indent=2), encoding="utf-8")


def _compiled(program: Any, scratch: Path) -> bytes:
    """The shared library that torch's inductor makes of a graph."""
    from torch._inductor import aoti_compile_and_package, config

    known = {name: value for name, value in _OPTIONS.items() if _has(config, name)}
    package = aoti_compile_and_package(program, package_path=str(scratch / "code.pt2"), inductor_configs=known)
    with zipfile.ZipFile(package) as archive:
        library = next(name for name in archive.namelist() if name.endswith(_LIBRARIES))
        return archive.read(library)


def _has(config: Any, name: str) -> bool:
    try:
        attrgetter(name)(config)
    except AttributeError:
        return False
    return True


def _tell(share: float) -> None:
    print(f"{MARK}{share}", flush=True)


def _end_with_parent() -> None:
    sys.stdin.read()
    end_group(os.getpid())


def _main(folder: str) -> None:
    spec = CodeSpec.read(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICE)
    make(spec, Path(folder))


if __name__ == "__main__":
    _main(*sys.argv[1:])
