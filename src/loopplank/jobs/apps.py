from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "loopplank.jobs"
    label = "jobs"
