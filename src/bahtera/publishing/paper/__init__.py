"""Questionnaires on paper: blank and prefilled forms, made from the published version that phones have too."""
