"""Every address has an access rule that somebody chose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tanggap.web.access import RULES, Access
from tanggap.web.api.endpoints import api


def test_every_address_has_an_access_rule() -> None:
    assert sorted(route for route, pattern in addresses() if not has_rule(pattern)) == []


def test_every_address_has_a_name() -> None:
    assert sorted(route for route, pattern in addresses() if not pattern.name) == []


def test_every_rule_belongs_to_an_address() -> None:
    assert sorted(set(RULES) - {pattern.name for _, pattern in addresses()}) == []


def test_nothing_of_the_desk_is_open_to_everybody() -> None:
    desk = [(route, pattern) for route, pattern in addresses() if route.startswith("desk/")]
    assert desk
    assert [route for route, pattern in desk if rule_of(pattern) in (None, Access.PUBLIC)] == []


def test_the_interface_asks_for_a_token_wherever_its_rule_says_so() -> None:
    operations = [
        op for _, router in api._routers for view in router.path_operations.values() for op in view.operations
    ]
    guarded = {operation.view_func.__name__ for operation in operations if operation.auth_callbacks}
    assert guarded == {name for name, rule in RULES.items() if rule is Access.TOKEN}


def has_rule(pattern: URLPattern) -> bool:
    """Whether the address is in the table, or its view carries the rule of its own room's table."""
    return rule_of(pattern) is not None


def rule_of(pattern: URLPattern) -> Any:
    """The access rule of an address, or None."""
    carried = getattr(pattern.callback, "access", None)
    return carried if carried is not None else RULES.get(pattern.name or "")


def addresses() -> list[tuple[str, URLPattern]]:
    """Every route of the product with its pattern, in full."""
    return list(_under("", get_resolver().url_patterns))


def _under(prefix: str, patterns: list[Any]) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _under(route, pattern.url_patterns)
        else:
            yield route, pattern
