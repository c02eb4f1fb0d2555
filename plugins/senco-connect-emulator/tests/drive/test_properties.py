"""properties and appProperties."""

from __future__ import annotations

import pytest


@pytest.mark.fact("D")
def test_properties_are_merged_and_null_takes_one_away(ada):
    folder = ada.new("Plans", properties={"a": "1", "b": "2"}, appProperties={"key": "7"})
    told = ada.file(folder)
    assert (told["properties"], told["appProperties"]) == ({"a": "1", "b": "2"}, {"key": "7"})
    ada.change(folder, {"properties": {"b": None, "c": "3"}, "appProperties": {"key": None}})
    told = ada.file(folder)
    assert told["properties"] == {"a": "1", "c": "3"}
    assert "appProperties" not in told


@pytest.mark.fact("D")
def test_app_properties_are_the_apps_own(client, ada):
    other = client(ada.email, project="another")
    folder = ada.new("Plans", appProperties={"key": "7"}, properties={"open": "yes"})
    assert "appProperties" not in other.file(folder)
    assert other.file(folder)["properties"] == {"open": "yes"}
    other.change(folder, {"appProperties": {"key": "8"}})
    assert ada.file(folder)["appProperties"] == {"key": "7"}
    assert other.file(folder)["appProperties"] == {"key": "8"}


@pytest.mark.fact("R", "7")
def test_key_and_value_together_have_124_bytes(ada):
    folder = ada.new("Plans")
    assert ada.change(folder, {"appProperties": {"key": "ß" * 60 + "x"}}).status == 200
    error = ada.change(folder, {"appProperties": {"key": "ß" * 61}}).error
    assert (error["code"], error["reason"]) == (403, "propertyLengthLimitExceeded")
    assert error["message"] == (
        "Properties and app properties are limited to 124 bytes in UTF-8 encoding, counting both the key and the value."
    )
    assert ada.file(folder)["appProperties"] == {"key": "ß" * 60 + "x"}


@pytest.mark.fact("D", "7")
@pytest.mark.parametrize("name", ["properties", "appProperties"])
def test_there_are_thirty_of_each(ada, name):
    folder = ada.new("Plans", **{name: {f"k{number}": "v" for number in range(30)}})
    assert ada.change(folder, {name: {"k30": "v"}}).status == 403
    assert ada.change(folder, {name: {"k29": None, "k30": "v"}}).status == 200


@pytest.mark.fact("D", "7")
def test_there_are_a_hundred_in_all(client, ada):
    folder = ada.new("Plans", properties={f"k{number}": "v" for number in range(30)})
    for app in ("one", "two"):
        other = client(ada.email, project=app)
        assert other.change(folder, {"appProperties": {f"k{number}": "v" for number in range(30)}}).status == 200
    assert ada.change(folder, {"appProperties": {f"k{number}": "v" for number in range(10)}}).status == 200
    assert ada.change(folder, {"appProperties": {"k10": "v"}}).status == 403
