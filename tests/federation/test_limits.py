"""Buckets: a burst, a rate, and no bite below what is promised to strangers."""

from tanggap.federation.limits import MOST_BUCKETS, PER_AUTHOR, PER_SERVER, Limiter, Rate


def test_a_burst_goes_through_and_then_the_rate_counts():
    limit = Limiter(Rate(1, 3))
    assert [limit.wait_for("a", 0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert limit.wait_for("a", 1.0) == 0
    assert limit.wait_for("a", 1.5) == 0.5


def test_what_is_given_back_can_be_taken_again():
    limit = Limiter(Rate(0.001, 2))
    for _ in range(5):
        assert limit.wait_for("a") == 0
        limit.give_back("a")
    assert [limit.wait_for("a") > 0 for _ in range(3)] == [False, False, True]


def test_each_name_has_a_bucket_of_its_own():
    limit = Limiter(Rate(1, 1))
    assert [limit.wait_for(name, 0.0) for name in ("a", "b", "a")] == [0, 0, 1]


def test_bursts_of_thirty_and_twenty_a_second_never_meet_a_limit():
    for rate in (PER_SERVER, PER_AUTHOR):
        limit = Limiter(rate)
        assert all(limit.wait_for("a", 0.0) == 0 for _ in range(30))
        assert all(limit.wait_for("a", second) == 0 for second in range(1, 60) for _ in range(20))


def test_buckets_are_forgotten_before_they_fill_the_memory():
    limit = Limiter(Rate(1, 1))
    for number in range(MOST_BUCKETS + 10):
        limit.wait_for(str(number), 0.0)
    assert len(limit._buckets) == MOST_BUCKETS
