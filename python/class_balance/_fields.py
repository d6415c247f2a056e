"""A value of a JSON document with its path, read as what it must be or refused by name."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class FieldError(ValueError):
    """Why a document is not what it must be; `path` names the field, such as ``classes[2].weight``."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"“{path}” {message}" if path else f"the document {message}")
        self.path = path


class LossConfigError(FieldError):
    """Why a text is no loss config to go by."""


class NotFinite(str):
    """What stood where JSON wants a number: NaN, Infinity or -Infinity."""

    __slots__ = ()


@dataclass(frozen=True)
class Field:
    """One value of the document."""

    value: object
    path: str
    #: What is raised where the value is wrong.
    error: type[FieldError] = LossConfigError

    def refuse(self, message: str) -> FieldError:
        """The error that names this field."""
        return self.error(self.path, message)

    def fields(self, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, Field]:
        """The fields of an object that has all the required ones and no others than these."""
        found = self._object()
        for name in found:
            if name not in required and name not in optional:
                raise found[name].refuse("is no field here")
        for name in required:
            if name not in found:
                raise self.error(self._below(name), "is missing")
        return found

    def kind(
        self,
        key: str,
        parameters: Mapping[str, Sequence[str]],
        more: Sequence[str] = (),
        optional: Sequence[str] = (),
    ) -> dict[str, Field]:
        """The fields of an object whose `key` decides which further ones it has."""
        found = self._object()
        if key not in found:
            raise self.error(self._below(key), "is missing")
        return self.fields([key, *parameters[found[key].one_of(list(parameters))], *more], optional)

    def items(self, least: int = 0, most: int = 2**31) -> list[Field]:
        """The items of a list."""
        if not isinstance(self.value, list):
            raise self.refuse(f"is {self._shown()}; it must be a list")
        if len(self.value) < least:
            raise self.refuse("is empty")
        if len(self.value) > most:
            raise self.refuse(f"has {len(self.value)} items; {most} at most are taken")
        return [Field(value, f"{self.path}[{at}]", self.error) for at, value in enumerate(self.value)]

    def named(self) -> dict[str, Field]:
        """The fields of an object with any names."""
        return self._object()

    def text(self, pattern: str | None = None) -> str:
        """A text, of a pattern where one is given."""
        if not isinstance(self.value, str) or isinstance(self.value, NotFinite):
            raise self.refuse(f"is {self._shown()}; it must be a text")
        if pattern is not None and re.fullmatch(pattern, self.value) is None:
            raise self.refuse(f"is {self._shown()}; it must look like {pattern}")
        return str(self.value)

    def one_of(self, known: Sequence[str]) -> str:
        """One of some words."""
        if not isinstance(self.value, str) or self.value not in known:
            raise self.refuse(f"is {self._shown()}; it must be one of {', '.join(known)}")
        return self.value

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.refuse(f"is {self._shown()}; it must be true or false")
        return self.value

    def number(self, low: float = -math.inf, high: float = math.inf) -> float:
        """A finite number within bounds."""
        value = self.value
        if isinstance(value, NotFinite):
            raise self.refuse(f"is {value}, which JSON does not know; give a finite number")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(f"is {self._shown()}; it must be a number")
        if not math.isfinite(value):
            raise self.refuse("is too large; it must be finite")
        if not low <= value <= high:
            raise self.refuse(f"is {value}; it must lie within {low} to {high}")
        return float(value)

    def positive(self, high: float = math.inf) -> float:
        """A finite number above 0."""
        value = self.number(high=high)
        if value <= 0:
            raise self.refuse(f"is {value}; it must be above 0")
        return value

    def whole(self, low: int = 0, high: int = 2**53) -> int:
        """A whole number in [low, high]."""
        value = self.number(low, high)
        if not value.is_integer():
            raise self.refuse(f"is {value}; it must be a whole number")
        return int(value)

    def _object(self) -> dict[str, Field]:
        if not isinstance(self.value, dict):
            raise self.refuse(f"is {self._shown()}; it must be an object")
        return {name: Field(value, self._below(name), self.error) for name, value in self.value.items()}

    def _below(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _shown(self) -> str:
        if isinstance(self.value, dict | list):
            return "an object" if isinstance(self.value, dict) else "a list"
        return repr(self.value)
