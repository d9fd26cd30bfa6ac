"""What each player wants: adversarial losses as pure functions of logits."""
