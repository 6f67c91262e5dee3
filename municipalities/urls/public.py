from django.urls import path

from municipalities.views import public

urlpatterns = [
    path("", public.Municipalities.as_view(), name="municipalities"),
]
