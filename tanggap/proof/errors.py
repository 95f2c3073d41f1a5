"""The one thing that can be wrong with a proof: it does not prove. The message is one line for a person."""


class ProofError(Exception):
    """A note, tile, proof, key or policy is malformed, foreign or untrue."""
