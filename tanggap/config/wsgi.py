"""The door for the web server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tanggap.config.proxies import behind_proxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
application = behind_proxies(get_wsgi_application(), settings.TRUSTED_PROXIES, settings.BASE_URL.partition(":")[0])
