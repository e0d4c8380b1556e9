"""The roof: joins the apps by strings."""

urlpatterns: list = []
