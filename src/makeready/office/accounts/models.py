"""Who is known here? People with a role, and API keys (stored hashed)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from makeready.office.ids import IdField


class Role(models.TextChoices):
    """Roles, each with all rights of the ones before: the table of rights is `accounts/rights.py`."""

    VIEWER = "viewer", "Viewer"
    OPERATOR = "operator", "Operator"
    PREPRESS = "prepress", "Prepress"
    ADMINISTRATOR = "administrator", "Administrator"


class People(BaseUserManager["Person"]):
    """Makes people."""

    def create_user(self, name: str, password: str | None = None, **more: object) -> Person:
        """A person with a hashed password (none: cannot sign in)."""
        person = self.model(name=name, **more)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in."""

    id = IdField("per")
    name = models.CharField(max_length=150, unique=True)
    full_name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.OPERATOR)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = People()

    @property
    def shown_name(self) -> str:
        """The name that history and screens show."""
        return self.full_name or self.name


class ApiKey(models.Model):
    """A program's key. Only its hash is kept; `hint` (first characters) tells keys apart."""

    id = IdField("key")
    name = models.CharField(max_length=150)
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=16)
    scopes = models.JSONField(default=list)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.ADMINISTRATOR)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200, blank=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class FailedSignIn(models.Model):
    """A wrong password, kept to slow guessing down."""

    name = models.CharField(max_length=150)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Looked up by name and address, newest first."""

        indexes: ClassVar = [models.Index(fields=["name", "at"]), models.Index(fields=["address", "at"])]
