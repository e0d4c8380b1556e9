"""Scales side by side, and which competencies of two frameworks answer to each other."""
