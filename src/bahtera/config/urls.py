"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("v1/", include("bahtera.http.urls")),
    path("api/", include("bahtera.http.api_urls")),
    path("", include("bahtera.web.urls")),
]

handler500 = "bahtera.web.views.broken.broken"
