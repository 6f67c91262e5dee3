from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.MyData.as_view(), name="my_data"),
    path("download/", views.MyDataDownload.as_view(), name="my_data_download"),
    path("close/", views.CloseAccount.as_view(), name="close_account"),
]
