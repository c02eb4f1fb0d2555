"""The elements of a pupil: what each says, what is left out, and what is only told."""

from __future__ import annotations

import pytest

SURNAME = "<UPN>H001999926001</UPN><Surname>{}</Surname>"


def test_every_element_of_one_field_is_read(bench) -> None:
    shown = bench.pupil(
        "<UniqueLearnerNumber>9276308686</UniqueLearnerNumber><BasicDetails><FormerUPN>H801200001001</FormerUPN>"
        "<PreferredSurname>Example</PreferredSurname><PreferredForename>Tam</PreferredForename>"
        "<MiddleNames>Ann Sample</MiddleNames><NCyearActual>4</NCyearActual><Ethnicity>WBRI</Ethnicity>"
        "<ServiceChild>N</ServiceChild><EnrolStatus>C</EnrolStatus></BasicDetails>"
        "<LookedAfter><InCare>false</InCare></LookedAfter>"
    )
    assert shown == {
        "upn": "H001999926001", "uln": "9276308686", "surname": "Exampleby", "forename": "Tamsin", "dob": "2017-03-14",
        "sex": "F", "former_upn": "H801200001001", "middle_names": "Ann Sample", "preferred_surname": "Example",
        "preferred_forename": "Tam", "year_group": "4", "ethnicity": "WBRI", "service_child": "false",
        "enrolment_status": "C", "looked_after": "false",
    }  # fmt: skip


@pytest.mark.parametrize("tag", ["Sex", "Gender"])
def test_sex_is_read_under_its_new_and_its_old_name(bench, tag) -> None:
    """CTF 25 has Sex, 24 and older have Gender."""
    snapshot = bench.pupils(f"<{tag}>M</{tag}>", header="<CTFversion>24.0</CTFversion>")
    assert snapshot.value(snapshot.rows[0], "sex") == "M"


def test_an_element_that_is_absent_is_missing_and_an_empty_one_is_blank(bench) -> None:
    snapshot = bench.pupils(
        "<BasicDetails><PreferredForename/><MiddleNames>  \n </MiddleNames></BasicDetails>",
        "<BasicDetails><PreferredForename>Kit</PreferredForename><MiddleNames>Jo</MiddleNames></BasicDetails>",
        "",
    )
    first, _, third = snapshot.rows
    assert [snapshot.value(first, f) for f in ("preferred_forename", "middle_names")] == ["", ""]
    assert not isinstance(snapshot.value(third, "preferred_forename"), str)


def test_a_field_that_no_pupil_shows_is_not_provided(bench) -> None:
    snapshot = bench.pupils(SURNAME.format("Exampleby"))
    assert snapshot.fields == ("upn", "surname", "forename", "dob", "sex")


@pytest.mark.parametrize(
    ("written", "read"),
    [("Y", "true"), ("true", "true"), ("1", "true"), ("N", "false"), ("0", "false"), ("U", None), ("R", None)],
)
def test_unknown_and_refused_are_neither_yes_nor_no(bench, written, read) -> None:
    shown = bench.pupil(f"<BasicDetails><ServiceChild>{written}</ServiceChild></BasicDetails>")
    assert shown.get("service_child") == read


@pytest.mark.parametrize(
    ("written", "year"), [("R", "R"), ("N2", "N2"), ("11", "11"), ("1", "1"), ("14", "14"), ("X", "X")]
)
def test_years_are_those_of_the_code_set(bench, written, year) -> None:
    assert bench.pupil(f"<BasicDetails><NCyearActual>{written}</NCyearActual></BasicDetails>")["year_group"] == year


def test_the_first_language_is_the_one_of_that_type(bench) -> None:
    languages = (
        "<Type><LanguageType>H</LanguageType><Language>POL</Language></Type>"
        "<Type><Language>ENG</Language><LanguageType>F</LanguageType></Type>"
    )
    shown = bench.pupil(f"<BasicDetails><Languages>{languages}</Languages></BasicDetails>")
    assert shown["first_language"] == "ENG"
    assert "eal" not in shown, "what a language means is not the reader's to say"


@pytest.mark.parametrize(
    ("periods", "fsm"),
    [
        ("<FSMinstance><FSMstartDate>2026-09-01</FSMstartDate></FSMinstance>", "true"),
        (
            "<FSMinstance><FSMstartDate>2019-09-01</FSMstartDate><FSMendDate>2020-07-20</FSMendDate></FSMinstance>",
            "false",
        ),
        ("<FSMinstance><FSMendDate>2020-07-20</FSMendDate></FSMinstance><FSMinstance/>", "true"),
        ("<FSMinstance><FSMendDate>2027-08-31</FSMendDate></FSMinstance>", "true"),
        ("<FSMinstance><FSMendDate>2026-11-23</FSMendDate></FSMinstance>", "false"),
        ("<FSMreviewDate>2027-01-01</FSMreviewDate>", "false"),
    ],
    ids=["open", "over", "one of two open", "ends after the file was made", "ends that day", "none"],
)
def test_free_meals_are_a_period_that_is_open(bench, periods, fsm) -> None:
    assert bench.pupil(f"<FSMhistory>{periods}</FSMhistory>")["fsm"] == fsm


def test_no_history_of_free_meals_says_nothing(bench) -> None:
    assert "fsm" not in bench.pupil("")


def test_a_file_without_a_date_takes_every_ended_period_for_over(bench) -> None:
    history = "<FSMhistory><FSMinstance><FSMendDate>2099-08-31</FSMendDate></FSMinstance></FSMhistory>"
    assert bench.pupil(history, header="<CTFversion>25.0</CTFversion>")["fsm"] == "false"


# --- identity


FORMULAS = ["=1+1", "+44", "-Smith", "@SUM", "＝1", "  =1", "\u3000=1", "\t1", "&#9;=1", "&#13;x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_pupil_whose_name_begins_like_a_formula_is_left_out(bench, text) -> None:
    """Written into a spreadsheet it would be run; shortened it would be another name (F5)."""
    snapshot = bench.pupils(SURNAME.format("Exampleby"), SURNAME.format(text), SURNAME.format("Sampleton"))
    assert [snapshot.value(row, "surname") for row in snapshot.rows] == ["Exampleby", "Sampleton"]
    (finding,) = snapshot.findings
    assert (finding.code, finding.line, finding.column, finding.field) == ("F028", 4, "Surname", "surname")


@pytest.mark.parametrize(
    "element",
    [
        "<UPN>=1</UPN>", "<UniqueLearnerNumber>+1</UniqueLearnerNumber>", "<Forename>@x</Forename>",
        "<BasicDetails><MiddleNames>=x</MiddleNames></BasicDetails>",
        "<BasicDetails><FormerUPN>-1</FormerUPN></BasicDetails>",
        "<BasicDetails><PreferredSurname>=x</PreferredSurname></BasicDetails>",
        "<BasicDetails><PreferredForename>=x</PreferredForename></BasicDetails>",
    ],
)  # fmt: skip
def test_every_name_and_number_of_a_child_is_looked_at(bench, element) -> None:
    snapshot = bench.pupils(element)
    assert not snapshot.rows
    assert "F028" in {finding.code for finding in snapshot.findings}


def test_a_name_on_a_line_of_its_own_is_a_name(bench) -> None:
    snapshot = bench.pupils("<Surname>\n\t\tExampleby\n\t</Surname>")
    assert snapshot.value(snapshot.rows[0], "surname") == "Exampleby"


def test_a_formula_in_an_address_is_kept_as_text(bench) -> None:
    address = "<Address><AddressLines><AddressLine1>=1 Row</AddressLine1></AddressLines></Address>"
    assert bench.pupil(address)["address"] == "=1 Row"


def test_all_pupils_left_out_are_listed(bench) -> None:
    """A guard counts them: one that is not listed would be taken for a leaver."""
    snapshot = bench.pupils(*[SURNAME.format("=x")] * 120)
    assert [finding.line for finding in snapshot.findings] == list(range(3, 123))


def test_a_upn_that_comes_twice_is_kept_twice(bench) -> None:
    """Which of two rows is the child is for identity to ask, with the whole roll in view."""
    snapshot = bench.pupils(SURNAME.format("Exampleby"), SURNAME.format("Sampleton"))
    assert [snapshot.value(row, "upn") for row in snapshot.rows] == ["H001999926001"] * 2


def test_a_wrong_upn_is_kept_and_told(bench) -> None:
    snapshot = bench.pupils("<UPN>Z001999926001</UPN>")
    assert snapshot.value(snapshot.rows[0], "upn") == "Z001999926001"
    assert [(finding.code, finding.column) for finding in snapshot.findings] == [("F030", "UPN")]


@pytest.mark.parametrize("again", ["<Surname>Sampleton</Surname>", "<Surname/>"])
def test_what_is_given_twice_and_differs_is_not_shown(bench, again) -> None:
    snapshot = bench.pupils(SURNAME.format("Exampleby") + again)
    assert not isinstance(snapshot.value(snapshot.rows[0], "surname"), str)
    assert [finding.code for finding in snapshot.findings] == ["F054"]


def test_what_is_given_twice_alike_is_no_question(bench) -> None:
    """A writer between two versions gives both Sex and Gender."""
    snapshot = bench.pupils("<Sex>F</Sex><Gender>F</Gender>")
    assert snapshot.value(snapshot.rows[0], "sex") == "F"
    assert not snapshot.findings


# --- what is told


def test_elements_that_nobody_reads_are_named_once(bench) -> None:
    """MedicalFlag is no diagnosis; it is dropped, and by its name a person sees that it was (safety.md 36)."""
    odd = "<UCI/><BasicDetails><MedicalFlag>true</MedicalFlag></BasicDetails><Attendance><YearData/></Attendance>"
    snapshot = bench.pupils(odd, odd)
    assert snapshot.unused == ("UCI", "MedicalFlag", "Attendance")
    assert not snapshot.findings


def test_what_stands_beside_the_pupils_is_named_too(bench) -> None:
    document = bench.document("<Surname>Exampleby</Surname>").replace("</CTfile>", "<SuppInfo/></CTfile>")
    snapshot = bench.read(document.replace("<CTFpupilData>", "<CTFpupilData><Extra/>"))
    assert set(snapshot.unused) == {"SuppInfo", "Extra"}
    assert len(snapshot.rows) == 1


def test_elements_where_a_text_should_be_are_not_read_as_blank(bench) -> None:
    snapshot = bench.pupils("<UPN>H001999926001</UPN><Surname><Legal>Exampleby</Legal></Surname>")
    assert not isinstance(snapshot.value(snapshot.rows[0], "surname"), str)
    assert snapshot.unused == ("Surname",)


def test_a_fault_in_every_record_is_listed_fifty_times_and_counted(bench) -> None:
    snapshot = bench.pupils(*["<DOB>14th of May</DOB>"] * 61)
    assert [finding.line for finding in snapshot.findings[:50]] == list(range(3, 53))
    assert len(snapshot.findings) == 51
    assert snapshot.findings[50].words.startswith("11 more")


def test_pupils_have_the_line_on_which_they_begin(bench) -> None:
    header = "<Header><CTFversion>25.0</CTFversion></Header>"
    body = "".join(f"<Pupil>\n<Surname>Exampleby{n}</Surname>\n<!-- \n -->\n</Pupil>\n" for n in range(3_000))
    snapshot = bench.read(f"<CTfile>\n{header}\n<CTFpupilData>\n{body}</CTFpupilData></CTfile>\n")
    assert [row.line for row in snapshot.rows] == list(range(4, 4 + 5 * 3_000, 5))
