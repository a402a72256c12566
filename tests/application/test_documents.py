from dataclasses import replace
from datetime import date

import pytest

from clinic_terminal.application.documents import check_document, has_usual_form, normalised_number
from clinic_terminal.domain.eligibility import Person
from clinic_terminal.domain.identity import IdDocument, Identity, IdentityDoubt
from clinic_terminal.domain.member import Sex

STANDARD = "11010519491231002X"
GIRL = Person("M-1", "测试小牙", date(1949, 12, 31), Sex.FEMALE)
BIRTH, SEX, CHECK = IdentityDoubt.BIRTH_DATE, IdentityDoubt.SEX, IdentityDoubt.CHECK_DIGIT
MALFORMED, NAME = IdentityDoubt.NUMBER_MALFORMED, IdentityDoubt.NAME


def _doubts(
    number: str, person: Person = GIRL, document: IdDocument = IdDocument.RESIDENT_ID, name: str = ""
) -> tuple[IdentityDoubt, ...]:
    return check_document(document, number, name, person).doubts


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        (STANDARD, date(1949, 12, 31), Sex.FEMALE),
        ("34052419800101001X", date(1980, 1, 1), Sex.MALE),
        ("513101198201130014", date(1982, 1, 13), Sex.MALE),
    ],
)
def test_the_numbers_of_the_standard_hold(number: str, born: date, sex: Sex) -> None:
    person = replace(GIRL, birth_date=born, sex=sex)
    assert _doubts(number, person) == ()
    last = "0" if number[-1] != "0" else "1"
    assert _doubts(number[:-1] + last, person) == (CHECK,)


@pytest.mark.parametrize(
    "number", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２ｘ"]
)
def test_a_number_may_be_typed_as_it_comes(number: str) -> None:
    assert check_document(IdDocument.RESIDENT_ID, number, "", GIRL) == Identity(
        IdDocument.RESIDENT_ID, STANDARD
    )


@pytest.mark.parametrize(
    "number", ["1", "11010519491231002", STANDARD + "1", "1101051949123100AX", "110105194913310021", "证件"]
)
def test_a_number_of_another_form_is_a_doubt_and_stays_marked(number: str) -> None:
    found = check_document(IdDocument.RESIDENT_ID, number, "", GIRL)
    assert (found.doubts, found.holds) == ((MALFORMED,), False)


def test_birth_date_and_sex_are_those_of_the_policy() -> None:
    other = replace(GIRL, birth_date=date(2019, 1, 1), sex=Sex.MALE)
    assert _doubts(STANDARD, other) == (BIRTH, SEX)
    assert _doubts(STANDARD[:-1] + "1", other) == (CHECK, BIRTH, SEX)


@pytest.mark.parametrize("sex", [Sex.UNKNOWN, Sex.NOT_STATED])
def test_a_sex_that_nobody_stated_is_not_compared(sex: Sex) -> None:
    assert _doubts(STANDARD, replace(GIRL, sex=sex)) == ()


def test_a_household_register_is_checked_where_the_childs_own_number_was_typed() -> None:
    assert _doubts(STANDARD, document=IdDocument.HUKOU) == ()
    assert _doubts("11010519491231002A", document=IdDocument.HUKOU) == (MALFORMED,)
    assert _doubts("11010519491231001X", document=IdDocument.HUKOU)[:1] == (CHECK,)
    assert _doubts("0123456", document=IdDocument.HUKOU) == ()


@pytest.mark.parametrize(
    ("number", "doubts"), [("E123", (MALFORMED,)), ("E1234", ()), ("E" * 21, (MALFORMED,))]
)
def test_a_passport_has_5_to_20_characters(number: str, doubts: tuple[IdentityDoubt, ...]) -> None:
    assert _doubts(number, document=IdDocument.PASSPORT) == doubts


@pytest.mark.parametrize("document", [IdDocument.BIRTH_CERT, IdDocument.OTHER])
def test_other_documents_are_free_text(document: IdDocument) -> None:
    assert _doubts("随便写的", document=document) == ()


def test_the_usual_form_is_a_hint_only() -> None:
    assert has_usual_form(IdDocument.BIRTH_CERT, "u 110000001")
    assert not has_usual_form(IdDocument.BIRTH_CERT, "U11000000")
    assert has_usual_form(IdDocument.RESIDENT_ID, "11010519491231002x")
    assert not has_usual_form(IdDocument.PASSPORT, "E1")
    assert has_usual_form(IdDocument.OTHER, "x")


@pytest.mark.parametrize("document", list(IdDocument))
def test_a_document_without_a_number_was_only_seen(document: IdDocument) -> None:
    assert check_document(document, " \u3000", "", GIRL) == Identity(document)


@pytest.mark.parametrize("name", ["测试 小牙", "　测试·小牙", "", "  "])
def test_a_name_is_compared_after_normalising_where_it_was_typed(name: str) -> None:
    assert _doubts("", name=name) == ()


def test_another_name_is_a_doubt_even_without_a_number() -> None:
    assert _doubts("", name="测试大牙") == (NAME,)
    assert _doubts(STANDARD[:-1] + "1", name="测试大牙") == (CHECK, NAME)


def test_a_latin_name_is_compared_in_one_case_and_width() -> None:
    assert _doubts("", replace(GIRL, name="ANNA LEE"), IdDocument.PASSPORT, "Ａnna lee") == ()


def test_blanks_of_every_kind_go() -> None:
    assert normalised_number(" e\u3000１2\t3 ") == "E123"
