"""What a form was sent with."""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The fields that were sent; None when the page was only asked for, so that a form with
    nothing filled in is looked at and a form that was never sent is not.
    """
    return request.POST if request.method == "POST" else None
