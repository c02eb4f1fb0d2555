"""What is not settled about Google: each a switch, so that a client can be tried under every setting."""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["Switches"]


@dataclass(slots=True)
class Switches:
    """The settings; the defaults are what is likelier.

    ``metadata_follows_sort``: row metadata moves with its row when a range is sorted.
    ``validation_enforced``: a strict validation rule refuses values written through the API.
    ``repeated_metadata_refused``: creating developer metadata under an id in use is an error (else it is replaced).
    ``writes_grow_grid``: values that run past the edge of the grid make it larger (else they are refused).
    ``list_lag``: seconds for which a new or changed file is not found by files.list.
    ``app_sees_drives``: with the scope drive.file alone, an app may use the top folder of its user's shared drives.
    ``folders_need_storage``: a service account can't own folders either, though they hold no bytes.
    """

    metadata_follows_sort: bool = True
    validation_enforced: bool = False
    repeated_metadata_refused: bool = True
    writes_grow_grid: bool = True
    list_lag: float = 0.0
    app_sees_drives: bool = True
    folders_need_storage: bool = False

    @classmethod
    def names(cls) -> list[str]:
        """The switches, by name."""
        return [field.name for field in fields(cls)]
