"""The hidden fields of every form, under the name that templates know: `{% csrf_token %}`."""

from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Write the token against forged forms, and who opened the page (`web.account.opened_as`)."""
    marks = context.get("csrf_token")
    if marks is None:
        return SafeString("")
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', str(marks))
    opened_as = getattr(marks, "opened_as", "")
    if not opened_as:
        return token
    return format_html('{}<input type="hidden" name="opened_as" value="{}">', token, opened_as)
