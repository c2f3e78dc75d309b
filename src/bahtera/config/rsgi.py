"""What the web server runs: requests taken in whole, then answered by Django in a few threads."""

from bahtera.config.wsgi import application as django
from bahtera.http.front import Front

application = Front(django)
