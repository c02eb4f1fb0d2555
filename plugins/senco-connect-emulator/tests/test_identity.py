"""Who asks: logins with a key file, tokens that end, scopes that are too small, and what each API says of it."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from senco_connect_emulator import Emulator
from senco_connect_emulator.contract import services
from senco_connect_emulator.identity.names import rpc_of

ROBOT, HEAD = "robot@rehearsal.iam.gserviceaccount.com", "head@school.example"
AUTH = "https://www.googleapis.com/auth/"
ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCE = "https://oauth2.googleapis.com/token"
FILE = "/drive/v3/files/F"
SHORT = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)


def coded(part: Any) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Robot:
    """A service account that writes its assertions by hand, and may write them wrongly."""

    def __init__(self, spine: Any) -> None:
        self.spine = spine
        self.key = spine.world.directory.add_service_account(ROBOT, token_uri="http://127.0.0.1:8086/token")
        self.header = {"alg": "RS256", "typ": "JWT", "kid": self.key["private_key_id"]}
        now = int(spine.clock.seconds)
        self.claims: dict[str, Any] = {
            "iss": ROBOT, "scope": AUTH + "drive", "aud": AUDIENCE, "iat": now, "exp": now + 3600,
        }  # fmt: skip

    def assertion(self, pem: str = "", **claims: Any) -> str:
        """Sign the claims; one that is None is left out."""
        told = {name: value for name, value in (self.claims | claims).items() if value is not None}
        signed = f"{coded(self.header)}.{coded(told)}"
        key = serialization.load_pem_private_key((pem or self.key["private_key"]).encode(), None)
        assert isinstance(key, rsa.RSAPrivateKey)
        return f"{signed}.{coded(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def log_in(self, assertion: str = "", **claims: Any) -> tuple[int, Any]:
        """Ask for a token."""
        form = {"grant_type": ASSERTION, "assertion": assertion or self.assertion(**claims)}
        response = self.spine.send("POST", "/token", urlencode(form).encode(), authorization="")
        return response.status, json.loads(response.body)

    def refused(self, assertion: str = "", **claims: Any) -> tuple[str, str]:
        """Ask for a token in vain."""
        status, told = self.log_in(assertion, **claims)
        assert status == (401 if told["error"] == "unauthorized_client" else 400)
        return told["error"], told["error_description"]


@pytest.fixture
def robot(spine: Any) -> Robot:
    return Robot(spine)


class TestLogin:
    @pytest.mark.fact("D", "2")
    def test_a_signed_assertion_gives_a_token_for_an_hour(self, robot: Robot) -> None:
        status, told = robot.log_in()
        assert (status, told["expires_in"], told["token_type"]) == (200, 3599, "Bearer")
        spine = robot.spine
        assert spine.ask("GET", FILE, authorization=f"Bearer {told['access_token']}")[0] == 200
        assert (spine.calls[0].who.email, spine.calls[0].who.kind) == (ROBOT, "serviceAccount")

    @pytest.mark.fact("R", "2")
    def test_google_auth_logs_in_with_the_key_file(self) -> None:
        from google.auth.transport.requests import AuthorizedSession
        from google.oauth2 import service_account

        with Emulator() as google:
            key = google.add_service_account(ROBOT, delegated=[AUTH + "drive"])
            credentials = service_account.Credentials.from_service_account_info(key, scopes=[AUTH + "drive"])
            for who in (credentials, credentials.with_subject("you@school.example")):
                google.add_user("you@school.example")
                AuthorizedSession(who).get(f"{google.url}/drive/v3/about", params={"fields": "user"})
            assert [entry.who for entry in google.log.of("drive")] == [ROBOT, "you@school.example"]

    @pytest.mark.fact("R", "2")
    def test_a_signature_by_another_key_is_refused(self, robot: Robot) -> None:
        other = robot.spine.world.directory.add_service_account("other@x.iam.gserviceaccount.com", token_uri="")
        assert robot.refused(robot.assertion(other["private_key"])) == ("invalid_grant", "Invalid JWT Signature.")

    @pytest.mark.fact("R")
    def test_an_algorithm_that_signs_nothing_is_a_bad_signature(self, robot: Robot) -> None:
        robot.header["alg"] = "none"
        assert robot.refused() == ("invalid_grant", "Invalid JWT Signature.")

    @pytest.mark.fact("R", "2")
    def test_an_account_that_does_not_exist_is_refused(self, robot: Robot) -> None:
        for issuer in ("nobody@x.iam.gserviceaccount.com", HEAD):
            assert robot.refused(iss=issuer) == ("invalid_grant", "Invalid grant: account not found")

    @pytest.mark.fact("R", "2")
    @pytest.mark.parametrize("early, late", [(-7200, -3600), (600, 3600), (0, 7200), (0, -10)])
    def test_an_assertion_of_another_time_or_for_too_long_is_refused(self, robot: Robot, early: int, late: int) -> None:
        now = int(robot.spine.clock.seconds)
        assert robot.refused(iat=now + early, exp=now + late) == ("invalid_grant", SHORT)

    @pytest.mark.fact("R")
    @pytest.mark.parametrize("off", [300, -3600])
    def test_a_clock_that_is_a_little_off_is_forgiven(self, robot: Robot, off: int) -> None:
        now = int(robot.spine.clock.seconds)
        assert robot.log_in(iat=now + off, exp=now + off + 3600)[0] == 200

    @pytest.mark.fact("R", "2")
    @pytest.mark.parametrize(
        "claims, refusal",
        [
            ({"iat": None}, ("invalid_grant", "Invalid JWT: iat (issued at) is not set.")),
            ({"exp": None}, ("invalid_grant", "Invalid JWT: exp (expiration time) is not set.")),
            ({"aud": "http://127.0.0.1:8086/token"}, ("invalid_grant", "Invalid JWT: Failed audience check.")),
            ({"scope": ""}, ("invalid_scope", "Invalid OAuth scope or ID token audience provided.")),
            ({"scope": "", "aud": "x"}, ("invalid_scope", "Invalid OAuth scope or ID token audience provided.")),
        ],
    )
    def test_a_claim_that_is_missing_or_wrong_is_named(self, robot: Robot, claims: Any, refusal: tuple[str, str]) -> None:
        assert robot.refused(**claims) == refusal

    @pytest.mark.fact("R")
    @pytest.mark.parametrize("assertion", ["x", "a.b.c", "..", "é.é.é"])
    def test_what_is_no_assertion_is_a_bad_request_without_a_reason(self, robot: Robot, assertion: str) -> None:
        assert robot.refused(assertion) == ("invalid_request", "Bad Request")

    @pytest.mark.fact("C")
    def test_a_scope_that_is_none_gives_an_id_token_instead(self, robot: Robot) -> None:
        status, told = robot.log_in(scope="drive")
        assert (status, list(told)) == (200, ["id_token"])

    def test_a_grant_of_another_kind_is_refused(self, spine: Any) -> None:
        response = spine.send("POST", "/token", b"grant_type=password", authorization="")
        told = json.loads(response.body)
        assert (response.status, told["error"]) == (400, "unsupported_grant_type")


class TestDelegation:
    @pytest.mark.fact("R", "2")
    def test_a_client_that_the_domain_does_not_allow_may_not_act_for_anybody(self, robot: Robot) -> None:
        robot.spine.world.directory.add_user(HEAD)
        assert robot.refused(sub=HEAD) == (
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, "
            "or client not authorized for any of the scopes requested.",
        )

    @pytest.mark.fact("D", "2")
    def test_an_allowed_client_acts_for_a_person_within_its_scopes(self, robot: Robot) -> None:
        directory = robot.spine.world.directory
        directory.add_user(HEAD)
        directory.allow_delegation(ROBOT, [AUTH + "drive"])
        token = robot.log_in(sub=HEAD)[1]["access_token"]
        robot.spine.ask("GET", FILE, authorization=f"Bearer {token}")
        assert (robot.spine.calls[0].who.email, robot.spine.calls[0].who.kind) == (HEAD, "user")
        assert robot.refused(sub=HEAD, scope=AUTH + "spreadsheets")[0] == "unauthorized_client"

    @pytest.mark.fact("C")
    def test_nobody_can_be_stood_in_for_who_is_not_of_the_domain(self, robot: Robot) -> None:
        directory = robot.spine.world.directory
        directory.allow_delegation(ROBOT, [AUTH + "drive"])
        directory.add_user("parent@home.example")
        for somebody in ("parent@home.example", "nobody@school.example"):
            assert robot.refused(sub=somebody) == ("invalid_grant", "Invalid email or User ID")


class TestRefreshToken:
    def ask(self, spine: Any, token: str) -> tuple[int, Any]:
        form = {"grant_type": "refresh_token", "client_id": "c", "client_secret": "s", "refresh_token": token}
        response = spine.send("POST", "/token", urlencode(form).encode(), authorization="")
        return response.status, json.loads(response.body)

    def test_consent_once_gives_a_token_again_and_again(self, spine: Any) -> None:
        refresh = spine.world.directory.consent(HEAD, [AUTH + "drive"])
        tokens = {self.ask(spine, refresh)[1]["access_token"] for _ in range(2)}
        assert len(tokens) == 2
        assert {spine.ask("GET", FILE, authorization=f"Bearer {token}")[0] for token in tokens} == {200}

    @pytest.mark.fact("R")
    def test_one_that_was_taken_back_is_refused(self, spine: Any) -> None:
        refresh = spine.world.directory.consent(HEAD, [AUTH + "drive"])
        spine.world.directory.revoke(HEAD)
        told = {"error": "invalid_grant", "error_description": "Bad Request"}
        assert self.ask(spine, refresh) == (400, told)


class TestTokens:
    def test_a_token_ends_after_3599_seconds_of_the_worlds_clock(self, spine: Any) -> None:
        spine.clock.move(3598)
        assert spine.ask("GET", FILE)[0] == 200
        spine.clock.move(1)
        assert spine.error("GET", FILE)["code"] == 401

    @pytest.mark.fact("R", "4")
    @pytest.mark.parametrize("path, host", [("/v4/spreadsheets/B", "sheets"), ("/v1/documents/D", "docs")])
    def test_sheets_and_docs_tell_a_worthless_token_by_status_and_details(self, spine: Any, path: str, host: str) -> None:
        response = spine.send("GET", path, authorization="Bearer worthless")
        error = json.loads(response.body)["error"]
        assert (response.status, error["status"]) == (401, "UNAUTHENTICATED")
        assert error["message"].startswith("Request had invalid authentication credentials. Expected OAuth 2")
        assert "errors" not in error
        info = error["details"][0]
        assert (info["reason"], info["metadata"]["service"]) == ("ACCESS_TOKEN_EXPIRED", f"{host}.googleapis.com")
        challenge = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
        assert dict(response.headers)["www-authenticate"] == challenge

    @pytest.mark.fact("D", "4")
    def test_drive_tells_a_worthless_token_by_its_reason(self, spine: Any) -> None:
        error = spine.error("GET", FILE, authorization="Bearer worthless")
        assert error["errors"] == [
            {
                "message": "Invalid Credentials", "domain": "global", "reason": "authError",
                "location": "Authorization", "locationType": "header",
            }
        ]  # fmt: skip
        assert error["status"] == "UNAUTHENTICATED"

    @pytest.mark.fact("R")
    @pytest.mark.parametrize("path", ["/v4/spreadsheets/B", FILE])
    def test_whoever_shows_nothing_is_nobody_to_sheets_and_drive(self, spine: Any, path: str) -> None:
        error = spine.error("GET", path, authorization="")
        assert (error["code"], error["status"]) == (403, "PERMISSION_DENIED")
        assert error["message"].startswith("Method doesn't allow unregistered callers")

    @pytest.mark.fact("R")
    def test_whoever_shows_nothing_to_docs_is_asked_for_a_login(self, spine: Any) -> None:
        error = spine.error("GET", "/v1/documents/D", authorization="")
        assert (error["code"], error["status"]) == (401, "UNAUTHENTICATED")
        assert error["details"][0]["reason"] == "CREDENTIALS_MISSING"

    def test_a_login_of_another_kind_is_worthless(self, spine: Any) -> None:
        assert spine.error("GET", FILE, authorization="Basic c2VuY28=")["errors"][0]["reason"] == "authError"

    @pytest.mark.parametrize("name", ["access_token", "oauth_token"])
    def test_a_token_may_come_in_the_query(self, spine: Any, name: str) -> None:
        assert spine.ask("GET", f"{FILE}?{name}={spine.token}", authorization="")[0] == 200

    def test_access_with_a_key_alone_is_not_built(self, spine: Any) -> None:
        assert "API key" in spine.error("GET", f"{FILE}?key=AIza", authorization="")["message"]
        assert spine.app.unbuilt


class TestScopes:
    @pytest.mark.fact("R", "4")
    def test_a_token_without_the_methods_scope_is_refused(self, spine: Any) -> None:
        token = spine.token_of(HEAD, "drive.metadata.readonly")
        error = spine.error("DELETE", FILE, authorization=f"Bearer {token}")
        assert (error["code"], error["status"]) == (403, "PERMISSION_DENIED")
        assert error["message"] == "Request had insufficient authentication scopes."
        told = {"message": "Insufficient Permission", "domain": "global", "reason": "insufficientPermissions"}
        assert error["errors"] == [told]
        assert error["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
        assert error["details"][0]["metadata"]["method"] == "google.apps.drive.v3.DriveFiles.Delete"

    @pytest.mark.parametrize("scope, status", [("spreadsheets.readonly", 200), ("drive.readonly", 200), ("documents", 403)])
    def test_one_of_a_methods_scopes_is_enough(self, spine: Any, scope: str, status: int) -> None:
        token = spine.token_of(HEAD, scope)
        assert spine.ask("GET", "/v4/spreadsheets/B", authorization=f"Bearer {token}")[0] == status

    def test_reading_scopes_do_not_write(self, spine: Any) -> None:
        token = spine.token_of(HEAD, "spreadsheets.readonly", "drive.readonly")
        error = spine.error("POST", "/v4/spreadsheets/B:batchUpdate", {}, authorization=f"Bearer {token}")
        assert error["code"] == 403
        assert "errors" not in error

    def test_who_asks_and_with_which_scopes_reaches_the_method(self, spine: Any) -> None:
        token = spine.token_of(HEAD, "drive.file")
        spine.ask("GET", FILE, authorization=f"Bearer {token}")
        assert spine.calls[0].who.scopes == {AUTH + "drive.file"}

    def test_the_procedures_have_names(self) -> None:
        names = {method.id: rpc_of(method) for service in services().values() for method in service.methods}
        assert names["sheets.spreadsheets.get"] == "google.apps.sheets.v4.SpreadsheetsService.GetSpreadsheet"
        assert names["sheets.spreadsheets.values.batchUpdateByDataFilter"].endswith(".BatchUpdateValuesByDataFilter")
        assert names["docs.documents.get"] == "google.apps.docs.v1.DocumentsService.GetDocument"
        assert len(set(names.values())) == len(names)


class TestDirectory:
    def test_groups_hold_groups(self, spine: Any) -> None:
        directory = spine.world.directory
        directory.add_group("staff@school.example", [HEAD, "Senco.Team@school.example"])
        directory.add_group("senco.team@school.example", ["senco@school.example"])
        assert directory.groups_of("SENCO@school.example") == {"staff@school.example", "senco.team@school.example"}
        assert directory.groups_of(HEAD) == {"staff@school.example"}

    def test_groups_that_hold_each_other_do_not_go_round_for_ever(self, spine: Any) -> None:
        directory = spine.world.directory
        directory.add_group("a@school.example", ["b@school.example", HEAD])
        directory.add_group("b@school.example", ["a@school.example"])
        assert directory.groups_of(HEAD) == {"a@school.example", "b@school.example"}

    def test_a_snapshot_keeps_who_exists_and_their_keys(self, robot: Robot) -> None:
        directory = robot.spine.world.directory
        directory.add_group("staff@school.example", [HEAD])
        kept = json.loads(json.dumps(directory.snapshot()))
        directory.restore(kept)
        assert directory.snapshot() == kept
        assert robot.log_in()[0] == 200

    def test_a_person_is_added_once(self, spine: Any) -> None:
        directory = spine.world.directory
        first = directory.add_user("Ada.Example@school.example")
        assert directory.add_user("ada.example@SCHOOL.example") is first
        assert first.name == "Ada Example"
        assert len(first.permission_id) == 20
