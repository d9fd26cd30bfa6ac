"""Other projects' files: checkpoints of pytorch-CycleGAN-and-pix2pix in and out, ONNX out."""
