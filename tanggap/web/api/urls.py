"""Addresses of the interface."""

from django.urls import path

from tanggap.web.api.endpoints import api

urlpatterns = [path("api/v1/", api.urls)]
