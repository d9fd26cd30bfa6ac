"""The drawing canvas: the generator answers while somebody draws."""
