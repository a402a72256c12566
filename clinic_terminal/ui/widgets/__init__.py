"""Widgets of the house: each shows one frozen value and emits the person's intent."""
