"""The interface at /api/v1."""

import pytest

from tanggap.cases.actions import hide_case_post, show_case_post
from tanggap.channels.contract import Audience
from tanggap.metrics.steps import measure
from tanggap.outbox.models import Message
from tanggap.records.steps import sequence
from tanggap.registry.actions import grant_mandate
from tanggap.web.api.rows import case_whole, statistics_document

ANSWERS = "/api/v1/cases/{}/answers"


@pytest.fixture
def sign_in(client):
    """A client's headers after signing in as somebody."""

    def sign(username, password="teladan-demo"):
        given = {"username": username, "password": password}
        response = client.post("/api/v1/session", given, content_type="application/json")
        return {"Authorization": f"Bearer {response.json().get('token', '')}"}

    return sign


def answer(client, case, headers, **given):
    return client.post(
        ANSWERS.format(case.tracking_id), {"text": "Besok.", **given}, content_type="application/json", headers=headers
    )


def test_a_wrong_password_gets_a_problem_document(office, client):
    response = client.post(
        "/api/v1/session", {"username": "petugas", "password": "salah"}, content_type="application/json"
    )
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"


def test_the_desk_is_listed_for_its_officer(office, client, sign_in):
    case = office.case()
    rows = client.get("/api/v1/cases?status=open", headers=sign_in("petugas")).json()["cases"]
    assert [row["id"] for row in rows] == [case.tracking_id]
    assert {"status", "agency", "subject", "opened_at", "due_at", "source"} <= rows[0].keys()


def test_an_answer_is_created(office, client, sign_in):
    response = answer(client, office.case(), sign_in("petugas"))
    assert response.status_code == 201


def test_words_that_are_hidden_are_no_title(office, client, sign_in):
    case = office.case()
    hide_case_post(case.id, case.opening_post_id, "hate", acting_officer=office.officer)
    row = client.get(f"/api/v1/cases/{case.tracking_id}", headers=sign_in("petugas")).json()
    assert row["title"] == case.tracking_id


def test_half_a_surrogate_pair_is_no_text(office, client, sign_in):
    headers, half = sign_in("petugas"), chr(0xD800)
    assert answer(client, office.case(), headers, text=half).status_code == 422
    for given in ({"username": half, "password": "x"}, {"username": "petugas", "password": half}):
        assert client.post("/api/v1/session", given, content_type="application/json").status_code == 422


def test_an_officer_of_another_agency_gets_403_that_names_the_mandate(office, client, sign_in):
    response = answer(client, office.case(), sign_in("petugas-lain"))
    assert response.status_code == 403
    assert "Dinas PU" in response.json()["detail"]


def test_a_confidential_case_is_404_for_others(office, client, sign_in):
    case = office.case("Ada pungli di kantor", audience=Audience.DIRECT)
    assert answer(client, case, sign_in("petugas-lain")).status_code == 404
    assert client.get(f"/api/v1/cases/{case.tracking_id}", headers=sign_in("rekan")).status_code == 404


def test_without_a_token_nothing_is_shown(office, client):
    assert client.get("/api/v1/cases").status_code == 401


def test_a_token_ends_with_the_password(office, client, sign_in):
    headers = sign_in("petugas")
    office.officer.user.set_password("lain-sama-sekali")
    office.officer.user.save()
    assert client.get("/api/v1/cases", headers=headers).status_code == 401


def test_a_thread_that_changed_is_409(office, client, sign_in):
    case = office.case(author="budi")
    office.write("Ralat", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    assert answer(client, case, sign_in("petugas"), newest_step=1).status_code == 409


@pytest.mark.parametrize("number", ["!!!!", "7Q2M-4K9X", "x" * 500])
def test_a_number_that_is_none_is_404(office, client, sign_in, number):
    assert client.get(f"/api/v1/cases/{number}", headers=sign_in("petugas")).status_code == 404


@pytest.mark.parametrize("q", ["", "x" * 5000, "\x00\x01", "@dinas-pu@localhost:8000"])
def test_an_account_check_is_always_answered(office, client, q):
    response = client.get("/api/v1/accounts/check", {"q": q})
    assert response.status_code == 200
    assert response.json()["verdict"] in ("official", "was_official", "lookalike", "unknown")


def test_statistics_are_given_for_all_and_for_one_agency(office, client):
    assert client.get("/api/v1/statistics").status_code == 200
    assert client.get("/api/v1/statistics?agency=dinas-pu").json()["agency"] == "dinas-pu"
    assert client.get("/api/v1/statistics?agency=nobody").status_code == 404


def test_a_hidden_post_is_no_title_for_another_agency(office, client, sign_in):
    case = office.case()
    hide_case_post(case.id, case.opening_post_id, "personal_data", acting_officer=office.officer)
    row = client.get(f"/api/v1/cases/{case.tracking_id}", headers=sign_in("petugas-lain")).json()
    assert "sekolah" not in str(row)


def test_private_numbers_are_for_the_agency_and_masked_for_another(office, client, sign_in):
    case = office.case("NIK 3404012345670001, lampu jalan mati, telepon 0812-3456-7890")
    address = f"/api/v1/cases/{case.tracking_id}"
    row = client.get(address, headers=sign_in("petugas")).json()
    assert "3404012345670001" in row["title"]
    assert "0812-3456-7890" in row["steps"][0]["text"]
    masked = client.get(address, headers=sign_in("petugas-lain")).json()
    assert masked["title"] == masked["steps"][0]["text"] == "NIK •••, lampu jalan mati, telepon •••"


def test_the_list_of_another_agency_has_no_word_of_the_case(office, client, sign_in):
    office.case("NIK 3404012345670001, lampu jalan mati")
    assert "3404012345670001" in str(client.get("/api/v1/cases", headers=sign_in("petugas")).json())
    assert client.get("/api/v1/cases", headers=sign_in("petugas-lain")).json()["cases"] == []


def test_an_overseer_reads_private_numbers(office, client, sign_in):
    case = office.case("NIK 3404012345670001, lampu jalan mati")
    grant_mandate(office.stranger, ("oversee",), "SK 7/2026", acting_officer=None)
    row = client.get(f"/api/v1/cases/{case.tracking_id}", headers=sign_in("petugas-lain")).json()
    assert "3404012345670001" in row["title"]


@pytest.mark.parametrize("given", [{}, {"newest_step": 10**6}])
def test_an_answer_sent_again_is_the_same_answer(office, client, sign_in, given):
    case, headers = office.case(), {**sign_in("petugas"), "Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    first, second = (answer(client, case, headers, **given) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Message.objects.filter(kind="answer").count() == 1


def test_no_words_of_a_citizen_stand_in_the_governments_mouth(office, client):
    case = office.case()
    hide_case_post(case.id, case.opening_post_id, "spam", acting_officer=office.officer)
    show_case_post(case.id, case.opening_post_id, acting_officer=office.officer)
    steps = {step["kind"]: step for step in case_whole(case, office.officer)["steps"]}
    assert (steps["hidden"]["by"], steps["hidden"]["text"]) == ("government", "spam")
    assert (steps["shown"]["by"], steps["shown"]["text"]) == ("government", "")
    assert "Lampu jalan" in steps["opened"]["text"]


def test_posts_in_are_of_the_whole_government_alone(office):
    office.case()
    sequence(100)
    measure(100)
    assert statistics_document("", 30)["statistics"]["received"] == 1
    assert statistics_document("dinas-pu", 30)["statistics"]["received"] is None
