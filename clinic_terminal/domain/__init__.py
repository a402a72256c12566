"""The rules of the product as values and pure functions: no clock, file, network, log or chance."""
