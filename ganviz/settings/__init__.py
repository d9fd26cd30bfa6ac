"""What can be chosen: pydantic models and registries of names; no torch, no Qt."""
