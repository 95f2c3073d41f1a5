from __future__ import annotations

from tanggap.web.public.charts import one_sided, span, two_sided


def test_equal_numbers_make_equal_bars_on_both_sides():
    bars = two_sided([(4, 4)])
    assert bars.incoming == "M6 5h7v94h-7z"
    assert bars.outgoing == "M6 101h7v94h-7z"


def test_bars_start_at_zero_on_one_scale():
    bars = two_sided([(10, 5), (0, 10)])
    assert "v94h" in bars.incoming
    assert "v47h" in bars.outgoing
    assert bars.incoming.count("M") == 1


def test_nothing_makes_no_bar():
    assert two_sided([]).incoming == two_sided([(0, 0)]).outgoing == ""


def test_a_span_is_never_too_thin_to_be_seen():
    assert span(10, 10) == "M10.0 4H10.5v10H10.0z"


def test_a_chart_of_one_side_is_half_as_high():
    bars = one_sided([4, 0])
    assert (bars.incoming, bars.outgoing, bars.height) == ("M6 5h7v94h-7z", "", 101)
