"""The arithmetic of the chain, taken in bulk, is that of single entries."""

from hypothesis import given
from hypothesis import strategies as st

from bahtera.foundation.audit import chain

KEY = bytes(range(32))


@given(st.binary(max_size=300))
def test_seals_made_in_bulk_are_the_same(content):
    assert chain.sealer(KEY)(content) == chain.seal(KEY, content)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_links_made_in_bulk_are_the_same(before, own):
    assert chain.linker(KEY)(before + own) == chain.link(KEY, before, own)
