"""The page of Drive: My Drive, shared drives and the trash as trees that open and close."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.drive.access import Access
from senco_connect_emulator.drive.editors import DOCUMENT, FOLDER, SHORTCUT, SPREADSHEET
from senco_connect_emulator.drive.grantees import name_of
from senco_connect_emulator.drive.places import place
from senco_connect_emulator.window.html import Html, page, tag
from senco_connect_emulator.window.looking import Look

__all__ = ["drive_page", "trees"]

Json = dict[str, Any]
_ICONS = {FOLDER: ("", "folder"), SPREADSHEET: ("▦", "green"), DOCUMENT: ("≣", "blue"), SHORTCUT: ("↗", "")}
_KINDS = {FOLDER: "Folder", SPREADSHEET: "Spreadsheet", DOCUMENT: "Document", SHORTCUT: "Shortcut"}


def drive_page(look: Look) -> Html:
    """Make the page."""
    bar = tag("header", tag("span", "◭", class_="logo"), tag("h1", "Drive"), look.chooser(), class_="bar")
    inner = trees(look) if look.email else tag("p", "Nobody is in the directory yet.", class_="empty")
    main = tag("main", inner, id="trees")
    said = tag("div", role="status", aria_live="polite", id="said")
    return page("Drive", "drive", look.version, bar, main, said)


def trees(look: Look) -> Html:
    """Make the trees of everything that the person sees."""
    drive, who = look.world.drive, look.person.who
    access = drive.access(who)
    root = place(drive, who, "root")
    parts = [_section(look, access, "My Drive", root["id"])]
    for drive_id, told in drive.drives.items():
        if access.at_least(drive_id, "reader"):
            parts.append(_section(look, access, str(told["name"]), drive_id))
    parts.append(_list(look, access, "Shared with me", _shared(look, access)))
    parts.append(_list(look, access, "Trash", _trashed(look, access)))
    return tag("div", *filter(None, parts))


def _section(look: Look, access: Access, name: str, root: str) -> Html:
    inner = _children(look, access, root)
    head = tag("h2", name, _folder_button(root, name) if access.at_least(root, "writer") else "")
    empty = tag("p", "Nothing here yet.", class_="empty")
    return tag("section", head, inner or empty, aria_label=name)


def _list(look: Look, access: Access, name: str, files: list[Json]) -> Html:
    if not files:
        return Html("")
    items = [_item(look, access, file) for file in files]
    return tag("section", tag("h2", name), tag("ul", *items), aria_label=name)


def _shared(look: Look, access: Access) -> list[Json]:
    """What others' folders hold and somebody shared: the topmost of what the person sees outside their own Drive."""
    drive = look.world.drive
    files = [file for file in drive.files.values() if not file.get("driveId") and file.get("owner") != look.email]
    seen = [file for file in files if file["parents"] and access.direct_role(file) and not drive.is_trashed(file)]
    return sorted(seen, key=_order)


def _trashed(look: Look, access: Access) -> list[Json]:
    files = [file for file in look.world.drive.files.values() if file.get("explicitlyTrashed")]
    return sorted((file for file in files if access.at_least(file["id"], "writer")), key=_order)


def _order(file: Json) -> tuple[bool, str]:
    return file["mimeType"] != FOLDER, file["name"].casefold()


def _children(look: Look, access: Access, folder_id: str) -> Html:
    children = look.world.drive.children(folder_id)
    seen = [file for file in children if access.at_least(file["id"], "metadata") and not file.get("explicitlyTrashed")]
    items = [_item(look, access, file) for file in sorted(seen, key=_order)]
    return tag("ul", *items) if items else Html("")


def _item(look: Look, access: Access, file: Json) -> Html:
    row = _row(look, access, file)
    if file["mimeType"] != FOLDER:
        return tag("li", row)
    inner = _children(look, access, file["id"])
    inner = inner or tag("p", "Empty", class_="empty")
    return tag("li", tag("details", tag("summary", row), inner, open=True, data_id=file["id"]))


def _row(look: Look, access: Access, file: Json) -> Html:
    icon, colour = _ICONS.get(file["mimeType"], ("▭", ""))
    kind = _KINDS.get(file["mimeType"], "File")
    name = tag("span", file["name"], class_="name", data_name=True)
    path = {SPREADSHEET: "sheet", DOCUMENT: "document"}.get(file["mimeType"])
    shown = tag("a", name, href=look.to(f"{path}/{file['id']}")) if path else name
    return tag(
        "span", tag("span", icon, class_=f"icon {colour}".strip(), role="img", aria_label=kind), shown,
        tag("span", *_facts(look, file), class_="quiet facts"), _actions(access, file),
        class_="row", data_id=file["id"],
    )  # fmt: skip


def _facts(look: Look, file: Json) -> list[str]:
    others = [one for one in file["permissions"] if one["role"] != "owner"]
    shared = tag("span", f"shared with {len(others)}", class_="shared") if others else ""
    limited = tag("span", "limited access", class_="shared") if file.get("inheritedPermissionsDisabled") else ""
    owner = f"{name_of(look.world.drive, file['owner'])} · " if file.get("owner") else ""
    return [*filter(None, [shared, limited]), f"{owner}{file['modifiedTime'][:16].replace('T', ' ')}"]


def _actions(access: Access, file: Json) -> Html:
    if not access.at_least(file["id"], "writer"):
        return Html("")
    if file.get("explicitlyTrashed"):
        return tag("span", _button("untrash", "Restore", file["name"]), class_="actions")
    buttons = [_button("rename", "Rename", file["name"]), _button("trash", "Move to trash", file["name"])]
    if file["mimeType"] == FOLDER:
        buttons.insert(0, _folder_button(file["id"], file["name"]))
    return tag("span", *buttons, class_="actions")


def _button(act: str, words: str, name: str) -> Html:
    return tag("button", words, type="button", data_act=act, aria_label=f"{words}: {name}")


def _folder_button(folder_id: str, name: str) -> Html:
    told = {"data_act": "folder", "data_in": folder_id, "aria_label": f"New folder in {name}"}
    return tag("button", "New folder", type="button", **told)
