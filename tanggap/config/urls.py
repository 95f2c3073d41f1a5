"""Every address of the product; the rooms name their own."""

from django.urls import include, path

from tanggap.config.health import health_urls

urlpatterns = [
    *health_urls,
    path("", include("tanggap.federation.urls")),
    path("", include("tanggap.web.urls")),
]
