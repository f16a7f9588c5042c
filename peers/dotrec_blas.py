"""Which BLAS numpy.dot uses: Debian's numpy takes the libblas.so.3 that
update-alternatives has chosen, pip's brings an OpenBLAS with other names."""

import ctypes
import itertools
import os
import re

FILES = re.compile(r"/[^/]*(blas|mkl_rt|blis|atlas|nvpl)[^/]*\.so[^/]*$")


def loaded():
    """The paths of the BLAS libraries in this process, OpenBLAS first."""
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
        paths = {line[line.index("/") :].strip() for line in maps if "/" in line}
    paths = [path for path in paths if FILES.search(path)]
    return sorted(paths, key=lambda path: ("libopenblas" not in path, path))


def ask(blas, name):
    """The text that a function of OpenBLAS returns, or None."""
    for prefix, suffix in itertools.product(("", "scipy_"), ("", "64_", "_64")):
        function = getattr(blas, prefix + name + suffix, None)
        if function:
            function.restype = ctypes.c_char_p
            return (function() or b"").decode("ascii", "replace")
    return None


def keys():
    """The keys `blas` and, where it is known, `core` of `hello`."""
    paths = loaded()
    for path in paths:
        try:
            blas = ctypes.CDLL(path)
        except OSError:
            continue
        config = ask(blas, "openblas_get_config")
        if config:  # "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ..."
            version = "-".join(config.split()[:2])
            return {"blas": version, "core": ask(blas, "openblas_get_corename")}
    if not paths:
        return {"blas": "none"}
    name = os.path.basename(os.path.realpath(paths[0]))
    if re.match(r"libblas\.so\.\d+\.\d", name):  # with the version of LAPACK
        return {"blas": name.replace("libblas.so.", "netlib-")}
    return {"blas": name}
