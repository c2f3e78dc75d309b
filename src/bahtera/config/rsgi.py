"""What the web server runs: requests taken in whole, then answered by Django in a few threads."""

from bahtera.cli.attached import follow_parent
from bahtera.config.wsgi import application as django
from bahtera.http.front import Front

follow_parent()  # a worker whose server was killed would go on answering beside the next one's
application = Front(django)
