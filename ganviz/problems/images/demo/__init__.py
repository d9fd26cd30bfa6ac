"""Data sets drawn here, for a first try without a download. Listed in ``settings/image_names.py``."""
