"""The words of the house: documents, places, passages, hits, claims, answers. Knows no library."""
