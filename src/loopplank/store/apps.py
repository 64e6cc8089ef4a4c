from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "loopplank.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
