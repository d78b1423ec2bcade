"""Tags of every template: forms in the portal's look, the error summary, breadcrumbs, the other language."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from crispy_forms.utils import render_crispy_form, render_field
from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schools.autosave import SAVED
from schools.cautions import TOLD, Caution
from schools.forms import PRESS
from schools.kept_typing import DISCARD
from schools.shown import Shown, first_id, shown

register = template.Library()
PREFIXES = ("/cy/", "/en/")
NEXT = "next"
DOUBTFUL = "doubtful-form"  # the form that the button in its caution sends


class Helper(FormHelper):
    form_action = ""  # crispy would look up every address as the name of a route
    template_pack = "portal"


@dataclass(frozen=True)
class Button:
    label: Any
    look: str = ""
    value: str = ""
    name: str = PRESS


def buttons_of(form: Any, label: Any = "", look: str = "") -> list[Button]:
    """The main button first: it is the one that Enter presses."""
    words = label or getattr(form, "button", None) or _("Save and continue")
    main = Button(words, look or getattr(form, "button_look", ""))
    more = getattr(form, "more_buttons", {})
    return [main, *(Button(others, "secondary", value) for value, others in more.items())]


def layout_of(form: BaseForm) -> Layout:
    """The form's fieldsets, each field once; visible fields that no fieldset names follow as they are declared."""
    grouped: dict[str, Any] = {}
    for legend, names in getattr(form, "fieldsets", []):
        grouped |= dict.fromkeys(names, Fieldset(legend, *names))
    placed: list[Any] = []
    for field in form.visible_fields():
        part = grouped.get(field.name, field.name)
        if not any(part is there for there in placed):
            placed.append(part)
    return Layout(*placed)


@register.simple_tag(takes_context=True)
def portal_form(
    context: Context,
    form: Any,
    *,
    cancel: str = "",
    action: str = "",
    button: Any = "",
    button_look: str = "",
    cancel_words: str = "",
) -> SafeString:
    """The whole <form>. `cancel`: the address of a Cancel link, named by `cancel_words`; `action`: where to send it."""
    helper = Helper()
    helper.form_method = getattr(form, "method", "post")
    helper.send_to = action
    helper.own_id = getattr(form, "form_id", "") or (DOUBTFUL if getattr(form, "cautions", ()) else "")
    helper.layout = layout_of(form)
    helper.inputs = buttons_of(form, button, button_look)
    helper.cancel = cancel
    helper.cancel_words = cancel_words
    helper.hidden = hidden_inputs(form)
    html: SafeString = render_crispy_form(form, helper, context.flatten())
    return html


@register.simple_tag(takes_context=True)
def portal_field(context: Context, field: BoundField) -> SafeString:
    """One field, where a page lays out its form by hand."""
    html: SafeString = render_field(field.name, _once_more(field.form), context, template_pack="portal")
    return html


@register.simple_tag(takes_context=True)
def portal_hidden(context: Context, form: Any) -> SafeString:
    """csrf and the hidden fields, inside a <form> written by hand."""
    values = {"hidden": hidden_inputs(form), "csrf_token": context.get("csrf_token"), "form_method": "post"}
    return render_to_string("portal/hidden.html", values)


@register.simple_tag
def portal_buttons(form: Any, cancel: str = "") -> SafeString:
    return render_to_string("portal/buttons.html", {"inputs": buttons_of(form), "cancel": cancel})


@register.filter(name="shown")
def shown_filter(field: BoundField) -> Shown:
    return shown(field)


def hidden_inputs(form: Any) -> list[tuple[str, Any]]:
    """Name and value; without ids, so that two forms on one page do not clash."""
    value_of = getattr(form, "hidden_value", lambda name: form[name].value())
    hidden = [field for field in form.hidden_fields() if field.name != TOLD or form.looked_over or form.looks_further]
    pairs = [(field.html_name, value_of(field.name)) for field in hidden]
    return [(name, "" if value is None else value) for name, value in pairs]


def _once_more(form: Any) -> Any:
    form.rendered_fields = set()  # crispy refuses to show a field twice within one layout; here there is none
    form.crispy_field_template = None
    return form


@register.inclusion_tag("portal/error_summary.html", takes_context=True)
def error_summary(context: Context, *forms_and_formsets: Any) -> dict[str, Any]:
    """First on the page: what to put right, each line leading to its field; or that the text is not saved yet."""
    given = [form for form in forms_and_formsets if form]
    items: list[tuple[str, Any]] = []
    for each in given:
        if isinstance(each, forms.BaseFormSet):
            items += [("", error) for error in each.non_form_errors()]
        for form in each.forms if isinstance(each, forms.BaseFormSet) else [each]:
            items += _errors_of(form)
    return {
        "items": items,
        "not_saved_yet": any(getattr(form, "not_saved_yet", False) for form in given),
        "takes_files": any(getattr(form, "takes_files", False) for form in given),
        "doubtful": next((form for form in given if getattr(form, "cautions", ())), None),
        "form_id": DOUBTFUL,
        "press": PRESS,
        "discard": DISCARD,
        "csrf_token": context.get("csrf_token"),
    }


def _errors_of(form: BaseForm) -> list[tuple[str, Any]]:
    items = [("", error) for error in form.non_field_errors()]
    items += [("", error) for error in dict.fromkeys(e for field in form.hidden_fields() for e in field.errors)]
    said = [(field, str(error)) for field in form.visible_fields() for error in field.errors]
    counts = Counter(error for _field, error in said)
    return items + [
        (first_id(field), error if counts[error] == 1 else named(str(field.label), error)) for field, error in said
    ]


@register.filter
def place_of(caution: Caution, form: Any) -> str:
    """The id of the field in which the doubtful words stand."""
    return first_id(form[caution.field])


def named(label: str, error: str) -> str:
    """The same error of several fields, each line with its own field."""
    words = "%(label)s %(error)s" if label.endswith(("?", ":")) else _("%(label)s: %(error)s")
    return words % {"label": label, "error": error}


@register.simple_tag
def crumb(label: Any, url: str | None = None) -> SafeString:
    """One step of the breadcrumbs; the page itself has no address."""
    if url:
        words = format_html('<a class="govuk-breadcrumbs__link" href="{}">{}</a>', url, label)
        return format_html('<li class="govuk-breadcrumbs__list-item">{}</li>', words)
    return format_html('<li class="govuk-breadcrumbs__list-item" aria-current="page">{}</li>', label)


class CrumbsNode(template.Node):
    def __init__(self, steps: NodeList) -> None:
        self.steps = steps

    def render(self, context: Context) -> SafeString:
        steps = SafeString(self.steps.render(context).strip())
        if not steps:
            return SafeString("")
        return render_to_string("_breadcrumbs.html", {"steps": steps, "home": context.get("home_url")})


@register.tag
def crumbs(parser: Parser, token: Token) -> CrumbsNode:
    """{% crumbs %}…{% endcrumbs %}: the frame around the steps, and nothing at all where there are none."""
    steps = parser.parse(("endcrumbs",))
    parser.delete_first_token()
    return CrumbsNode(steps)


@register.simple_tag(takes_context=True)
def other_language_url(context: Context, code: str) -> str:
    """The address of this page in the other language, and in it the page that it leads on to (`next`)."""
    request = context.get("request")
    if request is None or not request.path.startswith(PREFIXES):
        return "/"
    query = request.GET.copy()
    if query.get(NEXT, "").startswith(PREFIXES):
        query[NEXT] = in_language(code, query[NEXT])
        return f"{in_language(code, request.path)}?{query.urlencode(safe='/')}"
    return in_language(code, request.get_full_path())


def in_language(code: str, path: str) -> str:
    """Path words are the same in both languages."""
    return f"/{code}/{path[len(PREFIXES[0]) :]}"


@register.filter
def first_few(items: list[Any], few: int | str | None) -> list[Any]:
    """So many of them, or all where no number is given."""
    return items[: int(few)] if few else items


@register.filter
def beyond(items: list[Any], few: int | str | None) -> int:
    """How many `first_few` leaves out."""
    return len(items) - len(first_few(items, few))


@register.filter
def page_numbers(page: Any) -> list[Any]:
    """First, last and the neighbours of this page; an ellipsis for the rest."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def contact(purpose: str = "") -> dict[str, str]:
    """Whom to ask, from the settings, in the reader's language; `purpose="data"`: the data protection officer."""
    told: dict[str, str] = settings.CONTACT
    name = told["name_cy"] if (get_language() or "").startswith("cy") else told["name_en"]
    if purpose == "data":
        return {"name": "", "email": told["data_protection_email"], "phone": ""}
    return {"name": name, "email": told["email"], "phone": told["phone"]}


@register.filter
def saved_page(message: Any) -> str:
    """The page whose text was saved, where the message says so (`schools.autosave`)."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(SAVED) for tag in tags if tag.startswith(SAVED)), "")
