"""Addresses that programs expect, outside the languages."""

from django.urls import path

from reports.views import machines

urlpatterns = [
    path("sitemap.xml", machines.Sitemap.as_view(), name="sitemap"),
    path("sitemap-<slug:part>.xml", machines.SitemapPart.as_view(), name="sitemap_part"),
    path("robots.txt", machines.Robots.as_view(), name="robots"),
    path(".well-known/security.txt", machines.SecurityText.as_view(), name="security_text"),
]
