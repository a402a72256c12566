"""The first start: one step a page, from the language to the sign-in."""
