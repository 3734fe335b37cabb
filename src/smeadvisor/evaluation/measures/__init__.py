"""Measures: pure functions of what was found, said and judged; none knows how it came about."""
