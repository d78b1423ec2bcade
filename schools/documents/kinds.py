"""The kinds of document in which something of the portal goes out, as they stand in an address."""

from django.urls import register_converter


class PaperConverter:
    regex = "docx|pdf"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PaperConverter, "paper")
KIND = "<paper:kind>/"
