"""The settings form, made from the declarations of a settings model."""
