"""Competencies and Academic Standards Exchange (1EdTech CASE 1.1): give the framework out, take others in."""
