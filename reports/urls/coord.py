"""What coordinators see of the whole country."""

from django.urls import path

from reports.views import homes

urlpatterns = [path("", homes.CoordHome.as_view(), name="coord_home")]
