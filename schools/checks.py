"""System checks: nothing is served without a policy, and nothing kept without a scope."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from schools.access import rule_for
from schools.doors import ROUTES
from schools.models.base import Noun

OUR_APPS = ("schools", "discussions")
NO_NOUNS = {
    "Person": "signs in, so it is Django's own kind of user; lists of people are read through their appointments",
}


def routes(
    resolver: Any = None, prefix: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every route: its path, its full name ('' if it has none) and the pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from routes(entry, path, inner)
        else:
            yield path, ":".join((*spaces, entry.name or "")), entry


@register()
def every_route_has_a_policy(app_configs: Any, **options: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    names = set()
    for path, name, _pattern in routes():
        names.add(name)
        if rule_for(name) is None:
            found.append(Error(f"/{path} ({name or 'no name'}) stands in no policy", id="policy.E001"))
    for name in sorted(set(ROUTES) - names):
        found.append(Error(f"The policy names {name}, which is no route", id="policy.E002"))
    return found


@register()
def every_noun_has_a_scope(app_configs: Any, **options: Any) -> list[CheckMessage]:
    return [
        Error(f"{model.__name__} does not say who may see it (scope)", id="policy.E003")
        for model in apps.get_models()
        if issubclass(model, Noun) and model.scope.__func__ is Noun.scope.__func__  # type: ignore[attr-defined] # class methods
    ]


@register()
def every_model_of_ours_is_a_noun(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """A model that is no noun has no scope, and would be read by whoever asks."""
    return [
        Error(f"{model.__name__} is no Noun, so nothing says who may see it (scope)", id="policy.E004")
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models()
        if not issubclass(model, Noun) and model.__name__ not in NO_NOUNS
    ]
