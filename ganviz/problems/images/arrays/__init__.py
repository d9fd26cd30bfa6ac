"""Files that hold many images in one array: IDX, CIFAR's binary batches, NPY and NPZ."""
