"""What is asked, and when: definitions read from a file, and plain functions over plain values."""

from bahtera.checks.rules.definitions import AnswerPlan, Check, Definition, load
from bahtera.checks.rules.found import Finder

__all__ = ["AnswerPlan", "Check", "Definition", "Finder", "load"]
