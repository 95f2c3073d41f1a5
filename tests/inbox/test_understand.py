"""What a machine makes of a post."""

from tanggap.inbox.models import Understanding, Waiting


def understood(office, text, **changes):
    from tanggap.inbox.steps import understand

    office.write(text, **changes)
    understand(100)
    return Understanding.objects.order_by("post_id").last()


def test_a_post_gets_language_kind_and_urgency(office):
    reading = understood(office, "Tolong! Kabel listrik putus menjuntai di jalan")
    assert (reading.language, reading.urgency) == ("id", "danger")
    assert Waiting.objects.get().state == "understood"


def test_a_form_without_an_agency_gets_the_one_whose_words_it_holds(office):
    reading = understood(office, "Parkir liar di depan pasar bikin macet", network="webform", addressed_to=())
    assert reading.agency == office.dishub


def test_the_word_stop_opts_its_author_out(office):
    case = office.case(author="budi")
    understood(office, "BERHENTI", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    case.author.citizen.refresh_from_db()
    assert case.author.citizen.opted_out_at is not None


def test_not_done_is_heard(office):
    case = office.case(author="budi")
    reading = understood(office, "belum selesai min", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    assert reading.says == "not_done"
