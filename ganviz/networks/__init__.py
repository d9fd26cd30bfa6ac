"""Who plays: the networks of generator and discriminator."""
