"""Puts the top-level folder `resources` into the wheel as `clinic_terminal/resources`.

Everything else about the package stands in pyproject.toml; a package that lies elsewhere than its name says,
next to packages that are found by looking, is what pyproject.toml cannot say.
"""

from setuptools import find_namespace_packages, setup

setup(
    packages=[
        *find_namespace_packages(include=["clinic_terminal", "clinic_terminal.*"]),
        "clinic_terminal.resources",
    ],
    package_dir={"clinic_terminal.resources": "resources"},
    package_data={"clinic_terminal.resources": ["**/*"], "": ["py.typed", "*.mako"]},
)
