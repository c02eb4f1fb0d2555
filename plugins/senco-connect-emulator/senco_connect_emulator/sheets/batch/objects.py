"""Charts and slicers: kept as they were given, and placed."""

from __future__ import annotations

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.batch.fields import changed, read_fields
from senco_connect_emulator.sheets.batch.kinds import Json, Step, applies, area, grid
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.sheets.parts import dropped, swapped
from senco_connect_emulator.sheets.proto import spoken, stored, theme_of

__all__ = ["object_sheet"]

_WIDTH, _HEIGHT = 600, 371


@applies("addChart")
def add_chart(step: Step, asked: Json) -> Json:
    """Add a chart, over the cells of a sheet or on a sheet of its own."""
    given = asked.get("chart", {})
    if not given.get("spec"):
        raise invalid("Chart spec must be specified.")
    sheet, position = _placed(step, given.get("position", {}))
    told = {
        "chartId": _new_id(step, given.get("chartId")),
        "spec": stored("ChartSpec", given["spec"], theme_of(step.book)),
    }
    told["position"] = position
    if given.get("border"):
        told["border"] = stored("EmbeddedObjectBorder", given["border"], theme_of(step.book))
    sheet.charts.append(told)
    return {"chart": spoken(told)}


def _new_id(step: Step, given: int | None) -> int:
    taken = {
        one.get("chartId", one.get("slicerId")) for sheet in step.book.sheets for one in (*sheet.charts, *sheet.slicers)
    }
    if given and given in taken:
        raise invalid(f"An object with id {given} already exists.")
    return given or step.world.ids.number()


def _placed(step: Step, position: Json) -> tuple[Sheet, Json]:
    if position.get("newSheet"):
        sheet = object_sheet(step)
        return sheet, {"sheetId": sheet.id}
    if "overlayPosition" in position:
        told = stored("OverlayPosition", position["overlayPosition"])
        sheet = grid(step.book, told.get("anchorCell", {}).get("sheetId", 0))
        anchor = told.get("anchorCell", {"sheetId": sheet.id})
        size = {"widthPixels": told.get("widthPixels", _WIDTH), "heightPixels": told.get("heightPixels", _HEIGHT)}
        return sheet, {"overlayPosition": {**told, "anchorCell": anchor, **size}}
    if "sheetId" in position:
        sheet = grid(step.book, position["sheetId"])
        return sheet, {"sheetId": sheet.id}
    raise invalid("Position must be specified.")


def object_sheet(step: Step) -> Sheet:
    """Add a sheet that holds one object and no cells."""
    number = 1
    while step.book.titled(f"Chart{number}"):
        number += 1
    index = len(step.book.sheets)
    told = {"sheetId": step.world.ids.number(), "title": f"Chart{number}", "index": index, "sheetType": "OBJECT"}
    sheet = Sheet(told)
    step.book.sheets.append(sheet)
    return sheet


@applies("updateChartSpec")
def update_chart_spec(step: Step, asked: Json) -> None:
    """Replace what a chart shows."""
    sheet, old = _chart(step.book, asked.get("chartId", 0))
    told = {**old, "spec": stored("ChartSpec", asked.get("spec", {}), theme_of(step.book))}
    sheet.charts = swapped(sheet.charts, old, told)


def _chart(book: Book, chart_id: int) -> tuple[Sheet, Json]:
    for sheet in book.sheets:
        for one in sheet.charts:
            if one["chartId"] == chart_id:
                return sheet, one
    raise invalid(f"No chart with id: {chart_id}")


def _object(book: Book, object_id: int) -> tuple[Sheet, str, Json]:
    for sheet in book.sheets:
        for name, key in (("charts", "chartId"), ("slicers", "slicerId")):
            for one in getattr(sheet, name):
                if one[key] == object_id:
                    return sheet, name, one
    raise invalid(f"No embedded object with id: {object_id}")


@applies("updateEmbeddedObjectPosition")
def update_embedded_object_position(step: Step, asked: Json) -> Json:
    """Move or resize a chart or slicer, or give it a sheet of its own."""
    sheet, name, old = _object(step.book, asked.get("objectId", 0))
    given = asked.get("newPosition", {})
    if "overlayPosition" in given and "overlayPosition" in old["position"]:
        fields = read_fields(asked.get("fields", ""), "OverlayPosition")
        new = stored("OverlayPosition", given["overlayPosition"])
        given = {"overlayPosition": changed(old["position"]["overlayPosition"], new, fields)}
    other, position = _placed(step, given)
    _keep(sheet, name, dropped(getattr(sheet, name), old))
    _keep(other, name, [*getattr(other, name), {**old, "position": position}])
    return {"position": spoken(position)}


def _keep(sheet: Sheet, name: str, objects: list[Json]) -> None:
    setattr(sheet, name, objects)


@applies("updateEmbeddedObjectBorder")
def update_embedded_object_border(step: Step, asked: Json) -> None:
    """Change the line around a chart."""
    sheet, name, old = _object(step.book, asked.get("objectId", 0))
    fields = read_fields(asked.get("fields", ""), "EmbeddedObjectBorder")
    new = stored("EmbeddedObjectBorder", asked.get("border", {}), theme_of(step.book))
    told = {**old, "border": changed(old.get("border", {}), new, fields)}
    _keep(sheet, name, swapped(getattr(sheet, name), old, told))


@applies("deleteEmbeddedObject")
def delete_embedded_object(step: Step, asked: Json) -> None:
    """Delete a chart or slicer; the sheet that a chart had to itself goes with it."""
    sheet, name, old = _object(step.book, asked.get("objectId", 0))
    _keep(sheet, name, dropped(getattr(sheet, name), old))
    if sheet.properties.get("sheetType") == "OBJECT":
        step.book.sheets.remove(sheet)
        for index, other in enumerate(step.book.sheets):
            other.properties = {**other.properties, "index": index}


@applies("addSlicer")
def add_slicer(step: Step, asked: Json) -> Json:
    """Add a slicer over the cells of a sheet."""
    given = asked.get("slicer", {})
    area(step.book, given.get("spec", {}).get("dataRange", {}))
    sheet, position = _placed(step, given.get("position", {}))
    spec = stored("SlicerSpec", given.get("spec", {}), theme_of(step.book))
    told = {"slicerId": _new_id(step, given.get("slicerId")), "spec": spec, "position": position}
    sheet.slicers.append(told)
    return {"slicer": spoken(told)}


@applies("updateSlicerSpec")
def update_slicer_spec(step: Step, asked: Json) -> None:
    """Change what the fields name of a slicer."""
    fields = read_fields(asked.get("fields", ""), "SlicerSpec")
    sheet, name, old = _object(step.book, asked.get("slicerId", 0))
    new = stored("SlicerSpec", asked.get("spec", {}), theme_of(step.book))
    told = {**old, "spec": changed(old["spec"], new, fields)}
    _keep(sheet, name, swapped(getattr(sheet, name), old, told))
