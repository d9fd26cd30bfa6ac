"""How folders of images are laid out: each layout recognises its own. Listed in ``settings/image_names.py``."""
