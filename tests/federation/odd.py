"""Activities and posts with anything at all in their properties, for hypothesis."""

from hypothesis import strategies as st

from tests.federation.neighbours import ACTOR, OFFICE, activity, note

OTHER = "https://jahat.example/users/x"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=20)
    | st.sampled_from([ACTOR, OFFICE, OTHER, "Create", "Note", "Undo", "Follow", "https://", "as:Public"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(list(note()) + list(activity()) + ["href", "target"]), inner, max_size=6),
    max_leaves=25,
)  # fmt: skip


wholes = st.dictionaries(st.sampled_from(list(activity())), json_values)
inners = st.dictionaries(st.sampled_from(list(note())), json_values)
