"""The canonical SEN record of one child: the one declaration of every field.

Order is the order of the register's columns.  Headings come from the exports and
registers of docs/adapters; to add a field, add one line here.
"""

from __future__ import annotations

from senco_connect.record import kinds
from senco_connect.record.declare import Field, Owner, Table, Tier, coded, day, flag, link, number, text

__all__ = ["FIELDS", "GROUPS", "KEY_LABEL", "PupilTable"]

MIS, SENCO, SHARED, COMPUTED = Owner.MIS, Owner.SENCO, Owner.SHARED, Owner.COMPUTED
A, B, COSTS, C = Tier.A, Tier.B, Tier.COSTS, Tier.C

KEY_LABEL = "Pupil key"


class PupilTable(Table):
    """One row per child."""

    # --- who: identity and check columns
    upn = coded(
        "UPN", kinds.UPN, owner=MIS, column=True, hidden=True, doc="Confidential: never a label, hidden by default",
        aliases="UPN; Unique Pupil Number; Pupil UPN; UPN Number; UPN ID; UPN - Unique Pupil Number",
    )
    former_upn = coded("Former UPN", kinds.UPN, owner=MIS, aliases="Former UPN; Previous UPN")
    uln = coded("ULN", kinds.ULN, owner=MIS, aliases="ULN; Unique Learner Number; Learner Number")
    admission_no = coded(
        "Admission number", kinds.ADMISSION_NO, owner=MIS, column=True,
        aliases="Adno; Adm No; Admno; Admission No; Admission Number; Admissions Number; PAN; Pupil Admission Number",
    )
    mis_id = text(
        "MIS id", owner=MIS,
        aliases="Student ID; Pupil ID; Arbor Student ID; Globally Unique Student ID; primary_id; MIS ID; Wonde ID; UPI",
        asks="ID; School Code; School ID",
    )
    surname = text(
        "Surname", owner=MIS, tier=A, column=True,
        aliases="Legal Surname; Legal Last Name",
        maybe="Surname; Last Name; Family Name",
    )
    forename = text(
        "Forename", owner=MIS, tier=A, column=True,
        aliases="Legal Forename; Legal First Name",
        maybe="Forename; First Name; Given Name",
    )
    middle_names = text("Middle names", owner=MIS, aliases="Middle Names; Middle Name; Middle name(s)")
    preferred_surname = text(
        "Preferred surname", owner=MIS, tier=A,
        aliases="Preferred Surname; Preferred Last Name; Pref Surname", maybe="Surname; Last Name; Family Name",
    )
    preferred_forename = text(
        "Known as", owner=MIS, tier=A, column=True,
        aliases="Preferred Forename; Preferred First Name; Pref Forename; Chosen Name; Known As",
        maybe="Forename; First Name; Given Name", asks="Preferred Name",
    )
    full_name = text(
        "Full name", owner=MIS, tier=A, doc="Read only to fill surname and forename",
        aliases="Full Name; Pupil Name; Student Name; Display Name",
        maybe="Name; Pupil; Student; Learner; Child", asks="Preferred Name",
    )
    dob = day(
        "Date of birth", owner=MIS, column=True,
        aliases="DOB; D.O.B; Date of Birth; Birth Date; DoB (dd/mm/yyyy); Birthdate",
    )
    sex = coded("Sex", kinds.SEX_CODE, owner=MIS, aliases="Sex; Gender; M/F")
    year_group = coded(
        "Year", kinds.YEAR, owner=MIS, tier=A, column=True,
        aliases=(
            "Year; Year Group; Year Grp; Yr; Yr Gp; NC Year; NCyearActual; NC Year Actual; Year taught in; "
            "Year taught in Code; Curriculum Year; Year group(s) this academic year; year_code; current_nc_year"
        ),
    )
    registration_group = text(
        "Class", owner=MIS, tier=A, column=True,
        aliases=(
            "Reg; Reg Group; Reg Grp; Reg Form; Registration Group; Registration Form; Form; Form Group; Tutor Group; "
            "Registration form(s) this academic year; Form/Tutor Group; Class; Class Name"
        ),
        asks="Courses/classes",
    )
    tutor = text(
        "Tutor", owner=MIS, tier=A, column=True, aliases="Tutor; Form Tutor; Class Teacher; Registration Tutor",
    )
    enrolment_status = coded(
        "Enrolment status", kinds.ENROLMENT_STATUS, owner=MIS,
        aliases="Enrolment Status; Enrollment Status; EnrolStatus; On Roll", asks="Status",
    )
    admission_date = day(
        "On roll from", owner=MIS, column=True,
        aliases="On roll from; Admission Date; Date of Admission; Entry Date; Enrolment Date",
    )
    leaving_date = day("Leaving date", owner=MIS, aliases="Leaving Date; Date of Leaving; Date Left")
    urn = text("School URN", owner=MIS, aliases="URN; School URN")
    laestab = text("LA and establishment", owner=MIS, aliases="LAESTAB; DfE Number; LA Estab; DfE No; LAEstab Number")

    # --- context
    pupil_premium = flag(
        "Pupil premium", owner=MIS, tier=A, column=True,
        aliases=(
            "PP; Pupil Premium; Pupil Premium Indicator; Pupil Premium Eligible; is_pp; premium_pupil_indicator; "
            "Pupil Premium Eligible at any time this academic year?"
        ),
        asks="Disadvantaged",
    )
    fsm = flag("Free school meals", owner=MIS, aliases="FSM; Free School Meals; FSM Eligible; Eligible for FSM")
    fsm6 = flag("FSM in six years", owner=MIS, aliases="FSM6; Ever 6; Ever 6 FSM")
    eal = flag(
        "EAL", owner=MIS, tier=A, column=True,
        aliases="EAL; English as an Additional Language; EAL at any time this academic year?",
    )
    eal_stage = text("EAL stage", owner=MIS, aliases="EAL Stage; EAL Stage A-E; Proficiency in English")
    looked_after = flag(
        "Looked after", owner=MIS, column=True, aliases="LAC; CLA; Looked After; In Care; In Care (LAC)",
    )
    ever_in_care = flag("Ever in care", owner=MIS, aliases="Ever In Care; PLAC")
    attendance = number(
        "Attendance %", owner=MIS, column=True, aliases="Attendance; Attendance %; % Attendance; Attendance percent",
    )
    service_child = flag(
        "Service child", owner=MIS, column=True, aliases="Service Child; Service Children; Service Children Indicator",
    )
    ethnicity = text("Ethnicity", owner=MIS, aliases="Ethnicity; Ethnic Group")
    first_language = text("First language", owner=MIS, aliases="First Language; Home Language; Language")
    medical = text("Medical", owner=MIS, tier=C, aliases="Medical; Medical Conditions; Medical Notes")

    # --- home
    address = text("Address", owner=MIS, aliases="Address; Address line 1; Address1; Home address")
    town = text("Town", owner=MIS, aliases="Town")
    postcode = text("Postcode", owner=MIS, aliases="Postcode; Post code")
    contact_name = text(
        "Contact", owner=MIS,
        aliases="Contact; Contact name; Priority 1 contact; Primary guardian; Parent; Parent/carer",
    )
    contact_phone = text(
        "Contact phone", owner=MIS,
        aliases="Contact phone; Contact telephone; Primary guardian phone; Telephone; Phone",
    )
    contact_email = text(
        "Contact email", owner=MIS, aliases="Contact email; Primary guardian email; Parent email; Email",
    )

    # --- special educational needs
    sen_status = coded(
        "SEN status", kinds.STATUS, owner=SHARED, tier=A, column=True,
        aliases=(
            "SEN Status; SEND Status; SEN Code; SENprovision; SEN Stage; SEN/ALN; ALN Status; SEN; SEND; SEN Category; "
            "sen_category; Code of Practice; COP; Register Status"
        ),
        asks="Level of Support",
    )
    sen_since = day(
        "SEN since", owner=SHARED, column=True,
        aliases=(
            "SEN since; SEN Start; SEN Start Date; SEN Status Start Date; Date Identified; Identification Date; "
            "Date Added to Register"
        ),
        asks="Since; Start Date",
    )
    sen_until = day("SEN until", owner=SHARED, aliases="SEN until; SEN End Date; Date Removed", asks="End Date")
    sen_flag = flag(
        "On the SEN register", owner=MIS, doc="Yes says nothing of the status",
        aliases="SEN at any time this academic year?; On SEN Register; SEN Y/N",
    )
    need_1 = coded(
        "Primary need", kinds.NEED, owner=SHARED, tier=A, column=True, group="needs",
        aliases=(
            "Primary Need; Primary SEN; Primary SEN Need; SEN Primary Need; Primary SEN Type; PrimarySENtype; "
            "Main Need; SEN need 1; SEN need type 1; SEN1; Need 1; Need1; Primary type; Primary SEN needs type"
        ),
        maybe="SEN Need; SEN Needs; SEN Need Type; SEN Type; Need Type", asks="Need; Area of Need",
    )
    need_1_since = day(
        "Primary need since", owner=SHARED, group="needs",
        aliases=(
            "Need 1 start; Need1 start; SEN need 1 start; SEN need 1 start date; Need Start Date; Primary need since"
        ),
        asks="Start Date; Effective Date",
    )
    need_2 = coded(
        "Secondary need", kinds.NEED, owner=SHARED, column=True, group="needs",
        aliases=(
            "Secondary Need; Secondary SEN Need; SEN Secondary Need; SecondarySENtype; Second Need; SEN need 2; "
            "SEN need type 2; SEN2; Need 2; Need2; Secondary type"
        ),
    )
    need_2_since = day(
        "Secondary need since", owner=SHARED, group="needs",
        aliases="Need 2 start; Need2 start; SEN need 2 start; SEN need 2 start date; Secondary need since",
    )
    need_3 = coded(
        "Third need", kinds.NEED, owner=SHARED, group="needs",
        aliases="Third Need; Tertiary Need; SEN need 3; SEN need type 3; SEN3; Need 3; Need3",
    )
    need_3_since = day("Third need since", owner=SHARED, group="needs", aliases="Need 3 start; SEN need 3 start date")
    need_rank = number(
        "Need rank", owner=MIS, doc="Read only to order rows of needs",
        aliases="SEN Need Ranking; SEN Need Rank; Ranking; Need Rank", asks="Rank; Priority",
    )
    other_needs = text(
        "Other needs", owner=SHARED, group="needs", doc="Codes after the third, in rank order",
        aliases="Other Needs; Additional Needs",
    )
    need_description = text(
        "Need in words", owner=MIS, aliases="SEN Description; Need Description", asks="Comment",
    )
    broad_area = text(
        "Broad area (MIS)", owner=MIS, aliases="Broad Area of Need; Category of Need", asks="Area of Need",
    )
    broad_areas = text("Broad areas", owner=COMPUTED, tier=A, column=True, aliases="Broad areas")
    sen_unit = flag(
        "SEN unit", owner=SHARED, column=True,
        aliases="SEN Unit; Member of SEN Unit; SENunitIndicator; Unit Member; SEN unit member",
    )
    resourced_provision = flag(
        "Resourced provision", owner=SHARED,
        aliases="Resourced Provision; Resourced Provision Indicator; ResourcedProvisionIndicator; RP; ARP",
    )
    diagnosis = text(
        "Diagnosis", owner=SENCO, column=True, aliases="Diagnosis; Diagnoses; Medical Diagnosis; Condition",
    )
    ehcp = flag("EHC plan", owner=SHARED, aliases="EHCP; EHC Plan; EHCP Y/N; EHCP Status")
    ehcp_since = day("EHC plan since", owner=SHARED, aliases="EHCP Start Date; EHCP Date; Plan Date; Date Finalised")
    sen_note = text("SEN notes", owner=SHARED, aliases="SEN Note; SEN Notes")

    # --- help in class
    strategy_1 = text("Strategy 1", tier=A, column=True, aliases="Strategy 1")
    strategy_2 = text("Strategy 2", tier=A, column=True, aliases="Strategy 2")
    strategy_3 = text("Strategy 3", tier=A, column=True, aliases="Strategy 3")
    strategies = text(
        "Strategies", tier=A,
        aliases="Strategies; Classroom Strategies; Teaching Strategies; How to Support; Recommended Strategies",
    )
    outcomes = text("Outcomes", aliases="Outcomes; Targets; Aims; Success Criteria")
    provisions = text(
        "Provisions", owner=SHARED,
        aliases=(
            "Provision; Provisions; Provision Type; Provision Map; Intervention; Interventions; Current Interventions"
        ),
        asks="Support; Wave; Tier",
    )
    key_adult = text(
        "Key adult", tier=A, column=True,
        aliases="Key Worker; Keyworker; Key Adult; Named TA; TA; LSA; Lead; Case Manager",
    )
    tracker = text("Tracker used", column=True, aliases="Tracker used; Tracker")
    home_information = text("Home information", column=True, aliases="Home information; Home info")
    external_agencies = text(
        "External agencies",
        aliases=(
            "External Agencies; External Agency; Outside Agencies; Outside Agency; Agencies; Agencies Involved; "
            "Professionals Involved"
        ),
    )
    access_arrangements = text(
        "Access arrangements", tier=A, aliases="Access Arrangements; Exam Access; EAA; Extra Time; Form 8",
    )
    reading_age = number("Reading age", tier=A, aliases="Reading Age; RA")
    spelling_age = number("Spelling age", tier=A, aliases="Spelling Age")
    standard_score = number("Standardised score", tier=A, aliases="Standardised Score")
    plan_link = link(
        "Plan or profile", tier=A,
        aliases=(
            "One Page Profile; Pupil Passport; Student Passport; Pupil Profile; IEP; ILP; APDR; Support Plan; "
            "Drive Link; Link"
        ),
    )
    notes = text("Notes", aliases="Notes; Comments; Additional Information; Summary; Background")

    # --- dates
    first_concern = day("First concern", column=True, aliases="First concern; Date of first concern")
    parent_told = day("Parent told", column=True, aliases="Parent told; Parents told; Parents informed")
    last_review = day(
        "Last review", owner=SHARED, column=True, aliases="Last review; Last Review Date; Last AR; Previous Review",
    )
    next_review = day(
        "Next review", owner=SHARED, column=True,
        aliases=(
            "Next Review; Next Review Date; NextReviewDate; Review Date; Review Due; EHCP Review Date; "
            "Annual Review Date; Annual Review; Annual review due; AR Date; Next Annual Review; Next SEN review; "
            "Scheduled Review Date"
        ),
    )
    last_parent_meeting = day(
        "Last parent meeting", owner=COMPUTED, column=True, aliases="Last parent meeting",
        doc="From the Contacts tab, once a school keeps one",
    )
    last_contact = day("Last contact", aliases="Last contact")
    meetings_this_year = number("Meetings this year", owner=COMPUTED, column=True, aliases="Meetings this year")

    # --- resource
    minutes_a_week = number("Minutes a week", owner=COMPUTED, tier=COSTS, column=True, aliases="Minutes a week")
    cost_a_year = number("Cost a year", owner=COMPUTED, tier=COSTS, column=True, aliases="Cost a year")
    funding_band = text(
        "Top-up band", tier=COSTS, column=True,
        aliases="Top-up band; Funding Band; Band; Banding; Top Up; Top-Up Funding; HNF; Element 3",
    )
    band_ends = day("Band ends", tier=COSTS, column=True, aliases="Band ends; Band end date; Funding ends")
    funded_hours = text("Funded hours", owner=SHARED, tier=COSTS, aliases="Funded Hours", asks="Hours")

    # --- files and state, made by the library
    folder = link("Folder", owner=COMPUTED, column=True, aliases="Folder; Pupil folder")
    profile = link("Profile", owner=COMPUTED, tier=A, column=True, aliases="Profile link")
    missing_documents = text("Missing", owner=COMPUTED, column=True, aliases="Missing documents")
    sync_state = text("Sync state", owner=COMPUTED, column=True, aliases="Sync state")
    open_issues = number("Open issues", owner=COMPUTED, column=True, aliases="Open issues")


FIELDS: dict[str, Field] = PupilTable.fields

GROUPS: dict[str, tuple[str, ...]] = {
    group: tuple(f.name for f in FIELDS.values() if f.group == group)
    for group in dict.fromkeys(f.group for f in FIELDS.values() if f.group)
}
