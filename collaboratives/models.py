"""Professions, collaboratives and their leads."""

from django.db import models


class Profession(models.Model):
    """A profession that can form a collaborative in a cluster; which ones there are is data."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name
