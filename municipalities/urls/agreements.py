from django.urls import URLPattern, path

app_name = "agreements"
urlpatterns: list[URLPattern] = []
