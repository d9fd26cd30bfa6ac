"""The tabs of images: Pix2Pix and CycleGAN."""
