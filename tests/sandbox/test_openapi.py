import json

from clinic_terminal.sandbox.openapi import document
from clinic_terminal.sandbox.routes import ROUTES
from clinic_terminal.settings import resource


def test_the_openapi_file_is_fresh() -> None:
    written = resource("api", "central.openapi.json").read_text(encoding="utf-8")
    assert written == document(), "renew it with: make openapi"


def test_every_address_is_documented() -> None:
    paths = json.loads(document())["paths"]
    documented = {(method.upper(), path) for path, operations in paths.items() for method in operations}
    assert documented == {(method, path) for method, path, _ in ROUTES}


def test_every_reference_leads_somewhere() -> None:
    text = document()
    schemas = json.loads(text)["components"]["schemas"]
    references = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert references <= schemas.keys()
