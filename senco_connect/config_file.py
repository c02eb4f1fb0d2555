"""What senco.toml may hold, for pydantic to check and for editors to complete.

Loaded only when the file changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from senco_connect.record import FIELDS, GROUPS, Owner

__all__ = ["ConfigFile", "config_schema", "problems_of"]

_Share = Annotated[float, Field(gt=0, le=1)]
_Count = Annotated[int, Field(ge=1)]


def _is_field(name: str) -> str:
    if name not in FIELDS:
        raise ValueError("no field is called that")
    return name


def _has_an_owner(name: str) -> str:
    if FIELDS[_is_field(name)].owner is Owner.COMPUTED:
        raise ValueError("this column is worked out by the library and can't be given to anybody")
    return name


_Name = Annotated[str, AfterValidator(_is_field)]
_Owned = Annotated[str, AfterValidator(_has_an_owner)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SchoolPart(_Strict):
    """[school]: whose records these are, and who belongs on the register."""

    name: str = ""
    laestab: Annotated[str, Field(pattern=r"^\d{7}$|^$")] = ""
    urn: str = ""
    state: str = ".senco"
    include: list[Literal["E", "K", "M", "N"]] = ["E", "K", "M"]
    enforce: list[_Name] = []


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
    scrambled: Annotated[int, Field(ge=1, le=5)] = 2
    edits: _Count = 5
    edits_share: _Share = 0.30


class ConfigFile(_Strict):
    """The whole file; the adapters' parts are checked by the adapters' own declarations."""

    school: SchoolPart
    sources: Annotated[dict[str, dict[str, Any]], Field(min_length=1)]
    register_: Annotated[dict[str, Any] | None, Field(alias="register")] = None
    filing: dict[str, Any] | None = None
    owners: dict[_Owned, Literal["mis", "senco", "both"]] = {}
    guards: GuardsPart = GuardsPart()

    @field_validator("owners")
    @classmethod
    def _one_owner_for_a_group(cls, owners: dict[str, str]) -> dict[str, str]:
        for group, names in GROUPS.items():
            if len({owners[name] for name in names if name in owners}) > 1:
                raise ValueError(f"the fields of the group {group} are decided as one and can't have two owners")
        return owners


def problems_of(raw: dict[str, Any], *, kind: type[Any] = ConfigFile, place: str = "") -> Iterator[str]:
    """Give each problem as "place: what is wrong"; never the value that stands there."""
    try:
        # The file is used as it was written: nothing may be right only after a conversion, as "5" for 5.  Checked as
        # JSON, where a list is all that a tuple can be.
        TypeAdapter(kind).validate_json(json.dumps(raw), strict=True)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False, include_context=False):
            where = ".".join([*([place] if place else []), *(str(part) for part in found["loc"] if part != "[key]")])
            words = found["msg"].removeprefix("Value error, ")
            yield f"{where or 'senco.toml'}: {words[0].lower()}{words[1:]}"


def config_schema() -> dict[str, Any]:
    """Give the JSON Schema of senco.toml, for editors."""
    return ConfigFile.model_json_schema(by_alias=True)
