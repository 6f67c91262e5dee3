"""Addresses that programs expect, outside the languages."""

from django.urls import path

from reports.views import machines, open_data

urlpatterns = [
    path("sitemap.xml", machines.Sitemap.as_view(), name="sitemap"),
    path("sitemap-<slug:part>.xml", machines.SitemapPart.as_view(), name="sitemap_part"),
    path("opendata/<slug:name>.csv", open_data.OpenDataTable.as_view(), name="open_data_table"),
    path("opendata/<slug:name>.json", open_data.OpenDataJson.as_view(), name="open_data_json"),
    path("robots.txt", machines.Robots.as_view(), name="robots"),
    path(".well-known/security.txt", machines.SecurityText.as_view(), name="security_text"),
]
