from django.urls import URLPattern, path

app_name = "engagements"
urlpatterns: list[URLPattern] = []
