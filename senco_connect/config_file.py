"""What senco.toml may hold, for pydantic to check and for editors to complete.

Loaded only when the file changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from senco_connect.record import FIELDS

__all__ = ["ConfigFile", "config_schema", "problems_of"]

_Share = Annotated[float, Field(gt=0, le=1)]
_Count = Annotated[int, Field(ge=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SchoolPart(_Strict):
    """[school]: whose records these are, and who belongs on the register."""

    name: str = ""
    laestab: Annotated[str, Field(pattern=r"^\d{7}$|^$")] = ""
    urn: str = ""
    state: str = ".senco"
    include: list[Literal["E", "K", "M", "N"]] = ["E", "K", "M"]
    enforce: list[str] = []

    @field_validator("enforce")
    @classmethod
    def _are_fields(cls, names: list[str]) -> list[str]:
        return _known(names)


class GuardsPart(_Strict):
    """[guards]: thresholds, each a count or a share; none can be switched off."""

    leavers: _Count = 5
    leavers_share: _Share = 0.05
    cleared: _Count = 3
    cleared_share: _Share = 0.03
    births: _Count = 2
    names_share: _Share = 0.05
    column_share: _Share = 0.30
    overlap: _Share = 0.60
    scrambled: _Count = 2


class ConfigFile(_Strict):
    """The whole file; the adapters' parts are checked by the adapters' own declarations."""

    school: SchoolPart
    sources: Annotated[dict[str, dict[str, Any]], Field(min_length=1)]
    register_: Annotated[dict[str, Any] | None, Field(alias="register")] = None
    filing: dict[str, Any] | None = None
    owners: dict[str, Literal["mis", "senco", "both"]] = {}
    guards: GuardsPart = GuardsPart()

    @field_validator("owners")
    @classmethod
    def _own_fields(cls, owners: dict[str, str]) -> dict[str, str]:
        _known(list(owners))
        return owners


def _known(names: list[str]) -> list[str]:
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        raise ValueError(f"no field is called {', '.join(unknown)}")
    return names


def problems_of(raw: dict[str, Any], *, kind: type[Any] = ConfigFile, place: str = "") -> Iterator[str]:
    """Give each problem as "place: what is wrong"; never the value that stands there."""
    try:
        TypeAdapter(kind).validate_python(raw)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False, include_context=False):
            where = ".".join([*([place] if place else []), *(str(part) for part in found["loc"])])
            yield f"{where or 'senco.toml'}: {found['msg'][0].lower()}{found['msg'][1:]}"


def config_schema() -> dict[str, Any]:
    """Give the JSON Schema of senco.toml, for editors."""
    return ConfigFile.model_json_schema(by_alias=True)
