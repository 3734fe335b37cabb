"""From evidence to checked claims: follow-ups, the input guard, the gate, answerers, the verifier."""
