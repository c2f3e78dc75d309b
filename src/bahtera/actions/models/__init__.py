"""Rows of plans and of assessments."""

from bahtera.actions.models.assessments import Assessment
from bahtera.actions.models.plans import Plan, PlanEvidence, PlanFamily, PlanProgress, PlanStep

__all__ = ["Assessment", "Plan", "PlanEvidence", "PlanFamily", "PlanProgress", "PlanStep"]
