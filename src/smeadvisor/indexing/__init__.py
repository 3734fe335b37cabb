"""From passages to an index that can be asked: embedding, the catalogue, generations."""
