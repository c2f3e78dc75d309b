"""The site's password hash at its lowest cost: tests sign in by the thousand, and none is attacked for real."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8
    parallelism = 1
