"""Patches for moto, one gap in each file. Each docstring says what AWS does and what moto does instead."""

import functools
import importlib
import pkgutil
from typing import Any, Callable


def apply() -> None:
    """Imports all patches, in the order of their file names."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")


def around(owner: Any) -> Callable:
    """Wraps the function of the same name in owner. The patch gets the original as its first argument."""

    def install(patch: Callable) -> Callable:
        original = getattr(owner, patch.__name__)

        @functools.wraps(original)
        def patched(*args: Any, **kwargs: Any) -> Any:
            return patch(original, *args, **kwargs)

        setattr(owner, patch.__name__, patched)
        return patch

    return install


def added_to(owner: Any) -> Callable:
    """Adds a function to owner, or replaces one that only raises an error."""

    def install(patch: Callable) -> Callable:
        setattr(owner, patch.__name__, patch)
        return patch

    return install
