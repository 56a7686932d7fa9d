"""Settings of the engine's tests; see pytest.ini for how they find the engine."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "engine",
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("engine")
