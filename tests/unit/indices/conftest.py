"""Property tests of the index engine draw the same examples each time and never look at the clock."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "indices", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("indices")
