from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "loopplank.web"
    label = "web"
