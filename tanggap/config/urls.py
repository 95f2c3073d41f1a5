"""Every address of the product; the rooms name their own."""

from django.urls import include, path

from tanggap.config.health import health_urls

handler400 = "tanggap.web.public.errors.malformed"
handler403 = "tanggap.web.public.errors.refused"
handler404 = "tanggap.web.public.errors.not_found"
handler500 = "tanggap.web.public.errors.broken"

urlpatterns = [
    *health_urls,
    path("", include("tanggap.federation.urls")),
    path("", include("tanggap.web.urls")),
]
