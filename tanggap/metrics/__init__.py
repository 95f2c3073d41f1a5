"""Measures, recomputable from the record."""
