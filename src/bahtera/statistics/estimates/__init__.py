"""Estimates of a population from a sample, with their errors. See the README of `bahtera.statistics`."""
