from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "tanggap.threads"
    label = "threads"
    default_auto_field = "django.db.models.BigAutoField"
