"""The patches, one gap of moto a file. Each says what AWS answers and what moto answers instead."""

import functools
import importlib
import pkgutil
from typing import Any, Callable


def apply() -> None:
    """Applies every patch of this folder, in the order of the files' names."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        importlib.import_module(f"{__name__}.{module.name}")


def around(owner: Any) -> Callable:
    """Puts a function around owner's of the same name, which it gets as its first argument."""

    def install(patch: Callable) -> Callable:
        original = getattr(owner, patch.__name__)

        @functools.wraps(original)
        def patched(*args: Any, **kwargs: Any) -> Any:
            return patch(original, *args, **kwargs)

        setattr(owner, patch.__name__, patched)
        return patch

    return install


def added_to(owner: Any) -> Callable:
    """Gives owner a function that it lacks, or that only raises there."""

    def install(patch: Callable) -> Callable:
        setattr(owner, patch.__name__, patch)
        return patch

    return install
