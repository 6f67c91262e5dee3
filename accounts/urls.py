"""What people choose and learn about their own account, beside what allauth offers."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("accounts/settings/", views.Settings.as_view(), name="account_settings"),
    path("accounts/tokens/", views.Tokens.as_view(), name="tokens"),
    path("accounts/tokens/new/", views.TokenNew.as_view(), name="token_new"),
    path("accounts/tokens/<slug:code>/revoke/", views.TokenRevoke.as_view(), name="token_revoke"),
    path("my/data/", views.MyData.as_view(), name="my_data"),
    path("my/data/download/", views.MyDataDownload.as_view(), name="my_data_download"),
    path("my/data/close/", views.CloseAccount.as_view(), name="close_account"),
]
