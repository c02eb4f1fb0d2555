"""Google's own client and gspread, pointed at the emulator: how they are pointed, and what they do when something fails."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs

import googleapiclient.http
import httplib2
import pytest
from google.auth.credentials import AnonymousCredentials
from google.oauth2 import service_account
from googleapiclient.discovery import build, build_from_document
from googleapiclient.errors import HttpError
from senco_connect_emulator import Emulator
from senco_connect_emulator.exchange import Request
from senco_connect_emulator.faults import Rule
from senco_connect_emulator.server import KEEP_ALIVE

AUTH = "https://www.googleapis.com/auth/"
ROBOT, SENCO = "robot@rehearsal.iam.gserviceaccount.com", "senco@school.example"
ELSEWHERE = "http://127.0.0.1:9/drive/v3/"
FOLDER = {"name": "Plans", "mimeType": "application/vnd.google-apps.folder"}


class School:
    """An emulator with a service account, and a register that is shared with it."""

    def __init__(self, google: Emulator) -> None:
        self.google = google
        self.key = google.add_service_account(ROBOT, delegated=[AUTH + "drive"])
        senco = google.people[SENCO]
        self.id = senco.new_spreadsheet("Register")
        senco.share(self.id, ROBOT, "writer")

    def credentials(self) -> Any:
        """The service account's, as a key file gives them."""
        scopes = [AUTH + "drive", AUTH + "spreadsheets"]
        return service_account.Credentials.from_service_account_info(self.key, scopes=scopes)

    def client(self, name: str, version: str, credentials: Any = None) -> Any:
        """Google's client with a document that names the emulator."""
        path = files("googleapiclient.discovery_cache.documents").joinpath(f"{name}.{version}.json")
        document = json.loads(path.read_text(encoding="utf-8"))
        document |= {"rootUrl": self.google.url + "/", "baseUrl": f"{self.google.url}/{document['servicePath']}"}
        document.pop("mtlsRootUrl", None)
        return build_from_document(document, credentials=credentials or self.credentials())

    def gspread(self, kind: str = "HTTPClient") -> Any:
        """gspread with an HTTP client that puts the emulator's address in the place of Google's."""
        gspread, url = pytest.importorskip("gspread"), self.google.url

        class Pointed(getattr(gspread.http_client, kind)):  # type: ignore[misc]
            def request(self, method: str, endpoint: str, *args: Any, **told: Any) -> Any:
                for origin in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                    endpoint = endpoint.replace(origin, url)
                return super().request(method, endpoint, *args, **told)

        return gspread.Client(auth=self.credentials(), http_client=Pointed)

    def statuses(self, method: str) -> list[int]:
        """What requests to a method were answered."""
        return [entry.status for entry in self.google.log.of(method)]


@pytest.fixture
def school() -> Iterator[School]:
    with Emulator() as google:
        yield School(google)


@pytest.fixture
def drive(school: School) -> Iterator[Any]:
    with closing(school.client("drive", "v3")) as made:
        yield made


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """For how long clients wait before they try again; nobody really does."""
    told: list[float] = []
    monkeypatch.setattr("time.sleep", told.append)
    monkeypatch.setattr("random.random", lambda: 0.5)
    return told


class TestPointing:
    @pytest.mark.fact("R", "2")
    def test_gspread_goes_elsewhere_by_its_http_client(self, school: School) -> None:
        client = school.gspread()
        with closing(client.http_client.session):
            sheet = client.open_by_key(school.id).sheet1
            sheet.update([["UPN"], ["A123"]], "A1")
            assert sheet.get("A1:A2") == [["UPN"], ["A123"]]
        assert school.google.log.of("sheets.spreadsheets.values.update")[0].who == ROBOT

    @pytest.mark.fact("R", "2")
    def test_googles_client_goes_elsewhere_by_its_document(self, school: School, drive: Any) -> None:
        assert drive.files().get(fileId=school.id).execute()["name"] == "Register"
        batch = drive.new_batch_http_request()
        told: list[Any] = []
        batch.add(drive.files().get(fileId=school.id), callback=lambda _, answer, problem: told.append(answer["name"]))
        batch.execute()
        assert told == ["Register"]
        assert len(school.google.log.of("batch")) == 1

    @pytest.mark.fact("R", "2")
    def test_an_endpoint_as_an_option_leaves_batches_with_google(self) -> None:
        told = {"api_endpoint": ELSEWHERE}
        with closing(build("drive", "v3", credentials=AnonymousCredentials(), client_options=told)) as made:
            assert made.files().list().uri.startswith(ELSEWHERE)
            assert made.new_batch_http_request()._batch_uri == "https://www.googleapis.com/batch/drive/v3"

    @pytest.mark.fact("R", "2")
    def test_an_endpoint_as_an_option_needs_the_path_of_drive(self) -> None:
        told = {"api_endpoint": "http://127.0.0.1:9"}
        with closing(build("drive", "v3", credentials=AnonymousCredentials(), client_options=told)) as made:
            assert made.files().list().uri.startswith("http://127.0.0.1:9/files?")

    @pytest.mark.fact("R", "2")
    def test_an_endpoint_as_an_option_is_https_to_uploads(self) -> None:
        media = googleapiclient.http.MediaInMemoryUpload(b"x")
        told = {"api_endpoint": ELSEWHERE}
        with closing(build("drive", "v3", credentials=AnonymousCredentials(), client_options=told)) as made:
            assert made.files().create(media_body=media).uri.startswith("https://127.0.0.1:9/upload/drive/v3/files?")

    @pytest.mark.fact("R", "2")
    def test_another_universe_is_no_way_there_either(self) -> None:
        told = {"universe_domain": "127.0.0.1:9"}
        words = "does not match the universe domain found in the credentials"
        made = build("drive", "v3", credentials=AnonymousCredentials(), client_options=told)
        with closing(made), pytest.raises(Exception, match=words):
            made.files().list()

    @pytest.mark.fact("R", "2")
    @pytest.mark.parametrize("stack", ["googleapiclient", "gspread"])
    def test_a_token_that_is_refused_is_asked_for_anew_once_and_the_call_repeated(self, school: School, stack: str) -> None:
        if stack == "gspread":
            client = school.gspread()
            with closing(client.http_client.session):
                book = client.open_by_key(school.id)
                school.google.world.directory.revoke(ROBOT)
                assert book.fetch_sheet_metadata()["spreadsheetId"] == school.id
        else:
            with closing(school.client("sheets", "v4")) as client:
                client.spreadsheets().get(spreadsheetId=school.id).execute()
                school.google.world.directory.revoke(ROBOT)
                client.spreadsheets().get(spreadsheetId=school.id).execute()
        assert school.statuses("sheets") == [200, 401, 200]
        assert school.statuses("token") == [200, 200]


class TestLogin:
    def asserted(self, school: School, credentials: Any) -> tuple[dict[str, str], dict[str, Any], dict[str, Any]]:
        """Log in, and give the form, the header and the claims of the assertion."""
        from google.auth.transport.requests import Request as Transport

        forms: list[dict[str, str]] = []

        @school.google.between
        def _(request: Request) -> None:
            forms.append({name: values[0] for name, values in parse_qs(request.body.decode()).items()})

        transport = Transport()
        credentials.refresh(transport)
        transport.session.close()
        parts = forms[0]["assertion"].split(".")[:2]
        header, claims = (json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in parts)
        return forms[0], header, claims

    @pytest.mark.fact("R", "2")
    def test_a_login_is_a_signed_assertion(self, school: School) -> None:
        form, header, _ = self.asserted(school, school.credentials())
        assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
        assert (header["alg"], header["kid"]) == ("RS256", school.key["private_key_id"])

    @pytest.mark.fact("R", "2")
    def test_an_assertion_holds_for_an_hour_and_names_its_scopes_in_one_text(self, school: School) -> None:
        _, _, claims = self.asserted(school, school.credentials())
        assert claims["exp"] - claims["iat"] == 3600
        assert (claims["iss"], claims["scope"]) == (ROBOT, f"{AUTH}drive {AUTH}spreadsheets")
        assert "sub" not in claims

    @pytest.mark.fact("R", "2")
    def test_an_assertion_is_for_google_wherever_it_is_sent(self, school: School) -> None:
        assert school.key["token_uri"] == school.google.url + "/token"
        assert self.asserted(school, school.credentials())[2]["aud"] == "https://oauth2.googleapis.com/token"

    @pytest.mark.fact("R", "2")
    def test_who_acts_for_a_person_names_them_as_the_subject(self, school: School) -> None:
        school.google.add_user(SENCO)
        credentials = service_account.Credentials.from_service_account_info(school.key, scopes=[AUTH + "drive"], subject=SENCO)
        assert self.asserted(school, credentials)[2]["sub"] == SENCO


    @pytest.mark.fact("D", "8")
    def test_what_is_made_in_a_persons_name_is_the_persons(self, school: School) -> None:
        school.google.add_user(SENCO)
        credentials = service_account.Credentials.from_service_account_info(school.key, scopes=[AUTH + "drive"], subject=SENCO)
        with closing(school.client("drive", "v3", credentials)) as drive:
            made = {"name": "Register 2", "mimeType": "application/vnd.google-apps.spreadsheet"}
            told = drive.files().create(body=made, fields="owners(emailAddress)").execute()
        assert told == {"owners": [{"emailAddress": SENCO}]}

    @pytest.mark.fact("R", "8")
    def test_in_its_own_name_a_service_account_makes_no_spreadsheet(self, drive: Any) -> None:
        made = {"name": "Register 2", "mimeType": "application/vnd.google-apps.spreadsheet"}
        with pytest.raises(HttpError) as caught:
            drive.files().create(body=made).execute()
        assert caught.value.error_details[0]["reason"] == "storageQuotaExceeded"


class TestGooglesClient:
    @pytest.mark.fact("R", "3")
    def test_nothing_is_tried_again_unless_asked_for(self, school: School, drive: Any) -> None:
        school.google.faults.add(Rule("drive.files.list", 503))
        with pytest.raises(HttpError):
            drive.files().list().execute()
        assert school.statuses("drive.files.list") == [503]

    @pytest.mark.fact("R", "3")
    def test_tried_again_a_create_that_had_its_effect_makes_a_second_folder(self, school: School, drive: Any, waits: list[float]) -> None:
        school.google.faults.add(Rule("drive.files.create", 503, when="after"))
        drive.files().create(body=FOLDER).execute(num_retries=2)
        assert len(drive.files().list(q="name = 'Plans'").execute()["files"]) == 2

    @pytest.mark.fact("R", "3")
    def test_tried_again_nobody_waits_as_long_as_they_are_told(self, school: School, drive: Any, waits: list[float]) -> None:
        school.google.faults.add(Rule("drive.files.list", 429, amount=60))
        drive.files().list().execute(num_retries=1)
        assert waits == [1.0]

    @pytest.mark.fact("R", "3")
    def test_a_request_may_take_a_minute(self) -> None:
        with closing(googleapiclient.http.build_http()) as made:
            assert made.timeout == 60

    @pytest.mark.fact("R", "3")
    def test_a_connection_is_kept_open_for_longer_than_clients_leave_it(self) -> None:
        assert KEEP_ALIVE >= 75

    @pytest.mark.fact("R", "3")
    def test_a_connection_that_was_closed_is_an_error_of_the_network_and_of_no_status(self, school: School, drive: Any) -> None:
        school.google.faults.add(Rule("drive.files.list", "reset", times=None))
        with pytest.raises((OSError, httplib2.HttpLib2Error)):
            drive.files().list().execute()


@pytest.fixture
def gspread(school: School) -> Iterator[Any]:
    client = school.gspread()
    with closing(client.http_client.session):
        yield client


class TestGspread:
    @pytest.mark.fact("R", "3")
    def test_a_request_may_take_for_ever(self, gspread: Any) -> None:
        assert gspread.http_client.timeout is None
        gspread.set_timeout((5, 60))
        assert gspread.http_client.timeout == (5, 60)

    @pytest.mark.fact("R", "3")
    def test_the_client_that_backs_off_never_gives_up(self, school: School, waits: list[float]) -> None:
        school.google.faults.add(Rule("sheets.*", 503, times=10))
        client = school.gspread("BackOffHTTPClient")
        with closing(client.http_client.session):
            client.open_by_key(school.id)
        assert waits == [2, 4, 8, 16, 32, 64, 128, 128, 128, 128]

    @pytest.mark.fact("R", "3")
    def test_records_have_lost_their_zeros(self, gspread: Any, school: School) -> None:
        sheet = gspread.open_by_key(school.id).sheet1
        sheet.update([["UPN", "Score"], ["0123", "5.10"]], "A1")
        assert sheet.get_all_records() == [{"UPN": 123, "Score": 5.1}]

    @pytest.mark.fact("R", "3")
    @pytest.mark.parametrize("second", ["UPN", ""])
    def test_records_can_not_be_had_where_a_heading_stands_twice_or_is_blank(self, gspread: Any, school: School, second: str) -> None:
        sheet = gspread.open_by_key(school.id).sheet1
        sheet.update([["UPN", second, second], ["A1", "A2", "A3"]], "A1")
        with pytest.raises(Exception, match="duplicates"):
            sheet.get_all_records()

    @pytest.mark.fact("R", "3")
    def test_a_block_is_written_raw_and_a_cell_as_if_typed(self, gspread: Any, school: School) -> None:
        sheet = gspread.open_by_key(school.id).sheet1
        sheet.update([["0123"]], "A1")
        sheet.append_row(["0123"], table_range="A1")
        sheet.update_acell("A3", "0123")
        sheet.update_cell(4, 1, "0123")
        assert sheet.get("A1:A4") == [["0123"], ["0123"], ["123"], ["123"]]

    @pytest.mark.fact("R", "3")
    def test_what_has_no_method_is_asked_for_by_its_name_or_its_address(self, gspread: Any, school: School) -> None:
        book = gspread.open_by_key(school.id)
        made = {"metadataKey": "k", "location": {"sheetId": 0}, "visibility": "DOCUMENT"}
        book.batch_update({"requests": [{"createDeveloperMetadata": {"developerMetadata": made}}]})
        url = f"https://sheets.googleapis.com/v4/spreadsheets/{school.id}/developerMetadata:search"
        body = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "k"}}]}
        assert len(gspread.http_client.request("post", url, json=body).json()["matchedDeveloperMetadata"]) == 1

    @pytest.mark.fact("R", "3")
    def test_an_error_has_a_code_and_a_response(self, gspread: Any, school: School) -> None:
        from gspread.exceptions import APIError

        with pytest.raises(APIError) as caught:
            gspread.open_by_key(school.id).values_get("Nowhere!A1")
        problem = caught.value
        assert (problem.code, problem.response.status_code) == (400, 400)
        assert problem.error["status"] == "INVALID_ARGUMENT"

    @pytest.mark.fact("R", "3")
    def test_an_error_that_is_a_page_has_no_code(self, gspread: Any, school: School) -> None:
        from gspread.exceptions import APIError

        school.google.faults.add(Rule("sheets.*", "html"))
        with pytest.raises(APIError) as caught:
            gspread.open_by_key(school.id)
        assert (caught.value.code, caught.value.response.status_code) == (-1, 502)

    @pytest.mark.fact("R", "8")
    def test_a_csv_is_uploaded_by_the_version_of_drive_before(self, gspread: Any, school: School) -> None:
        with pytest.raises(Exception, match="does not implement"):
            gspread.import_csv(school.id, "a,b")
        assert school.google.log[-1].path.startswith("/upload/drive/v2/")
