"""The sheet of designations and competencies: headings as on the platform that officials know, levels added."""

DESIGNATION = "Designation*"
AREA = "Competency Area*"
THEME = "Competency Theme*"
SUB_THEME = "Competency SubTheme*"
LEVEL = "Level"
CRITICALITY = "Criticality"
HEADINGS = (DESIGNATION, AREA, THEME, SUB_THEME, LEVEL, CRITICALITY)
OPTIONAL = (LEVEL, CRITICALITY)
