"""What the portal's own doors put on a request, told to mypy: whoever is signed in, and what they may do.

A plugin of mypy, so that views keep Django's own name for what they take. The middleware (accounts, portal) and
`office_page` set these; a public page reads none of them.
"""

from collections.abc import Callable

from mypy.nodes import TypeInfo
from mypy.plugin import AttributeContext, ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import AnyType, Instance, Type, TypeOfAny

REQUEST = "django.http.request.HttpRequest"
# Attributes by the class of what they hold; nothing where no single class says it.
SET_BY_DOORS = {
    "user": "accounts.models.Person",
    "signed_in": "accounts.models.Person",
    "powers": "governance.powers.policies.Powers",
    "is_before_factor": "builtins.bool",
    "leaves_copies": "builtins.bool",
    "warn_after": "builtins.int",
    "deed_taken": "",
    "page_subject": "",
}


class TypedRequests(Plugin):
    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return _declare if fullname == REQUEST else None

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        owner, _dot, name = fullname.rpartition(".")
        held = SET_BY_DOORS.get(name)
        if not held or not self._is_request(owner):
            return None
        return lambda context: self._typed(held, context.default_attr_type)

    def _is_request(self, owner: str) -> bool:
        found = self.lookup_fully_qualified(owner)
        return found is not None and isinstance(found.node, TypeInfo) and found.node.has_base(REQUEST)

    def _typed(self, held: str, otherwise: Type) -> Type:
        found = self.lookup_fully_qualified(held)
        return Instance(found.node, []) if found and isinstance(found.node, TypeInfo) else otherwise


def _declare(context: ClassDefContext) -> None:
    """Give the class the names; each is typed where it is read, when all modules are known."""
    for name in SET_BY_DOORS:
        if name not in context.cls.info.names:
            add_attribute_to_class(context.api, context.cls, name, AnyType(TypeOfAny.explicit))


def plugin(_version: str) -> type[Plugin]:
    return TypedRequests
