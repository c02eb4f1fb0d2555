"""Requests are routed and checked by Google's own description, answers are cut to their mask."""

from __future__ import annotations

import re
from typing import Any

import pytest
from senco_connect_emulator.contract import (
    Method,
    apply_mask,
    check_body,
    check_params,
    find_route,
    parse_mask,
    services,
)
from senco_connect_emulator.errors import Refused

METHODS = {method.id: method for service in services().values() for method in service.methods}
EVERY = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def path_of(method: Method) -> str:
    return re.sub(r"\{\+?(\w+)\}", lambda found: f"x%2F{found.group(1)}", method.path)


def reading(id: str, body: Any) -> Any:
    return check_body(METHODS[id], body)


def refusal(id: str, body: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        check_body(METHODS[id], body)
    assert caught.value.code == 400
    return caught.value


def batch(*requests: Any) -> dict[str, Any]:
    return {"requests": list(requests)}


class TestRoutes:
    def test_the_three_documents_describe_84_methods(self) -> None:
        assert [len(service.methods) for service in services().values()] == [17, 64, 3]

    @EVERY
    def test_the_path_and_verb_of_a_method_find_it(self, method: Method) -> None:
        route = find_route(method.verb, path_of(method))
        assert route is not None
        assert route.method is method
        assert set(route.params.values()) == {f"x/{name}" for name in route.params}

    @pytest.mark.fact("R", "6")
    @EVERY
    def test_a_slash_at_the_end_changes_nothing(self, method: Method) -> None:
        route = find_route(method.verb, path_of(method) + "/")
        assert route is not None
        assert route.method is method

    @pytest.mark.fact("R", "6")
    def test_a_slash_before_the_colon_changes_nothing(self) -> None:
        route = find_route("POST", "/v4/spreadsheets/BOOK/:batchUpdate")
        assert route is not None
        assert (route.method.id, route.params) == ("sheets.spreadsheets.batchUpdate", {"spreadsheetId": "BOOK"})

    @pytest.mark.parametrize("written", ["Sheet1!A1:B2", "Sheet1%21A1%3AB2", "'Year%207'!A:A"])
    def test_a_range_may_be_encoded_or_not(self, written: str) -> None:
        route = find_route("GET", f"/v4/spreadsheets/BOOK/values/{written}")
        assert route is not None
        assert route.method.id == "sheets.spreadsheets.values.get"
        assert "%" not in route.params["range"]

    def test_the_trash_is_no_file(self) -> None:
        route = find_route("DELETE", "/drive/v3/files/trash")
        assert route is not None
        assert route.method.id == "drive.files.emptyTrash"

    @pytest.mark.parametrize("prefix", ["/upload", "/resumable/upload"])
    def test_what_takes_media_has_paths_for_uploads(self, prefix: str) -> None:
        route = find_route("POST", f"{prefix}/drive/v3/files")
        assert route is not None
        assert (route.method.id, route.uploads) == ("drive.files.create", True)
        assert find_route("GET", f"{prefix}/drive/v3/files") is None

    @pytest.mark.parametrize("path", ["/", "/v4", "/v4/spreadsheets/BOOK/cells", "/drive/v3/file", "/v1/documents/D:get"])
    def test_a_path_of_no_method_finds_none(self, path: str) -> None:
        assert find_route("GET", path) is None


class TestParameters:
    @EVERY
    def test_every_method_takes_the_parameters_of_all_methods(self, method: Method) -> None:
        path = dict.fromkeys(re.findall(r"\{\+?(\w+)\}", method.path), "1")
        known = [("$.xgafv", "2"), ("alt", "json"), ("prettyPrint", "false"), ("quotaUser", "q"), ("key", "k")]
        needed = [(name, "1") for name in method.required - path.keys()]
        assert check_params(method, path, [*known, *needed])["prettyPrint"] is False

    @pytest.mark.fact("R")
    @pytest.mark.parametrize(
        "name, text, told",
        [
            ("majorDimension", "DIAGONAL", "'major_dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension)"),
            ("valueRenderOption", "NOPE",
             "'value_render_option' (type.googleapis.com/google.apps.sheets.v4.ValueRenderOption)"),
        ],
    )  # fmt: skip
    def test_an_option_that_is_none_is_named_with_its_type(self, name: str, text: str, told: str) -> None:
        with pytest.raises(Refused) as caught:
            check_params(METHODS["sheets.spreadsheets.values.get"], {"spreadsheetId": "B", "range": "A1"}, [(name, text)])
        assert caught.value.message == f'Invalid value at {told}, "{text}"'

    @pytest.mark.fact("R")
    def test_sheets_refuses_a_parameter_that_it_does_not_know_and_drive_passes_it_over(self) -> None:
        with pytest.raises(Refused) as caught:
            check_params(METHODS["sheets.spreadsheets.get"], {"spreadsheetId": "B"}, [("title", "x")])
        assert caught.value.message == (
            'Invalid JSON payload received. Unknown name "title": Cannot bind query parameter. '
            "Field 'title' could not be found in request message."
        )
        assert check_params(METHODS["drive.files.list"], {}, [("title", "x")]) == {}

    def test_a_parameter_may_be_spelled_with_underscores(self) -> None:
        found = check_params(METHODS["sheets.spreadsheets.get"], {"spreadsheetId": "B"}, [("include_grid_data", "1")])
        assert found["includeGridData"] is True

    def test_a_repeated_parameter_is_a_list(self) -> None:
        query = [("ranges", "A1"), ("ranges", "B2")]
        found = check_params(METHODS["sheets.spreadsheets.values.batchGet"], {"spreadsheetId": "B"}, query)
        assert found["ranges"] == ["A1", "B2"]

    @pytest.mark.fact("C", "7")
    @pytest.mark.parametrize("size", ["0", "1001"])
    def test_a_page_size_out_of_range_is_refused_with_the_range(self, size: str) -> None:
        with pytest.raises(Refused) as caught:
            check_params(METHODS["drive.files.list"], {}, [("pageSize", size)])
        assert caught.value.message == f"Invalid value '{size}'. Values must be within the range: [1, 1000]"
        assert (caught.value.location, caught.value.location_type) == ("pageSize", "parameter")

    @pytest.mark.fact("D")
    def test_drive_names_a_parameter_that_is_missing(self) -> None:
        with pytest.raises(Refused) as caught:
            check_params(METHODS["drive.files.export"], {"fileId": "F"}, [])
        assert (caught.value.message, caught.value.reason) == ("Required parameter: mimeType", "required")


def sample(schema: Any, schemas: Any, depth: int) -> Any:
    """Make a value of a schema with all that it may hold, to this depth."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"]]
    if "enum" in schema:
        return schema["enum"][-1]
    kind = schema.get("type")
    if kind == "array":
        return [sample(schema["items"], schemas, depth)]
    if kind == "object" and "additionalProperties" in schema:
        return {"key": sample(schema["additionalProperties"], schemas, depth)}
    if kind == "object":
        inner = schema.get("properties", {}) if depth else {}
        told = {name: sample(one, schemas, depth - 1) for name, one in inner.items()}
        return dict(list(told.items())[:1]) if schema.get("id") in {"Request", "ExtendedValue"} else told
    number = "5" if schema.get("format") in {"int64", "uint64"} else "words"
    return {"string": number, "integer": 7, "number": 1.5, "boolean": True}.get(str(kind), "anything")


KINDS = [
    (method, name)
    for method in ("sheets.spreadsheets.batchUpdate", "docs.documents.batchUpdate")
    for name in services()[method.partition(".")[0]].schemas["Request"]["properties"]
]


class TestBodies:
    @EVERY
    def test_a_body_with_all_that_a_method_may_be_told_is_read_as_it_is(self, method: Method) -> None:
        schemas = services()[method.service].schemas
        body = sample({"$ref": method.request}, schemas, 5) if method.request else {}
        assert check_body(method, body) == body

    @pytest.mark.parametrize("id, kind", KINDS)
    def test_every_kind_of_request_is_read_as_it_is(self, id: str, kind: str) -> None:
        schemas = services()[METHODS[id].service].schemas
        body = batch({kind: sample(schemas["Request"]["properties"][kind], schemas, 6)})
        assert reading(id, body) == body

    @EVERY
    def test_every_field_of_an_answer_can_be_asked_for(self, method: Method) -> None:
        if not method.response:
            return
        for name in services()[method.service].schemas[method.response].get("properties", {}):
            assert parse_mask(name, method) == {name: {}}

    @EVERY
    def test_an_empty_body_is_well_formed(self, method: Method) -> None:
        assert check_body(method, {}) == {}

    @EVERY
    def test_an_unknown_name_is_refused_but_by_drive(self, method: Method) -> None:
        if not method.request or method.service == "drive":
            assert check_body(method, {"noSuchName": 1}) == {}
        else:
            assert 'Unknown name "noSuchName"' in refusal(method.id, {"noSuchName": 1}).message

    @pytest.mark.fact("R", "6")
    def test_lists_in_lists_are_flattened_and_names_and_numbers_read_leniently(self) -> None:
        sent = batch([{"repeat_cell": {"range": {"sheet_id": "0", "startRowIndex": 1.0}, "fields": "*"}}])
        read = reading("sheets.spreadsheets.batchUpdate", sent)
        assert read == batch({"repeatCell": {"range": {"sheetId": 0, "startRowIndex": 1}, "fields": "*"}})

    @pytest.mark.fact("D")
    def test_a_mask_may_be_told_as_the_message_that_it_is(self) -> None:
        told = {"updateSheetProperties": {"properties": {}, "fields": {"paths": ["title", "index"]}}}
        assert reading("sheets.spreadsheets.batchUpdate", batch(told))["requests"][0]["updateSheetProperties"]["fields"] == "title,index"
        wrong = {"updateSheetProperties": {"properties": {}, "fields": {"path": ["title"]}}}
        assert "(fields), Starting an object on a scalar field" in refusal("sheets.spreadsheets.batchUpdate", batch(wrong)).message

    def test_one_request_may_stand_for_a_list_of_one(self) -> None:
        read = reading("sheets.spreadsheets.batchUpdate", {"requests": {"deleteSheet": {"sheetId": 3}}})
        assert read == batch({"deleteSheet": {"sheetId": 3}})

    @pytest.mark.fact("R", "6")
    @pytest.mark.parametrize("value, read", [("true", True), ("True", True), (False, False), ("FALSE", False)])
    def test_truth_may_be_text(self, value: Any, read: bool) -> None:
        told = reading("sheets.spreadsheets.batchUpdate", {"includeSpreadsheetInResponse": value})
        assert told == {"includeSpreadsheetInResponse": read}

    @pytest.mark.fact("R", "6")
    def test_null_is_absent(self) -> None:
        assert reading("sheets.spreadsheets.create", {"properties": None}) == {}

    def test_null_inside_a_row_of_values_stays_in_its_place(self) -> None:
        body = {"values": [["Ada", None, 7, True], None]}
        assert reading("sheets.spreadsheets.values.update", body) == {"values": [["Ada", None, 7, True], []]}

    def test_null_inside_a_map_stays(self) -> None:
        read = reading("drive.files.update", {"appProperties": {"key": None, "kept": "x"}})
        assert read == {"appProperties": {"key": None, "kept": "x"}}

    @pytest.mark.fact("R", "4")
    @pytest.mark.parametrize("values, at", [("X", "data.values"), (["X"], "data.values[0]")])
    def test_values_that_are_no_list_of_lists_are_refused(self, values: Any, at: str) -> None:
        refused = refusal("sheets.spreadsheets.values.update", {"values": values})
        words = f"Invalid value at '{at}' (type.googleapis.com/google.protobuf.ListValue), \"X\""
        assert refused.message == words
        assert refused.details[0]["fieldViolations"] == [{"field": at, "description": words}]

    @pytest.mark.fact("R", "4")
    @pytest.mark.parametrize(
        "request_, words",
        [
            ({"frobnicate": {}},
             'Invalid JSON payload received. Unknown name "frobnicate" at \'requests[0]\': Cannot find field.'),
            ("repeatCell",
             "Invalid value at 'requests[0]' (type.googleapis.com/google.apps.sheets.v4.BatchUpdateSpreadsheetRequest.Request), "
             '"repeatCell"'),
        ],
    )  # fmt: skip
    def test_a_request_that_is_none_is_refused(self, request_: Any, words: str) -> None:
        assert refusal("sheets.spreadsheets.batchUpdate", batch(request_)).message == words

    @pytest.mark.fact("C")
    @pytest.mark.parametrize(
        "request_, words",
        [
            ({"addSheet": {}, "deleteSheet": {}},
             "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'"),
            ({"deleteSheet": [3]},
             "Invalid JSON payload received. Unknown name \"delete_sheet\" at 'requests[0]': "
             "Proto field is not repeating, cannot start list."),
            ({"deleteSheet": {"sheetId": {}}},
             "Invalid value at 'requests[0].delete_sheet' (sheet_id), Starting an object on a scalar field"),
            ({"deleteSheet": {"sheetId": "one"}},
             "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"one\""),
            ({"deleteSheet": {"sheetId": 2**31}},
             "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), 2147483648"),
            ({"addSheet": {"properties": {"title": 7}}},
             "Invalid value at 'requests[0].add_sheet.properties.title' (TYPE_STRING), 7"),
            ({"addSheet": {"properties": {"hidden": "yes"}}},
             "Invalid value at 'requests[0].add_sheet.properties.hidden' (TYPE_BOOL), \"yes\""),
        ],
    )  # fmt: skip
    def test_a_value_of_the_wrong_type_is_named_with_the_type(self, request_: Any, words: str) -> None:
        assert refusal("sheets.spreadsheets.batchUpdate", batch(request_)).message == words

    @pytest.mark.fact("R")
    def test_all_that_is_wrong_is_told_at_once(self) -> None:
        refused = refusal("sheets.spreadsheets.values.update", {"valueInputOption": "RAW", "data": []})
        assert refused.message == (
            "Invalid JSON payload received. Unknown name \"valueInputOption\" at 'data': Cannot find field.\n"
            "Invalid JSON payload received. Unknown name \"data\" at 'data': Cannot find field."
        )

    def test_a_whole_number_of_64_bits_is_text(self) -> None:
        assert reading("drive.files.create", {"size": 5, "name": "x"}) == {"size": "5", "name": "x"}

    def test_a_body_that_is_no_object_is_refused(self) -> None:
        assert "Root element must be a message" in refusal("sheets.spreadsheets.create", [1]).message


class TestMasks:
    @EVERY
    def test_a_star_keeps_everything(self, method: Method) -> None:
        assert parse_mask("*", method) is None

    @pytest.mark.fact("R", "6")
    @pytest.mark.parametrize(
        "text", ["sheets.properties.title", "sheets/properties/title", "sheets(properties(title))", " sheets . properties/title "]
    )
    def test_a_path_may_be_written_in_three_ways(self, text: str) -> None:
        mask = parse_mask(text, METHODS["sheets.spreadsheets.get"])
        book = {"spreadsheetId": "B", "sheets": [{"properties": {"title": "Pupils", "index": 0}, "data": []}]}
        assert apply_mask(book, mask) == {"sheets": [{"properties": {"title": "Pupils"}}]}

    def test_a_whole_field_is_not_narrowed_by_a_path_into_it(self) -> None:
        for text in ("properties,properties.title", "properties.title,properties"):
            mask = parse_mask(text, METHODS["sheets.spreadsheets.get"])
            assert apply_mask({"properties": {"title": "T", "locale": "en"}}, mask) == {"properties": {"title": "T", "locale": "en"}}

    def test_several_fields_in_parentheses(self) -> None:
        mask = parse_mask("nextPageToken,files(id,owners/emailAddress)", METHODS["drive.files.list"])
        files = [{"id": "1", "name": "x", "owners": [{"emailAddress": "a@b", "me": True}]}]
        assert apply_mask({"kind": "k", "files": files}, mask) == {"files": [{"id": "1", "owners": [{"emailAddress": "a@b"}]}]}

    @pytest.mark.fact("R", "4")
    def test_sheets_hides_the_unknown_field_in_the_details(self) -> None:
        with pytest.raises(Refused) as caught:
            parse_mask("sheets.sheetProperties", METHODS["sheets.spreadsheets.get"])
        assert caught.value.message == "Request contains an invalid argument."
        assert caught.value.details[0]["fieldViolations"] == [
            {
                "field": "sheets.sheetProperties",
                "description": "Error expanding 'fields' parameter. Cannot find matching fields for path 'sheets.sheetProperties'.",
            }
        ]

    @pytest.mark.fact("R", "4")
    @pytest.mark.parametrize("text, name", [("etag", "etag"), ("files(id,owner)", "owner"), ("files/bogus/x", "bogus")])
    def test_drive_names_the_unknown_field_in_the_message(self, text: str, name: str) -> None:
        with pytest.raises(Refused) as caught:
            parse_mask(text, METHODS["drive.files.list"])
        assert (caught.value.message, caught.value.reason) == (f"Invalid field selection {name}", "invalidParameter")

    @pytest.mark.parametrize("text", [",", "id,", "files(id", "files)", "files()", "/id"])
    def test_a_mask_that_can_not_be_read_is_refused(self, text: str) -> None:
        with pytest.raises(Refused):
            parse_mask(text, METHODS["drive.files.list"])
