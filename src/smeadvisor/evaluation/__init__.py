"""Measuring: question sets, the gate's calibration, time."""
